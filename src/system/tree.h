/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Directory trees by descriptor: links are not followed, mounts below the top are not entered, and
 * more than TREE_DEPTH_MAX levels are refused with ENAMETOOLONG. Functions return 0, or -1 with
 * errno and the path at fault in tree_fault(). Not thread-safe.
 */
#ifndef AVENV_TREE_H
#define AVENV_TREE_H

#include <stdint.h>

#include "core/base.h"
#include "core/buf.h"
#include "core/file.h"

/** levels of directories; environments have about 12 */
#define TREE_DEPTH_MAX 64

/* The path at which the last call failed, for a tree at the path ROOT. */
const char *tree_fault(const char *root);

/** Result of tree_walk.enter(), beside 0 and -1 with errno: do not enter the directory. */
#define TREE_SKIP 1

/**
 * A walk. Visitors get an open directory and a name in it; they return 0 to continue, or -1 with
 * errno to stop.
 */
struct tree_walk {
	/** for each entry that is no directory */
	int (*file)(struct tree_walk *w, int dir, const char *name);
	/** for each directory, before and after its entries; or NULL */
	int (*enter)(struct tree_walk *w, int dir, const char *name);
	int (*leave)(struct tree_walk *w, int dir, const char *name);
	void *arg;
	/** keep the visitors' allocations; else memory is released after each directory */
	bool keeps;
	/** make read-only directories writable */
	bool unlock;

	/** number of directories entered: 0 at the top itself */
	size_t depth;
	/** path of the visited entry, relative to the top */
	struct buf path;
	/** device of the top: mounts have others */
	uint64_t dev;
};

/* Walk the directory NAME in DIR. A directory that is a mount point below it is EBUSY. */
int tree_walk(struct tree_walk *w, int dir, const char *name) NODISCARD;

/*
 * Remove NAME in DIR and everything below it. A missing NAME is no error. A mount point, at NAME or
 * below, is EBUSY, and nothing in it is removed. An entry that comes to a directory after that was
 * read stays: ENOTEMPTY.
 */
int tree_remove(int dir, const char *name) NODISCARD;

/*
 * Check that the directory NAME in DIR could be removed: all its directories can be read, and none
 * of its directories and files is a mount point (EBUSY).
 */
int tree_check(int dir, const char *name) NODISCARD;

/*
 * Returns 1 if the directory NAME in DIR is a mount point, by the kernel's flag or by its device, 0
 * if not, or -1 with errno.
 */
int tree_is_mount(int dir, const char *name) NODISCARD;

#define SIZE_UNKNOWN UINT64_MAX

/** The size of a tree, in bytes. A file with several links in the tree counts once. */
struct tree_size {
	/** allocated on the disk */
	uint64_t allocated;
	/** the part that a removal frees: files that also have a link elsewhere do not count */
	uint64_t freed;
};

/* Set SIZE to that of the directory NAME in DIR; both numbers are SIZE_UNKNOWN after a failure. */
int tree_measure(int dir, const char *name, struct tree_size *size) NODISCARD;

#endif
