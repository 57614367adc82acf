/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private directories: `.avenv-new-…`, a stage, is under construction; `.avenv-old-…` is being
 * removed. A command holds a lock (flock) on the private directory that it works in. A private
 * directory without a lock is the leftover of a killed run, and the next run in the same parent
 * directory removes it: the name proves that the leftover was created there (system/replace.h).
 * `.avenv-new-…` never had another name; in `.avenv-old-…` there may be files of the user's, and it
 * may be another entry than the command had looked at.
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
 * Check that the directory at PATH is the one that is open as FD. Returns 0, or -1 after printing
 * where that one is.
 */
int stage_dir_is_at(const char *path, int fd) NODISCARD;

/*
 * Open and lock the directory NAME in PARENT; PATH is its path, for messages. Unless SEEN is NULL,
 * the directory must be unchanged since SEEN. Returns a descriptor, or -1 after printing why.
 */
int stage_dir_lock(int parent, const char *name, const char *path,
		   const struct file_info *seen) NODISCARD;

/*
 * Move the content of the stage open as STAGE into its parent directory, open as PARENT: pyvenv.cfg
 * last, which marks an environment as complete. No existing entry is replaced. Returns 0, or -1
 * with errno; another call moves the rest.
 */
int stage_dir_move_out(int parent, int stage) NODISCARD;

/*
 * Remove all from the environment at PATH, open as DIR, but its entry STAGE, and what comes
 * meanwhile. Refused if it holds files of the user's, or a mount point. The entries are moved into
 * a private directory first, pyvenv.cfg before all; back if one cannot be moved. Returns 0, or -1
 * after printing why.
 */
int stage_dir_empty(int dir, const char *stage, const char *path) NODISCARD;

/*
 * Remove leftovers of killed runs in directory PATH that this user owns and no process has locked.
 * A stage whose content was being moved into PATH is complete: the rest is moved first. An entry
 * that another program made, and a command took away before it compared it, is given back, and its
 * name is printed. If other users can rename entries of PATH, names prove nothing, and nothing is
 * removed.
 */
void stage_sweep(const char *path);

/* A killed run has left of the directory PATH what stage_sweep() of its parent removes. */
bool stage_has_rest(const char *path);

/*
 * Remove the environment PATH if it is unchanged since SEEN, as build/taken.h has it; in place if
 * the file system cannot rename it. A mount point, and a directory with one below it, is refused
 * before anything changes. Returns 0; -1 after printing why it stays; or TAKEN_LEFT.
 */
int discard(struct real_path path, const struct file_info *seen) NODISCARD;

#endif
