/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file or link in the place of another, in one step: it gets a temporary name
 * beside it and is renamed. A kill leaves the old one or the new one, and perhaps a
 * temporary name, which the next stage_sweep() removes.
 */
#ifndef AVENV_REPLACE_H
#define AVENV_REPLACE_H

#include "core/base.h"
#include "core/file.h"

/* The name of a file or directory on its way begins so. */
#define TEMP_PREFIX ".avenv-new-"

/*
 * PREFIX and sixteen hexadecimal digits: a random number, and a sum of that and the identity of the
 * directory DIR, open. A clone, a copy or an archive has none of these names: in another directory
 * the sum is another one.
 */
const char *temp_name(int dir, const char *prefix);

/* NAME in DIR is such a name: what has it was made here. */
bool temp_name_is(int dir, const char *name, const char *prefix);

/* Somebody else has locked what is open as FD; else it is locked now. */
bool temp_is_taken(int fd);

/*
 * Why NAME in DIR cannot be replaced by a file with all its attributes, for people; NULL: it can,
 * or there is no file. To be asked before the first of several is written.
 */
const char *replace_obstacle(int dir, const char *name);

/** The bytes of a file, and the mode of a new one. */
struct content {
	const void *data;
	size_t len;
	mode_t mode;
};

/*
 * Write C to FD, a new file that is to replace NAME in DIR, and give it the attributes of a file
 * that has the name. Returns 0, or -1 with errno; *LOST as attributes_take() says.
 */
int replace_fill(int fd, int dir, const char *name, const struct content *c,
		 const char **lost) NODISCARD;

/*
 * Write a file and rename it to NAME in DIR. A file that is there leaves its attributes
 * (system/attributes.h); a new one has MODE. A link is replaced, not followed.
 * Returns 0, or -1 with errno and all as it was.
 */
int replace_file(int dir, const char *name, const void *data, size_t len, mode_t mode) NODISCARD;

/*
 * The same where NAME is still what was SEEN, or nothing where SEEN is NULL; else ESTALE or
 * EEXIST, with all as it was: unless what came between cannot go back, which is NAME-… then. It is
 * on the disk before it has its name.
 */
int replace_seen(int dir, const char *name, const void *data, size_t len, mode_t mode,
		 const struct file_info *seen) NODISCARD;

/*
 * Put a link to TO in the place of NAME in DIR: if it is still what was SEEN, else as above; where
 * SEEN is NULL, of any file or link. Returns 0, or -1 with errno and all as it was.
 */
int replace_link(int dir, const char *name, const char *to, const struct file_info *seen) NODISCARD;

/*
 * Exchange FROM in FROM_DIR and TO in TO_DIR, which was SEEN there. Returns 0, or -1 with errno
 * and all as it was: ESTALE where another one came out, ENOTSUP where the file system cannot.
 * EXCHANGED_OTHER, with ESTALE: another one came out and could not go back. FROM is in its place,
 * and its name in FROM_DIR is TO-… now, which no sweep removes.
 */
#define EXCHANGED_OTHER 1
int exchange_seen(int from_dir, const char *from, int to_dir, const char *to,
		  const struct file_info *seen) NODISCARD;

#endif
