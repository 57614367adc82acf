/* SPDX-License-Identifier: GPL-3.0-or-later */
/* direct_url.json (PEP 610): where a distribution came from that was not
 * installed by its name. */
#ifndef AVENV_ORIGIN_H
#define AVENV_ORIGIN_H

#include "core/base.h"

enum origin_kind {
	/** by name, from an index: there is no such file, or no valid one */
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
	/** ORIGIN_ARCHIVE: `hash`, and the first of `hashes` as "sha256=aa" */
	const char *hash, *first_hash;
	/** ORIGIN_VCS: "git" and a commit */
	const char *vcs, *commit;
	/** ORIGIN_DIR */
	bool editable;
};

/*
 * Read the LEN bytes of a direct_url.json.  Returns NULL, or why they are none,
 * in words, ORIGIN being that of an index then.
 */
const char *origin_parse(const char *data, size_t len, struct origin *origin);

#endif
