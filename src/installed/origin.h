/* SPDX-License-Identifier: GPL-3.0-or-later */
/* direct_url.json (PEP 610), the URL that a distribution was installed from; and file URLs. */
#ifndef AVENV_ORIGIN_H
#define AVENV_ORIGIN_H

#include "core/buf.h"

enum origin_kind {
	/** an index, by name: no valid direct_url.json */
	ORIGIN_INDEX,
	ORIGIN_ARCHIVE,
	ORIGIN_VCS,
	ORIGIN_DIR,
};

struct origin {
	enum origin_kind kind;
	const char *url;
	/** directory of the project in the archive or repository; NULL: none */
	const char *subdirectory;
	/** ORIGIN_ARCHIVE: `hash`, and the first of `hashes`, both as "sha256=aa"; NULL: none */
	const char *hash, *first_hash;
	/** ORIGIN_VCS: "git" and a commit */
	const char *vcs, *commit;
	/** ORIGIN_DIR: installed by -e */
	bool editable;
};

/*
 * Parse the LEN bytes at DATA of a direct_url.json. Returns NULL, or the fault, in words that are
 * printed behind the path; ORIGIN is an index then.
 */
const char *origin_parse(const char *data, size_t len, struct origin *origin);

/* ---- URLs as pip reads and writes them ----------------------------------- */

/* The URL "file:///…" of PATH, an absolute path. */
const char *url_of_path(const char *path);

/*
 * The path of URL, "file:///p%20q", decoded, without query and fragment; NULL: URL is not a local
 * file.
 */
const char *url_path(const char *url);

#endif
