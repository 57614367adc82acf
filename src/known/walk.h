/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A bounded walk over everything below a directory that could hold a project:
 * breadth first, so that a bound leaves out what is furthest down.  No link is
 * followed, no other file system and no environment entered, nor what is full
 * of directories that are nobody's project.
 */
#ifndef AVENV_WALK_H
#define AVENV_WALK_H

#include "core/file.h"
#include "core/settings.h"

/** One directory that was looked at. */
struct walk_dir {
	const char *path;
	/** errno where it could not be read, else 0 */
	int error;
	/** something in it may be an environment or lead to one */
	bool promising;
	/** a link, redirect or list in it may lead to one elsewhere */
	bool pointer;
};

struct walk {
	/** set by the caller; of the two calls one may be NULL */
	const struct settings *settings;
	/** directory DIR/NAME, which has a pyvenv.cfg; NAME is borrowed */
	void (*env)(void *arg, const char *dir, const char *name, const struct file_info *info);
	/** each directory, after its environments */
	void (*dir)(void *arg, const struct walk_dir *dir);
	void *arg;
	/** levels below the start; directories in all */
	unsigned depth_max;
	size_t dirs_max;
	/**
	 * How many system calls it may still take; NULL: any number.  Where they
	 * are counted, only `env` is called for something, and what most projects
	 * have is looked for ahead: the order is no longer that of the levels.
	 */
	size_t *looks;

	/** what became of it, over several starts */
	size_t dirs;
	bool too_deep, too_many;
};

/* Walk over DIR, a real path, and what is below it. */
void walk_below(struct walk *walk, const char *dir);

#endif
