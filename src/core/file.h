/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading files and directories. A hostile tree cannot delay a reader: no function waits for a FIFO
 * or device, or reads a file beyond a given size.
 */
#ifndef AVENV_FILE_H
#define AVENV_FILE_H

#include <stdint.h>
#include <sys/types.h>

#include "core/base.h"

/** The identity of a file within its file system; a reused inode has another birth time */
struct identity {
	uint64_t ino;
	/** birth time in nanoseconds since the epoch; 0: unknown */
	int64_t btime;
};

/** The attributes of statx(2) that avenv uses */
struct file_info {
	struct identity id;
	/** times of modification and of access, in nanoseconds since the epoch */
	int64_t mtime, atime;
	uint64_t dev;
	uint64_t size;
	uint32_t nlink;
	uid_t uid;
	gid_t gid;
	mode_t mode;
};

/*
 * Read the attributes of PATH. A link in the last component is not followed, and nothing is
 * automounted. Returns 0, or -1 with errno.
 */
int file_lstat(const char *path, struct file_info *info) NODISCARD;

/* file_lstat() of PATH relative to the directory FD. */
int file_lstatat(int fd, const char *path, struct file_info *info) NODISCARD;

/*
 * Read the attributes of the file that PATH refers to, through links. Returns 0, or -1 with errno.
 * A link may lead to a network file system that does not answer: a look at a prompt calls
 * file_lstat() for names in a project.
 */
int file_stat(const char *path, struct file_info *info) NODISCARD;

/* PATH exists, through links; PATH, or the target of a link, is missing. Else false with errno. */
bool file_reachable(const char *path);
bool file_is_gone(const char *path);

/* Read the attributes of the open file FD. Returns 0, or -1 with errno. */
int file_fstat(int fd, struct file_info *info) NODISCARD;

/* ERR means absent (ENOENT, ENOTDIR, ENAMETOOLONG). After any other error the state is unknown. */
bool file_is_missing(int err);

/* ERR, of a look-up through links, means absent; a circle of links (ELOOP) counts as absent. */
bool file_leads_nowhere(int err);

enum {
	/** exit statuses of env(1) and the shells for a program that does not start */
	EXIT_CANNOT_RUN = 126,
	EXIT_NOT_FOUND = 127,
};

/* The file at PATH, through links, or that of INFO is a regular file that somebody may execute. */
bool file_is_program(const char *path);
bool file_info_is_program(const struct file_info *info);

/*
 * Look for an entry at PATH, or at PATH relative to the directory DIR; a dangling link is one.
 * Return 1 or 0, or -1 with errno if it is unknown whether PATH exists.
 */
int file_exists(const char *path) NODISCARD;
int file_exists_at(int dir, const char *path) NODISCARD;

/* The nearest directory, DIR or above, with an entry NAME, or that cannot be looked at; or NULL. */
const char *file_above(const char *dir, const char *name);

/* A and B are the same: inode and birth time. */
bool identity_same(const struct identity *a, const struct identity *b);

/*
 * The directory at the real path DIR, with the identity NOW, is still the one with the identity
 * WAS at that path: inode and birth time are the same; or the inode, on overlayfs and where one
 * side has no birth time: two machines that share a home may differ in that. Costs a system call
 * if only the birth time differs.
 */
bool identity_holds(const struct identity *was, const char *dir, const struct identity *now);

/*
 * The directory DIR, or the open one FD, is on overlayfs, where the first write below a directory
 * of a lower layer copies it, and its birth time is then that of the copy. Birth times prove
 * nothing there.
 */
bool file_is_on_overlay(const char *dir);
bool file_fd_is_on_overlay(int fd);

/*
 * A and B have the same device and inode. file_same_at() compares the files that the paths A and B
 * refer to; false if one of them cannot be read.
 */
bool file_same(const struct file_info *a, const struct file_info *b);
bool file_same_at(const char *a, const char *b);

/* The text of the link NAME in the directory DIR; NULL with errno: EINVAL if NAME is no link. */
const char *file_link_text(int dir, const char *name);

/* Close FD, unless it is -1, without changing errno. */
void file_close(int fd);

/* Write all LEN bytes to FD, in as many calls as needed. Returns 0, or -1 with errno. */
int file_write(int fd, const void *data, size_t len) NODISCARD;

/* ---- the content of files and directories: file_read.c ----------------------------- */

/*
 * Open PATH, relative to the directory DIR, for reading with FLAGS of open(2), without waiting for
 * a FIFO or device. Returns the descriptor, or -1 with errno.
 */
int file_open(int dir, const char *path, int flags) NODISCARD;

/** The content of a file */
struct text {
	/** NUL-terminated at `len`; may contain NULs */
	char *data;
	size_t len;
	/** attributes of the file that was read */
	struct file_info info;
};

enum {
	/** largest file of a project that is read, in bytes */
	FILE_MAX = 64 * 1024,
	/**
	 * longest line of a file that is read in parts, in bytes: two paths with each byte escaped;
	 * a larger part would cost more page faults
	 */
	LINES_MAX = 36 * 1024,
	/** largest pyproject.toml or settings file of a tool that is read, in bytes */
	TOML_FILE_MAX = 1024 * 1024,
};

/*
 * Read the regular file PATH. A link in the last component is not followed: file_slurp_follow()
 * (system/file_at.h) follows links. A FIFO or device is not waited for. Returns 0, or -1 with
 * errno: ELOOP for a link, EINVAL for another type of file, EFBIG for more than MAX bytes, EIO if
 * the file became shorter meanwhile.
 */
int file_slurp(const char *path, size_t max, struct text *text) NODISCARD;

/* file_slurp() of the first MAX bytes, relative to the directory DIR: never EFBIG. */
int file_start(int dir, const char *path, size_t max, struct text *text) NODISCARD;

/* The LEN bytes at LINES are one or more lines of a file. */
typedef void line_visitor(void *arg, const char *lines, size_t len);

/*
 * Call VISIT for all lines of the regular file PATH, in parts that use the same memory: a large
 * file costs no new pages. Returns and errors as file_slurp(); INFO has the file's attributes.
 */
int file_lines(const char *path, size_t max, line_visitor *visit, void *arg,
	       struct file_info *info) NODISCARD;

/* file_slurp() of NAME in the open directory DIR. */
int file_slurp_at(int dir, const char *name, size_t max, struct text *text) NODISCARD;

/* file_slurp() of the file that was just opened as FD, or -1 if that failed. Closes FD. */
int file_read(int fd, size_t max, struct text *text) NODISCARD;

/*
 * Called for each entry NAME of the directory FD except "." and "..". TYPE is a DT_ value,
 * DT_UNKNOWN if the file system does not report it. Returns false to stop.
 */
typedef bool file_visitor(void *arg, int fd, const char *name, int type);

/* The entry NAME of FD is a directory, by TYPE, or if that is not known by a look at it. */
bool file_is_dir(int fd, const char *name, int type);

/* Visit the entries of the directory PATH, relative to DIR. Returns 0, or -1 with errno. */
int file_scan_at(int dir, const char *path, file_visitor *visit, void *arg) NODISCARD;
int file_scan(const char *path, file_visitor *visit, void *arg) NODISCARD;

/*
 * file_scan() of the open directory FD. ROOM is the read buffer of SIZE bytes: an entry with the
 * longest name has to fit.
 */
int file_scan_fd(int fd, uint64_t *room, size_t size, file_visitor *visit, void *arg) NODISCARD;

#endif
