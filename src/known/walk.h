/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A bounded search of the directories below one, level by level, so that a bound leaves out the
 * deepest. It follows no link, stays on the file system, and does not enter environments and
 * directories that hold no project, such as node_modules.
 */
#ifndef AVENV_WALK_H
#define AVENV_WALK_H

#include "core/file.h"
#include "core/settings.h"

/** A directory that was read. */
struct walk_dir {
	const char *path;
	/** errno if it could not be read, else 0 */
	int error;
	/** an environment, or what may lead to one, is in it */
	bool promising;
	/** a link or a file with a name of an environment is in it */
	bool pointer;
};

struct walk {
	/** set by the caller; one of the two functions may be NULL */
	const struct settings *settings;
	/** the directory PATH has a pyvenv.cfg */
	void (*env)(void *arg, const char *path, const struct file_info *info);
	/** called for each directory, after its environments */
	void (*dir)(void *arg, const struct walk_dir *dir);
	void *arg;
	/** levels below the start */
	unsigned depth_max;
	/** how many directories may still be looked at, over several starts */
	size_t looks;

	/** one of the bounds was reached */
	bool cut_short;
};

/* Search DIR, a real path, and the directories below it. */
void walk_below(struct walk *walk, const char *dir);

#endif
