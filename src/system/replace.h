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

/* The prefixes of temporary names: of new files and directories, and of those that are removed. */
#define TEMP_PREFIX ".avenv-new-"
#define OLD_PREFIX  ".avenv-old-"

/*
 * A new temporary name: PREFIX and sixteen hexadecimal digits, which are a random number, and a
 * checksum of that number and the identity of DIR, an open directory. The checksum is wrong in any
 * other directory, so no file in a clone, a copy or an archive has a valid name.
 */
const char *temp_name(int dir, const char *prefix);

/* True if temp_name() made NAME with PREFIX in the open directory DIR. */
bool temp_name_is(int dir, const char *name, const char *prefix);

/* The same with either prefix. */
bool temp_name_is_private(int dir, const char *name);

/*
 * Lock FD (flock(2)) without waiting. Returns true if another process holds the lock; false if FD
 * is locked now, or the file system has no locks.
 */
bool temp_is_taken(int fd);

/*
 * The reason, for people, why a file with all attributes of NAME in DIR cannot replace it; NULL if
 * one can, or if NAME is missing or a link. To be called before the first of several files is
 * written.
 */
const char *replace_obstacle(int dir, const char *name);

/** The content of a file, and its mode if it is new. */
struct content {
	const void *data;
	size_t len;
	mode_t mode;
};

/*
 * Write C to FD, a new file that is to replace NAME in DIR, and give it the attributes of an
 * existing file NAME, else the mode of C. Returns 0, or -1 with errno; *LOST as of
 * attributes_take().
 */
int replace_fill(int fd, int dir, const char *name, const struct content *c,
		 const char **lost) NODISCARD;

/*
 * Write a file and rename it to NAME in DIR. It gets the attributes of an existing file NAME
 * (system/attributes.h), else MODE. A link is replaced, not followed. The file is not synced.
 * Returns 0, or -1 with errno and nothing changed.
 */
int replace_file(int dir, const char *name, const void *data, size_t len, mode_t mode) NODISCARD;

/*
 * Like replace_file(), but synced before the rename, and only if NAME is still SEEN, or for a NULL
 * SEEN does not exist; else -1 with ESTALE or EEXIST, and nothing changed. One exception: if
 * another program replaced NAME during the exchange and its file cannot be renamed back, the error
 * is ESTALE, and that file has the name NAME-….
 */
int replace_seen(int dir, const char *name, const void *data, size_t len, mode_t mode,
		 const struct file_info *seen) NODISCARD;

/*
 * Replace NAME in DIR by a link to TO. With SEEN only if NAME is still SEEN, with the errors of
 * replace_seen(); a NULL SEEN replaces any file or link, or none. Returns 0, or -1 with errno and
 * nothing changed.
 */
int replace_link(int dir, const char *name, const char *to, const struct file_info *seen) NODISCARD;

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
