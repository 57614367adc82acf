/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every path that is baked into an environment: find it, rewrite it, or say
 * where it stands.
 */
#ifndef AVENV_RELOCATE_H
#define AVENV_RELOCATE_H

#include "core/base.h"
#include "core/buf.h"

/** A place that still names the old path. */
struct leftover {
	/** below the environment */
	const char *file;
	/** from 1; 0: a binary file */
	unsigned line;
	const char *text;
};

struct relocation {
	/** the environment as it lies now, open; and its path */
	int dir;
	const char *path;
	/** the path that is baked in, and the one that shall be */
	const char *from, *to;
	/** leave text that cannot be mended unsearched: no report is wanted */
	bool quick;

	/** how many files were rewritten */
	size_t rewritten;
	struct leftover *left;
	size_t left_count, left_room;
};

/*
 * Rewrite what names r->from: pyvenv.cfg, the first lines of launchers, the
 * activation scripts, .pth and .egg-link lines, direct_url.json and links that
 * point into it; each file by rename, with its mode; and the rows of RECORD of
 * the files that were changed, where they were right before.  Returns 0, or -1
 * having said why not, each file being old or new.
 */
int relocate(struct relocation *r) NODISCARD;

#endif
