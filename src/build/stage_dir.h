/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private directories `.avenv-new-…` and `.avenv-old-…`: built out of sight, or on their way out. A
 * command that works in one holds a lock (flock) on it. The leftover of a killed run has no lock,
 * and the next run in its parent directory removes it: the name proves that it was made there.
 */
#ifndef AVENV_STAGE_DIR_H
#define AVENV_STAGE_DIR_H

#include "core/file.h"

/* NAME in DIR, open, is one of a private directory or file that was made there. */
bool stage_is_private(int dir, const char *name);

/*
 * Make a private directory in HOLDER and lock it. Returns it, open, and its name in NAME; or -1
 * with errno.
 */
int stage_dir_make(int holder, const char **name) NODISCARD;

/*
 * Open and lock the directory NAME in PARENT, whose path is PATH, if it is still what was SEEN;
 * NULL: whatever it is. Returns it, or -1 after printing why.
 */
int stage_dir_lock(int parent, const char *name, const char *path,
		   const struct file_info *seen) NODISCARD;

/*
 * Can all of the directory PATH in PARENT be removed? A mount point, one below it, and a directory
 * that this user cannot read are met before anything changes. Returns 0, or -1 after printing
 * that.
 */
int stage_dir_check(int parent, const char *path) NODISCARD;

/*
 * Remove the directory NAME in HOLDER, whose path is PATH, if it is what is open as FD. Returns 0,
 * or -1 after printing why and how to go on.
 */
int stage_dir_remove(int holder, const char *name, int fd, const char *path) NODISCARD;

/*
 * Remove leftovers of killed runs in directory PATH: this user's, and locked by nobody. Where
 * others could rename entries, nothing is removed: a name says nothing there.
 */
void stage_sweep(const char *path);

/** The directory was renamed, but a part of it could not be removed. */
#define DISCARD_LEFT 1

/*
 * Remove the directory PATH, a real path, if it is what was SEEN: renamed to `.avenv-old-…` first,
 * or, where the file system cannot rename it, in place. A mount point, and a directory with one
 * below it, is refused before anything changes. Returns 0; -1 after printing why; or DISCARD_LEFT,
 * after printing where it is now.
 */
int discard(const char *path, const struct file_info *seen) NODISCARD;

#endif
