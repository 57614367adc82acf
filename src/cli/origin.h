/* SPDX-License-Identifier: GPL-3.0-or-later */
/* direct_url.json (PEP 610): where a distribution came from that was not
 * installed by its name. */
#ifndef AVENV_ORIGIN_H
#define AVENV_ORIGIN_H

#include "cli/pip_rules.h"
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
	/** ORIGIN_ARCHIVE: `hash`, and the first of `hashes` as "sha256=aa";
	 * NULL: none.  The newest pips take each for the other. */
	const char *hash, *first_hash;
	/** ORIGIN_VCS: "git" and a commit */
	const char *vcs, *commit;
	/** ORIGIN_DIR */
	bool editable;
};

/*
 * Read the LEN bytes of a direct_url.json as a pip with these RULES would.
 * Returns NULL, or why they are none, in words that follow its path, ORIGIN
 * being that of an index then; *FATAL: pip crashes over it.
 */
const char *origin_parse(const char *data, size_t len, const struct pip_rules *rules,
			 struct origin *origin, bool *fatal);

#endif
