/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A directory that is built under a private name and renamed to its place in one step. Killed at
 * any moment, the place has the old one or the new one, and the next run there sweeps the stage.
 * Nothing is synced to the disk: an environment can be made again, and pip does not sync either.
 */
#ifndef AVENV_STAGE_H
#define AVENV_STAGE_H

#include "core/file.h"

/** The name in a backup of the directory that was replaced. */
#define STAGE_KEPT "env"

struct stage {
	/** the directory that holds it: its real path, and it, open */
	const char *holder_path;
	int holder;
	/** its name in the holder, its path, and it, open and locked */
	const char *name, *path;
	int dir;
};

/*
 * Make a stage in directory HOLDER, a real path, after sweeping leftovers there. Returns 0, or -1
 * after printing why.
 */
int stage_open(const char *holder, struct stage *stage) NODISCARD;

/* The ways to its place. Each ends the stage. Returns 0, or -1 after printing why. */

/* Rename it to NAME in its holder, where nothing has that name. */
int stage_place(struct stage *stage, const char *name) NODISCARD;

/*
 * Exchange it with the directory NAME in its holder, open as OLD. The old one is removed or, with
 * KEEP, an open directory in the same file system, kept there as STAGE_KEPT; -1: removed.
 */
int stage_exchange(struct stage *stage, const char *name, int old, int keep) NODISCARD;

/*
 * Merge it into its holder, pyvenv.cfg last: a missing directory is renamed whole, a file is
 * renamed over the old one, lib64 stays. In the directory WHOLE, a path below both, entries are
 * exchanged whole, metadata (*.dist-info) last. After a failure each file is old or new.
 */
int stage_merge(struct stage *stage, const char *whole) NODISCARD;

/* Remove it. */
void stage_drop(struct stage *stage);

#endif
