/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private directories, as stage.h describes them: names, locks, the way out, sweeping. */
#ifndef AVENV_STAGE_DIR_H
#define AVENV_STAGE_DIR_H

#include "core/file.h"
#include "system/tree.h"

#define STAGE_OLD_PREFIX ".avenv-old-"

/* NAME is one of ours for a while: what is being built or taken away, or what a
 * kill left of that. */
bool stage_is_private(const char *name);

/*
 * Make a private directory in HOLDER and lock it.  Returns it, open, and its
 * name in NAME; or -1 with errno.
 */
int stage_dir_make(int holder, const char **name) NODISCARD;

/*
 * Open and lock the directory called NAME in HOLDER, whose path is PATH.
 * Returns it, or -1 having said why not.
 */
int stage_dir_lock(int holder, const char *name, const char *path) NODISCARD;

/*
 * The same, where it is still what was SEEN: else that is said, too.
 */
int stage_lock_seen(int parent, const char *name, const char *path,
		    const struct file_info *seen) NODISCARD;

/* Rename NAME in HOLDER to `.avenv-old-…`, which is returned; NULL with errno. */
const char *stage_put_away(int holder, const char *name);

/*
 * What was put away as AWAY, or exchanged, was not to be: call it again as PATH
 * says or, where something else has that name by now, alike; and say so, and
 * WHY: "is not what was looked at any more".  Returns -1.
 */
int stage_put_back(int holder, const char *away, const char *path, const char *why);

/*
 * Read all of the directory PATH, a real path in the open directory PARENT: a mount in it, and what
 * this user cannot read, is met before anything is changed. Returns 0, or -1 having said so.
 */
int stage_look_through(int parent, const char *path) NODISCARD;

/*
 * Remove NAME in HOLDER, whose path is PATH: the directory that is open as FD
 * and no other; -1: whatever is there.  Returns 0, or -1 having said why not
 * and how to go on.
 */
int stage_remove(int holder, const char *name, int fd, const char *path) NODISCARD;

/*
 * Remove leftovers of killed runs in directory PATH: ours, and locked by nobody.
 * Of a directory that is very large only a part is searched.
 */
void stage_sweep(const char *path);

/* The name of one that stage_sweep() would remove there; NULL: none. */
const char *stage_leftover(const char *path);

#endif
