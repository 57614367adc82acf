/* SPDX-License-Identifier: GPL-3.0-or-later */
/* direct_url.json (PEP 610), the URL that a distribution was installed from; and file: URLs. */
#ifndef AVENV_ORIGIN_H
#define AVENV_ORIGIN_H

#include "core/buf.h"

enum origin_kind {
	/** installed by name from an index: no valid direct_url.json */
	ORIGIN_INDEX,
	ORIGIN_ARCHIVE,
	ORIGIN_VCS,
	ORIGIN_DIR,
};

struct origin {
	enum origin_kind kind;
	const char *url;
	/** directory of the project in the archive or repository; NULL: the top */
	const char *subdirectory;
	/** ORIGIN_ARCHIVE: the key `hash`, and the first of `hashes`, as "sha256=aa"; NULL: none */
	const char *hash, *first_hash;
	/** ORIGIN_VCS: "git", "hg", …, and the commit's id */
	const char *vcs, *commit;
	/** ORIGIN_DIR: installed by -e */
	bool editable;
};

/*
 * Parse the LEN bytes at DATA, a direct_url.json. Returns NULL; or the fault, printed behind the
 * path ("has no URL"), with ORIGIN set to ORIGIN_INDEX.
 */
const char *origin_parse(const char *data, size_t len, struct origin *origin);

/* ---- URLs as pip reads and writes them ----------------------------------- */

/* The URL "file:///…" of PATH, an absolute path. */
const char *url_of_path(const char *path);

/* The bytes from TEXT to END, percent-decoded. NULL: one of them is a NUL. */
const char *url_decode(const char *text, const char *end);

/*
 * The path of URL, "file:///p%20q", decoded, without query and fragment; NULL: URL is not a local
 * file.
 */
const char *url_path(const char *url);

#endif
