/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Directory trees, by descriptors: no link is followed, nothing mounted below is entered,
 * and what is deeper than TREE_DEPTH_MAX is refused with ENAMETOOLONG. Functions return 0, or -1
 * with errno and the path at fault in tree_fault(). For one thread only.
 */
#ifndef AVENV_TREE_H
#define AVENV_TREE_H

#include <stdint.h>
#include <sys/types.h>

#include "core/base.h"
#include "core/buf.h"
#include "core/file.h"

/** Levels of directories. Environments have about 12. */
#define TREE_DEPTH_MAX 64

/* The path at which the last call failed, where ROOT is the path of the tree. */
const char *tree_fault(const char *root);

/** A directory's visitor may return it, beside 0 and -1 with errno: do not enter. */
#define TREE_SKIP 1

/** A walk. Visitors get an open directory and a name in it; 0 goes on, -1 stops. */
struct tree_walk {
	/** for all but directories */
	int (*file)(struct tree_walk *w, int dir, const char *name);
	/** for a directory, before and after what is in it; or NULL */
	int (*enter)(struct tree_walk *w, int dir, const char *name);
	int (*leave)(struct tree_walk *w, int dir, const char *name);
	void *arg;
	/** visitors keep what they allocate; else each directory's memory is given back */
	bool keeps;
	/** directories that are read-only are opened for writing */
	bool unlock;
	/** the top of the tree has to be this directory, else ESTALE; NULL: any */
	const struct file_info *top;

	/** how many directories were entered: 0 at the top itself */
	size_t depth;
	/** the path below the tree of what is visited */
	struct buf path;
	/** the top's device: mounts have others */
	uint64_t dev;
};

/*
 * Walk the directory NAME in DIR. At the top pyvenv.cfg comes last: a tree is an environment as
 * long as it has one. A mount below it is EBUSY.
 */
int tree_walk(struct tree_walk *w, int dir, const char *name) NODISCARD;

/*
 * Remove NAME in DIR with all below it; nothing there is fine. A mount point is EBUSY before
 * anything of it is removed.
 */
int tree_remove(int dir, const char *name) NODISCARD;

/* Remove the directory NAME in DIR if it is what is open as FD; else ESTALE. */
int tree_remove_open(int dir, const char *name, int fd) NODISCARD;

/* The directory NAME in DIR is a mount point. */
bool tree_is_mount(int dir, const char *name);

/** How large a tree is. */
struct tree_size {
	/** in bytes: of all files, and as stored on the disk */
	uint64_t bytes, allocated;
};

/* Measure the directory NAME in DIR. */
int tree_measure(int dir, const char *name, struct tree_size *size) NODISCARD;

#endif
