/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking at files and directories, in ways that a hostile tree cannot make
 * slow.  Core opens nothing to write it.
 */
#ifndef AVENV_FILE_H
#define AVENV_FILE_H

#include <stdint.h>
#include <sys/types.h>

#include "core/base.h"

/** A file or directory of one file system: a reused inode has another birth time. */
struct identity {
	uint64_t ino;
	/** birth time in ns since the epoch; 0 where it is not known */
	int64_t btime;
};

/** What stat knows, as far as we care. */
struct file_info {
	struct identity id;
	/** time of the last change of what is in it, in ns since the epoch */
	int64_t mtime;
	uint64_t dev;
	uint64_t size;
	uint32_t nlink;
	uid_t uid;
	gid_t gid;
	mode_t mode;
};

/*
 * PATH itself, without following a link in its last place and without
 * mounting anything.  Returns 0, or -1 with errno.
 */
int file_lstat(const char *path, struct file_info *info) NODISCARD;

/* The same, relative to directory FD. */
int file_lstatat(int fd, const char *path, struct file_info *info) NODISCARD;

/* Through links.  Only for what is trusted already. */
int file_stat(const char *path, struct file_info *info) NODISCARD;

/* The same of what is open as FD. */
int file_fstat(int fd, struct file_info *info) NODISCARD;

/*
 * What failed with ERR did so as nothing is there.  After any other error nobody
 * knows what is.
 */
bool file_is_missing(int err);

/* The same of a look through links: where they go round in a circle, nothing is. */
bool file_leads_nowhere(int err);

/* PATH leads to a file that somebody may execute. */
bool file_is_program(const char *path);

/*
 * Is there anything at PATH, relative to directory FD, be it a link that leads nowhere?
 * 1 or 0, or -1 with errno where nobody can tell.
 */
int file_exists(int fd, const char *path) NODISCARD;

bool identity_same(const struct identity *a, const struct identity *b);

/* The same file: device and inode; and what the paths A and B lead to. */
bool file_same(const struct file_info *a, const struct file_info *b);
bool file_same_at(const char *a, const char *b);

/* The real path of what PATH leads to; NULL with errno. */
const char *file_real(const char *path);

/* The text of the link NAME in directory DIR; NULL with errno, EINVAL for no link. */
const char *file_link_text(int dir, const char *name);

/* Write LEN bytes to FD, however many calls that takes. Returns 0, or -1 with errno. */
int file_write(int fd, const void *data, size_t len) NODISCARD;

/** A file's bytes. */
struct text {
	/** NUL-terminated at `len`; NULs may stand inside */
	char *data;
	size_t len;
	/** of the descriptor that was read */
	struct file_info info;
};

enum {
	/** of a project's files, in bytes */
	FILE_MAX = 64 * 1024,
	/** of pyproject.toml and the settings of tools */
	TOML_FILE_MAX = 1024 * 1024,
};

/*
 * All of a regular file.  A link in the last place is not followed, a FIFO or
 * device is not waited for.  Returns 0, or -1 with errno: ELOOP for a link,
 * EINVAL for what is not a regular file, EFBIG for more than MAX bytes.
 */
int file_slurp(const char *path, size_t max, struct text *text) NODISCARD;

/* The same of NAME in the open directory DIR. */
int file_slurp_at(int dir, const char *name, size_t max, struct text *text) NODISCARD;

/* The same for what is open as FD, of which nothing was read yet. */
int file_read(int fd, size_t max, struct text *text) NODISCARD;

/* Close FD; errno stays what it was. */
void file_close(int fd);

/*
 * Called for each entry of a directory but "." and "..".  TYPE is a DT_ value,
 * DT_UNKNOWN where the file system does not say.  Returns false to stop.
 */
typedef bool file_visitor(void *arg, int fd, const char *name, int type);

/* Visit the entries of directory PATH.  Returns 0, or -1 with errno. */
int file_scan(const char *path, file_visitor *visit, void *arg) NODISCARD;

/*
 * The same of the open directory FD, reading SIZE bytes at a time to ROOM, which
 * is enough for the longest name.
 */
int file_scan_fd(int fd, uint64_t *room, size_t size, file_visitor *visit, void *arg) NODISCARD;

/* The real path of the working directory, or NULL with errno: a deleted directory has no path. */
const char *cwd_physical(void);

/*
 * The path of the working directory as the user knows it: PWD where that leads to the working
 * directory, else PHYSICAL. In a deleted directory PHYSICAL is NULL, and PWD is all there is.
 */
const char *cwd_logical(const char *pwd, const char *physical);

#endif
