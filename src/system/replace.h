/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Replacing a file or link in one step: the new one gets a temporary name in the same directory and
 * is renamed. After a kill the old or the new one is in place, and a temporary name may remain,
 * which the next stage_sweep() removes.
 */
#ifndef AVENV_REPLACE_H
#define AVENV_REPLACE_H

#include "core/base.h"
#include "core/file.h"
#include "core/path.h"

/* The prefixes of temporary names: of new files and directories, and of those that are removed. */
#define TEMP_PREFIX TEMP_START "new-"
#define OLD_PREFIX  TEMP_START "old-"

/*
 * A new temporary name: PREFIX and sixteen hexadecimal digits, which are a random number, and a
 * checksum of that number and the identity of DIR, an open directory. The checksum is wrong in any
 * other directory, so no file in a clone, a copy or an archive has a valid name.
 */
const char *temp_name(int dir, const char *prefix);

/* True if temp_name() made NAME in the open directory DIR, with either prefix. */
bool temp_name_is_private(int dir, const char *name);

/*
 * Lock FD (flock(2)) without waiting. Returns true if another process holds the lock; false if this
 * one holds it now, or the file system has no locks.
 */
bool temp_lock_refused(int fd);

/*
 * The reason, for people, why NAME in DIR cannot be replaced by a file of the same owner; NULL if
 * there is none. To be called before the first of several files is written.
 */
const char *replace_obstacle(int dir, const char *name);

/*
 * Write a file and rename it to NAME in DIR. The owner, group and mode are those of an existing
 * file NAME as far as files_take_mode() gives them, else the mode is MODE. A link is replaced, not
 * followed. The file is not synced. Returns 0, or -1 with errno and nothing changed.
 */
int replace_file(int dir, const char *name, const void *data, size_t len, mode_t mode) NODISCARD;

/*
 * Write a file with MODE, sync it and rename it to NAME in DIR, which must not exist. Returns 0, or
 * -1 with errno and nothing changed: EEXIST if NAME exists.
 */
int place_new_file(int dir, const char *name, const void *data, size_t len, mode_t mode) NODISCARD;

/*
 * Replace NAME in DIR, a file, a link or nothing, by a link to TO. Returns 0, or -1 with errno and
 * nothing changed.
 */
int replace_link(int dir, const char *name, const char *to) NODISCARD;

/*
 * Exchange FROM in FROM_DIR and TO in TO_DIR if TO is SEEN. Returns 0, or -1 with errno and nothing
 * changed: ESTALE if TO was another entry, ENOTSUP if the file system cannot exchange. Returns
 * EXCHANGED_OTHER with ESTALE if TO was another entry and could not be exchanged back: FROM is at
 * TO then, and that entry is in FROM_DIR under the name TO-…, which no sweep removes.
 */
#define EXCHANGED_OTHER 1
int exchange_seen(int from_dir, const char *from, int to_dir, const char *to,
		  const struct file_info *seen) NODISCARD;

#endif
