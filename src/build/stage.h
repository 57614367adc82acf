/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A stage: a directory that is built under a private name in the directory of its final path, its
 * place, and renamed to that path in one step. After a kill at any moment the path has the old
 * directory or the new one, and the next run removes the stage. Nothing is synced to the disk: an
 * environment can be made again, and pip does not sync either.
 */
#ifndef AVENV_STAGE_H
#define AVENV_STAGE_H

#include "core/file.h"

struct stage {
	/** path of the parent directory, and its descriptor */
	const char *parent_path;
	int parent;
	/** the stage's name in the parent directory, its path, and its descriptor, locked */
	const char *name, *path;
	int dir;
	/** after stage_place() and stage_exchange(): the directory that was made, for the caller */
	int made;
	/** the path that it had for a moment, at which another program may have written into it */
	const char *place;
};

/*
 * Create a stage in the directory PARENT, after removing leftovers of killed runs there. Returns 0,
 * or -1 after printing why.
 */
int stage_open(const char *parent, struct stage *stage) NODISCARD;

/* Each of the next four functions ends the stage. They return 0, or -1 after printing why. */

/* Rename STAGE to NAME in its parent directory. An existing NAME is an error. */
int stage_place(struct stage *stage, const char *name) NODISCARD;

/*
 * Exchange STAGE with the directory NAME in its parent directory, open as OLD. The old directory is
 * removed if KEEP is NULL, else it gets the name KEEP, which must be free. One that is to be
 * removed, and holds files of the user's, is exchanged back.
 */
int stage_exchange(struct stage *stage, const char *name, int old, const char *keep) NODISCARD;

/*
 * Move the content of STAGE into its parent directory, which must have no other entry. The parent
 * may be a mount point, or this shell's directory. pyvenv.cfg is moved last, so a part is no
 * environment. After a kill or a failure the next stage_sweep() of the parent moves the rest.
 */
int stage_fill(struct stage *stage) NODISCARD;

/*
 * The same after removing what else is in the parent, an environment at a mount point, or the rest
 * of one. What other programs put there meanwhile stays.
 */
int stage_refill(struct stage *stage) NODISCARD;

/* Remove STAGE and close its descriptors; do nothing if it has ended. */
void stage_drop(struct stage *stage);

#endif
