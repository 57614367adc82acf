/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room system wraps the operating system: files and trees by descriptor, child processes, git,
 * and calls that POSIX lacks. Functions that can fail return -1 with errno, and none prints.
 *
 * Files and directories by descriptor and name: a link in the last component is not followed, and
 * opening a FIFO or device does not block.
 */
#ifndef AVENV_FILE_AT_H
#define AVENV_FILE_AT_H

#include <sys/types.h>

#include "core/base.h"
#include "core/buf.h"
#include "core/file.h"

/*
 * Open the directory NAME in DIR, or the file NAME in DIR for reading. Return a descriptor, or -1
 * with errno.
 */
int files_open_dir(int dir, const char *name) NODISCARD;
int files_open(int dir, const char *name) NODISCARD;

/*
 * Open the regular file that NAME in DIR leads to, through links, to read it. Returns -1 with
 * errno: EINVAL for anything else, which is not opened.
 */
int files_open_target(int dir, const char *name) NODISCARD;

/*
 * file_slurp() of the regular file that PATH leads to, through links, as pip and Python read files.
 * Returns 0, or -1 with errno: EFBIG for more than MAX bytes.
 */
int file_slurp_follow(const char *path, size_t max, struct text *text) NODISCARD;

/* Open the directory that holds PATH, which is relative to ROOT; no link is on the way. */
int files_open_parent(int root, const char *path) NODISCARD;

/*
 * True if NAME in DIR is still the SEEN file or directory: the same device, inode and birth time,
 * and for a regular file the same size and mtime.
 */
bool files_is_unchanged(int dir, const char *name, const struct file_info *seen);

/* True if NAME in DIR is the file or directory open as FD. */
bool files_is_open_as(int dir, const char *name, int fd);

/*
 * Append the names in the open directory DIR, in PATH below it, or in the directory PATH, to NAMES.
 * Return 0, or -1 with errno.
 */
int dir_names_at(int dir, struct strings *names) NODISCARD;
int dir_names_below(int dir, const char *path, struct strings *names) NODISCARD;
int dir_names(const char *path, struct strings *names) NODISCARD;

/* Returns 1 if the open directory DIR is empty, 0 if not, or -1 with errno. */
int files_is_empty(int dir) NODISCARD;

/* This user may write to the file PATH, or make files in the directory or, if missing, make it. */
bool file_can_write(const char *path);

/* Nothing is at PATH, or an empty directory: `create` makes an environment there. */
bool place_is_free(const char *path);

/*
 * Create the directory PATH in DIR and its missing parents, with MODE less the umask. An existing
 * PATH is no error, whatever its type. MADE, unless NULL, gets the paths of those that were made,
 * also after a failure. Returns 0, or -1 with errno.
 */
int files_make_dirs(int dir, const char *path, mode_t mode, struct strings *made) NODISCARD;

/* Remove those directories of MADE, of files_make_dirs(), that are empty. Errno stays as it is. */
void files_remove_made(const struct strings *made);

/*
 * The nearest directory that exists, the absolute PATH or one above. NULL with errno: it is unknown
 * whether one exists.
 */
const char *files_existing_dir(const char *path) NODISCARD;

/*
 * Write FD's data to the disk. A file system without fsync() is no error. Returns 0, or -1 with
 * errno.
 */
int files_sync(int fd) NODISCARD;

/*
 * Close a duplicate of FD: NFS reports a full disk only at close(). Returns 0, or -1 with errno.
 */
int files_flush(int fd) NODISCARD;

/*
 * Create the file NAME in DIR with exactly MODE, whatever the umask. Thread-safe. It is not synced,
 * as it can be made again. Returns 0, or -1 with errno; after a failure a partial file may remain.
 */
int files_make(int dir, const char *name, const void *data, size_t len, mode_t mode) NODISCARD;

/*
 * Give the open file or directory TO the owner, group and mode of FROM. If TO cannot have the
 * group, or one of the two has an access list, the group gets no permission: the new file is open
 * to nobody to whom the old one was not. Returns 0, or -1 with errno.
 */
int files_take_mode(int to, int from) NODISCARD;

/*
 * Copy the file or link FROM in FROM_DIR to the new name TO in TO_DIR; a file keeps its times,
 * and its mode as by files_take_mode(). Returns 0, or -1 with errno: EINVAL for any other type.
 * After a failure a partial copy may remain.
 */
int files_copy(int from_dir, const char *from, int to_dir, const char *to) NODISCARD;

/*
 * Create the empty file NAME in DIR with mode 0600 and open it for writing. Returns a descriptor,
 * or -1 with errno.
 */
int files_open_new(int dir, const char *name) NODISCARD;

/* The process's umask. Not thread-safe: umask(2) is changed for a moment. */
mode_t files_umask(void);

/*
 * PATH is on a file system that is mounted noexec. The text says what follows from that, and is
 * printed behind the path.
 */
bool files_are_noexec(const char *path);
extern const char files_noexec_text[];

#endif
