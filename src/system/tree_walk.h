/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Going through a directory tree by descriptors: however deep it is, neither
 * the stack nor the number of open files grows.
 */
#ifndef AVENV_TREE_WALK_H
#define AVENV_TREE_WALK_H

#include <sys/types.h>

#include "core/base.h"

/** A directory in a tree; all below return 0, or -1 with errno. */
struct cursor {
	/** open, or -1 */
	int fd;
	/** it and those above it, which ".." has to lead to */
	struct cursor_step {
		dev_t dev;
		ino_t ino;
	} * steps;
	size_t count, room;
};

#define CURSOR_INIT                                                                                \
	{                                                                                          \
		.fd = -1                                                                           \
	}

/* Go to the directory NAME in DIR, which is no link. */
int cursor_start(struct cursor *c, int dir, const char *name) NODISCARD;

/* Go down to NAME, which is no link; up to where it came from, else ESTALE. */
int cursor_down(struct cursor *c, const char *name) NODISCARD;
int cursor_up(struct cursor *c) NODISCARD;

void cursor_stop(struct cursor *c);

/** What enter() may return beside 0 and -1: go past that directory. */
#define TREE_WALK_PAST 1

/** A walk: functions return 0 to go on, or -1 with errno to stop. */
struct tree_walk {
	/** NAME in DIR, which is no directory */
	int (*file)(struct tree_walk *w, int dir, const char *name);
	/** the directory NAME in DIR, before what is in it and after; or NULL */
	int (*enter)(struct tree_walk *w, int dir, const char *name);
	int (*leave)(struct tree_walk *w, int dir, const char *name);
	void *arg;
	/** the owner gets what he lacks to read and empty a directory */
	bool unlock;
	/** the tree's path, where what cannot be read in it is unseen() and
	 * passed over; NULL: it fails */
	const char *lenient;
	/** the tree's own directory, open: another one there is ESTALE; NULL: any */
	const int *top;

	/** how many directories are entered: 0 at the tree's own directory */
	size_t depth;
	struct level *levels;
	size_t room;
	struct cursor at;
};

/*
 * Walk the directory NAME in DIR.  What is mounted in it is not entered: EBUSY.
 * pyvenv.cfg comes last of what is right in it.  Where that fails, tree_fault()
 * says what at.
 */
int tree_walk(struct tree_walk *w, int dir, const char *name) NODISCARD;

/*
 * The kernel says that NAME in DIR is a mount point, or with "" DIR itself; errno
 * changes only where it may be one, but nobody can tell.  Before Linux 5.8 it says
 * nothing.
 */
bool tree_walk_mounted(int dir, const char *name);

#endif
