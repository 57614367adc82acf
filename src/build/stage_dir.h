/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private directories: `.avenv-new-…`, a stage, is under construction; `.avenv-old-…` is being
 * removed. A command holds a lock (flock) on the private directory that it works in. A private
 * directory without a lock is the leftover of a killed run, and the next run in the same parent
 * directory removes it: the name proves that the leftover was created there (system/replace.h).
 */
#ifndef AVENV_STAGE_DIR_H
#define AVENV_STAGE_DIR_H

#include "core/real_path.h"

/*
 * Create a private directory in PARENT and lock it. Sets *NAME to its name. Returns its descriptor,
 * or -1 with errno.
 */
int stage_dir_make(int parent, const char **name) NODISCARD;

/* Print that PATH is another directory than before, and is not changed. Returns -1. */
int stage_dir_replaced(const char *path);

/*
 * Open and lock the directory NAME in PARENT; PATH is its path, for messages. Unless SEEN is NULL,
 * the directory must be unchanged since SEEN. Returns a descriptor, or -1 after printing why.
 */
int stage_dir_lock(int parent, const char *name, const char *path,
		   const struct file_info *seen) NODISCARD;

/*
 * Check that the directory PATH in PARENT can be removed: it is not a mount point, has none below
 * it, and this user can read all its directories. Returns 0, or -1 after printing why not.
 */
int stage_dir_check(int parent, const char *path) NODISCARD;

/* Returns -1, after printing what empties it, if the directory PATH in PARENT is a mount point. */
int stage_dir_refuse_mount(int parent, const char *path) NODISCARD;

/*
 * Remove the directory NAME in PARENT, if it is the one open as FD; PATH is its path, for messages.
 * Returns 0, or -1 after printing why, and what the user can do.
 */
int stage_dir_remove(int parent, const char *name, int fd, const char *path) NODISCARD;

/*
 * Move the content of the stage open as STAGE into its parent directory, open as PARENT: pyvenv.cfg
 * last, which marks an environment as complete. No existing entry is replaced. Returns 0, or -1
 * with errno; another call moves the rest.
 */
int stage_dir_move_out(int parent, int stage) NODISCARD;

/*
 * Remove all from the directory DIR but its entry STAGE. The entries are moved into a private
 * directory first, pyvenv.cfg last: after a kill DIR still is an environment, or stage_sweep()
 * removes the rest. Returns 0, or -1 with errno.
 */
int stage_dir_empty(int dir, const char *stage) NODISCARD;

/*
 * Remove leftovers of killed runs in directory PATH that this user owns and no process has locked.
 * A stage whose content was being moved into PATH is complete: the rest is moved first. If other
 * users can rename entries of PATH, names prove nothing, and nothing is removed.
 */
void stage_sweep(const char *path);

/** The result of discard() if the directory was renamed, but not removed completely */
#define DISCARD_LEFT 1

/*
 * Remove the directory PATH if it is unchanged since SEEN. It is renamed to `.avenv-old-…` first,
 * or removed in place if the file system cannot rename it. A mount point, and a directory with one
 * below it, is refused before anything changes. Returns 0; -1 after printing why; or DISCARD_LEFT,
 * after printing the new path.
 */
int discard(struct real_path path, const struct file_info *seen) NODISCARD;

#endif
