/* SPDX-License-Identifier: GPL-3.0-or-later */
/* direct_url.json (PEP 610): the URL that a distribution was installed from; and URLs. */
#ifndef AVENV_ORIGIN_H
#define AVENV_ORIGIN_H

#include "core/buf.h"

enum origin_kind {
	/** an index, by name: there is no direct_url.json, or no valid one */
	ORIGIN_INDEX,
	ORIGIN_ARCHIVE,
	ORIGIN_VCS,
	ORIGIN_DIR,
};

struct origin {
	enum origin_kind kind;
	const char *url;
	/** NULL: none */
	const char *subdirectory;
	/** ORIGIN_ARCHIVE: `hash`, and the first of `hashes`, both as "sha256=aa"; NULL: none */
	const char *hash, *first_hash;
	/** ORIGIN_VCS: "git" and a commit */
	const char *vcs, *commit;
	/** ORIGIN_DIR */
	bool editable;
};

/*
 * Read the LEN bytes of a direct_url.json. Returns NULL, or the reason why they are not valid,
 * in words that follow the path; then ORIGIN is an index.
 */
const char *origin_parse(const char *data, size_t len, struct origin *origin);

/* ---- URLs as pip reads and writes them ----------------------------------- */

/* "file:///…" for PATH, absolute. */
const char *url_of_path(const char *path);

/*
 * The path of URL, "file:///p%20q", on this machine, without query and fragment. NULL: URL is
 * no local file.
 */
const char *url_path(const char *url);

#endif
