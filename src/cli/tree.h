/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing, copying and removing directory trees, by descriptor and name: no
 * link is ever followed out of one, and no other file system entered.
 * All return 0, or -1 with errno and the path at fault in tree_fault().
 */
#ifndef AVENV_TREE_H
#define AVENV_TREE_H

#include <stdint.h>
#include <sys/types.h>

#include "core/base.h"
#include "core/buf.h"

/* The path below the tree at which the last call failed; never NULL. */
const char *tree_fault(void);

/* Make the new file NAME in DIR.  MODE is taken as it is, whatever the umask. */
int tree_write(int dir, const char *name, const void *data, size_t len,
	       mode_t mode) NODISCARD;

/*
 * Put a file in NAME's place: written beside it, then renamed.  Its mode and,
 * where that may be set, its owner stay; a new one gets MODE.
 */
int tree_replace(int dir, const char *name, const void *data, size_t len,
		 mode_t mode) NODISCARD;

/*
 * Remove NAME in DIR with all below it; nothing there is fine.  A directory on
 * another device is refused with EBUSY before anything is removed from it.
 * pyvenv.cfg in the topmost directory goes last.
 */
int tree_remove(int dir, const char *name) NODISCARD;

/*
 * Copy FROM_DIR/FROM to the new TO_DIR/TO: types, modes, times, link targets,
 * and owners where they may be set.  With LINK files become further names of
 * the same, where the file system can.  FIFOs, sockets and devices are left
 * out and counted.
 */
int tree_copy(int from_dir, const char *from, int to_dir, const char *to,
	      bool link, size_t *left_out) NODISCARD;

/** How large a tree is. */
struct tree_size {
	/** of all files, hard links counted once; and as stored on the disk */
	uint64_t bytes, allocated;
	size_t files, dirs;
};

/* Measure NAME in DIR; what cannot be read is passed over. */
void tree_measure(int dir, const char *name, struct tree_size *size);

#endif
