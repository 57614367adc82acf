/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A version by PEP 440 taken apart; for pep440.c. */
#ifndef AVENV_PEP440_PARSE_H
#define AVENV_PEP440_PARSE_H

#include "core/base.h"

/*
 * Numbers are compared as text, so that none is too large; a span of no bytes
 * is nought.
 */
struct pep440_span {
	const char *s;
	size_t len;
};

enum pep440_pre {
	PRE_ALPHA,
	PRE_BETA,
	PRE_RC,
	PRE_NONE,
};

/** A version taken apart; spans lie in the text. */
struct pep440_version {
	struct pep440_span epoch;
	/** "1.2.3" */
	struct pep440_span release;
	enum pep440_pre pre;
	struct pep440_span pre_number, post_number, dev_number;
	bool post, dev;
	/** behind "+"; len 0: none */
	struct pep440_span local;
};

/* NUMBER without the noughts before it, of which nothing is left of nought. */
static inline struct pep440_span pep440_significant(struct pep440_span number)
{
	while (number.len && *number.s == '0') {
		number.s++;
		number.len--;
	}
	return number;
}

/* What stands between the parts of a version. */
static inline bool pep440_is_separator(char c)
{
	return c == '.' || c == '-' || c == '_';
}

/* All of TEXT is a version, spaces around it aside. */
bool pep440_parse(const char *text, struct pep440_version *v);

#endif
