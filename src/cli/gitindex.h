/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What git tracks, read from its index (gitformat-index(5)); git itself is
 * never run, as a repository's configuration can name programs.
 */
#ifndef AVENV_GITINDEX_H
#define AVENV_GITINDEX_H

#include <stdint.h>

#include "core/base.h"

enum {
	/** how many files a message names */
	GITINDEX_NAMES = 3,
	/** bytes of an index: that of some millions of files */
	GITINDEX_MAX = 512 * 1024 * 1024,
};

/** Which files of a directory are tracked. */
struct tracked {
	/** its work tree's real path; NULL: it is in none */
	const char *worktree;
	/** how many there are, and the first of them, below `worktree` */
	size_t count;
	const char *names[GITINDEX_NAMES];
};

/*
 * Look for what lies in DIR, a real path, in the index of the repository whose
 * work tree DIR is in.  Returns 0, also where there is no repository; or -1
 * with *PROBLEM saying why it cannot be told.
 */
int gitindex_look(const char *dir, struct tracked *tracked, const char **problem) NODISCARD;

/*
 * The command after which none of what lies in DIR, which gave TRACKED, is tracked;
 * as paste_word(), to be typed anywhere.  NULL: DIR is the work tree itself, of which
 * all would go.
 */
const char *gitindex_untrack(const struct tracked *tracked, const char *dir);

/** An entry of an index file. */
struct gitindex_entry {
	/** path below the work tree, `len` bytes and a NUL */
	const char *name;
	size_t len;
	uint32_t mode;
	/** which one it is, from 0 */
	uint32_t number;
};

typedef void gitindex_visitor(void *arg, const struct gitindex_entry *entry);

/** An index file, parsed. */
struct gitindex {
	/** bytes of an object's name: 20 for SHA-1, 32 for SHA-256 */
	size_t hash_len;
	unsigned version;
	uint32_t entries;
	/** a split index: its `link` extension, else NULL */
	const unsigned char *link;
	size_t link_len;
};

/*
 * Read the LEN bytes of an index and, once they are known to be whole, visit
 * each entry; VISIT may be NULL.  Returns 0, or -1 where it is no index, is
 * damaged, or needs what this does not know.
 */
int gitindex_parse(const void *data, size_t len, struct gitindex *index, gitindex_visitor *visit,
		   void *arg) NODISCARD;

/*
 * The bitmap of LEN bytes at DATA, an EWAH one as in the `link` extension: set
 * bits are put into BITS, which has room for COUNT, eight a byte.  Returns how
 * many bytes it took, 0 where it is damaged.
 */
size_t gitindex_bitmap(const unsigned char *data, size_t len, unsigned char *bits,
		       uint32_t count) NODISCARD;

#endif
