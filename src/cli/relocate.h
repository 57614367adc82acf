/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every path that is baked into an environment: find it, rewrite it, or say
 * where it stands.
 */
#ifndef AVENV_RELOCATE_H
#define AVENV_RELOCATE_H

#include "core/base.h"
#include "core/buf.h"

enum {
	/** places that are listed; more are only counted */
	LEFTOVERS_MAX = 1000,
};

/** A place that still names the old path. */
struct leftover {
	/** below the environment */
	const char *file;
	/** from 1; 0: a binary file */
	unsigned line;
	/** the line, or the part of it where the path stands */
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

	/** how many files and links were rewritten */
	size_t rewritten;
	/** in the order of their paths */
	struct leftover *left;
	size_t left_count, left_room;
	/** more than LEFTOVERS_MAX: how many are not in the list */
	size_t left_more;
};

/*
 * Rewrite what names r->from, by whole components: pyvenv.cfg, the first lines
 * of launchers, the activation scripts, .pth and .egg-link lines, editable
 * finders, direct_url.json, Jupyter's kernel.json and links that point into
 * it; each file by rename, with its mode; and the rows of RECORD of the files
 * that were changed, where they were right before.  pyvenv.cfg is the last, so
 * that a second run finishes what was cut short.  Returns 0, or -1 having said
 * why not, each file being old or new.
 */
int relocate(struct relocation *r) NODISCARD;

/*
 * The path that is baked into the environment open as DIR: what VIRTUAL_ENV is
 * in its activate, else the end of `command` in pyvenv.cfg, else where most of
 * its launchers start Python from.  NULL: nothing says.
 */
const char *relocate_baked(int dir);

#endif
