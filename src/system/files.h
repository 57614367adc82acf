/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files and directories by descriptor and name: no link in the last place is
 * followed, and no FIFO or device is waited for.
 */
#ifndef AVENV_FILES_H
#define AVENV_FILES_H

#include <sys/stat.h>
#include <sys/types.h>

#include "core/base.h"
#include "core/buf.h"
#include "core/file.h"

/* Open directory NAME in DIR, or file NAME in DIR to read it. */
int files_open_dir(int dir, const char *name) NODISCARD;
int files_open(int dir, const char *name) NODISCARD;

/*
 * Open the regular file that NAME in DIR leads to, through links, to read it. Returns -1 with
 * errno: EINVAL for anything else, which is not opened.
 */
int files_open_target(int dir, const char *name) NODISCARD;

/* All of that file. Returns 0, or -1 with errno: EFBIG for more than MAX bytes. */
int files_slurp_target(int dir, const char *name, size_t max, struct text *text) NODISCARD;

/* Open the directory that holds PATH, which is relative to ROOT; no link is on the way. */
int files_open_parent(int root, const char *path) NODISCARD;

/*
 * NAME in DIR is still what was SEEN there: the same file or directory, and a file has
 * its size and the time of its last write.
 */
bool files_is_unchanged(int dir, const char *name, const struct file_info *seen);

/* NAME in DIR is what is open as FD. */
bool files_is_open_as(int dir, const char *name, int fd);

/* Add the names in directory DIR, open, or in the one at PATH. Returns 0, or -1 with errno. */
int dir_names(int dir, struct strings *names) NODISCARD;
int files_names(const char *path, struct strings *names) NODISCARD;

/* Nothing is in directory DIR: 1, 0, or -1 with errno. */
int files_is_empty(int dir) NODISCARD;

/* Make directory PATH in DIR, and those that are missing above it. Returns 0, or -1 with errno. */
int files_make_dirs(int dir, const char *path, mode_t mode) NODISCARD;

/* Wait until what was written to FD is on the disk, where the file system can say so. */
int files_sync(int fd) NODISCARD;

/*
 * Make the new file NAME in DIR, with MODE whatever the umask is. Several threads may.
 * Nothing waits for the disk: it can be made again. After a failure a part of it may be there.
 */
int files_make(int dir, const char *name, const void *data, size_t len, mode_t mode) NODISCARD;

/*
 * Copy the file or link FROM in FROM_DIR to the new TO in TO_DIR: a file with its times and
 * attributes. Anything else is EINVAL. After a failure a part of it may be there.
 */
int files_copy(int from_dir, const char *from, int to_dir, const char *to) NODISCARD;

/* Make the new, empty file NAME in DIR, for this user alone, and open it to write it. */
int files_open_new(int dir, const char *name) NODISCARD;

/* The process's umask; not to be asked while other threads make files. */
mode_t files_umask(void);

#endif
