/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room formats: text formats of files and tools as pure functions over bytes. Only toml_file.h
 * reads files.
 *
 * Versions and version specifiers (PEP 440).
 */
#ifndef AVENV_PEP440_H
#define AVENV_PEP440_H

#include "core/base.h"

/* The normal form of TEXT: "1.0rc1" for "v1.0-RC.01". NULL: TEXT is no version. */
const char *pep440_normalize(const char *text);

/*
 * Compare A with B. Returns a number below, equal to or above 0; two spellings of one version are
 * equal. Text that is no version comes before all versions, ordered by its bytes.
 */
int pep440_compare(const char *a, const char *b);

/* The numbers at the start of TEXT: "3.11.2" of "3.11.2.final.0" and of "3.11.2rc1"; "": none. */
const char *pep440_release(const char *text);

/* TEXT is one specifier, such as ">=3.8", "==3.*" or "===anything". */
bool pep440_is_specifier(const char *text);

/* TEXT is a list of them with commas between, and not empty. */
bool pep440_are_specifiers(const char *text);

/*
 * 1 if VERSION matches each of the comma-separated SPECIFIERS, such as ">=3.8,!=3.9.*,<4", or all
 * of one side of a "||", else 0. -1: pip, its newer versions and uv disagree. Pre-releases match
 * like all others. Text that is no version matches only "===".
 */
int pep440_judge(const char *version, const char *specifiers);

/* pep440_judge() without a doubt. */
bool pep440_matches(const char *version, const char *specifiers);

/*
 * The specifiers for the constraint VERSION, as poetry and pipenv write it: ">=1.2,<2" for "^1.2",
 * "==1.*||>=3" for "1.* || >=3". "": any version, also for NULL. NULL: VERSION is none. LOCKED:
 * "1.2" means this version letter by letter.
 */
const char *specifiers_for(const char *version, bool locked);

/* ---- between pep440.c and specifiers.c ---------------------------------- */

/** A part of a version's text. Numbers are compared as text, so that none is too large */
struct pep440_span {
	const char *s;
	size_t len;
};

/** A version; an absent part has no bytes, and counts as 0 */
struct pep440_version {
	/** epoch before "!", release "1.2.3", and local version after "+" */
	struct pep440_span epoch, release, local;
	/** a pre-release, post-release and development release */
	struct pep440_segment {
		/** "a", "b" or "rc"; ".post"; ".dev"; NULL: none */
		const char *word;
		struct pep440_span number;
	} pre, post, dev;
};

/*
 * Parse TEXT, with optional white space around it, into V, which refers to TEXT. Returns false if
 * TEXT is no version.
 */
bool pep440_parse(const char *text, struct pep440_version *v);

/*
 * Compare epoch and release, of which the first COUNT numbers count; _public: all but the local
 * versions; _local: only these. Return as pep440_compare().
 */
int pep440_compare_base(const struct pep440_version *a, const struct pep440_version *b,
			size_t count);
int pep440_compare_public(const struct pep440_version *a, const struct pep440_version *b);
int pep440_compare_local(const struct pep440_version *a, const struct pep440_version *b);

#endif
