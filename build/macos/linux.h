/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls of Linux and of its C libraries that avenv uses, by means of macOS: read before each file
 * when it is compiled for macOS, with the empty headers in sys/, and those of libbsd and libmd
 * beside it. It compiles there, but was never run.
 */
#ifndef AVENV_LINUX_H
#define AVENV_LINUX_H

#include <errno.h>
#include <fcntl.h>
#include <mach-o/dyld.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/param.h>
#include <sys/stat.h>
#include <unistd.h>

#define O_PATH          O_SEARCH
#define AT_EMPTY_PATH   0x1000
#define AT_NO_AUTOMOUNT 0
#define MAP_POPULATE    0
#define ST_NOEXEC       0
#define st_atim         st_atimespec
#define st_mtim         st_mtimespec

#define CLOCK_REALTIME_COARSE CLOCK_REALTIME

/* getauxval(3) */
#define AT_EUID       geteuid()
#define AT_EGID       getegid()
#define AT_EXECFN     (uintptr_t) linux_program()
#define getauxval(id) (id)

static inline const char *linux_program(void)
{
	static char path[MAXPATHLEN];
	uint32_t size = sizeof(path);

	return _NSGetExecutablePath(path, &size) ? NULL : path;
}

extern char **environ;
int getentropy(void *bytes, size_t count);

/* system.posix_acl_access alone is asked for, which macOS does not have. */
#define getxattr(path, name, value, size) ((void)(path), errno = ENOTSUP, -1)
#define fgetxattr(fd, name, value, size)  ((void)(fd), errno = ENOTSUP, -1)
#undef ENODATA
#define ENODATA                   ENOATTR
#define ioctl(fd, request, flags) ((void)(fd), (void)(request), (void)(flags), errno = ENOTTY, -1)

#define pipe2 linux_pipe2
static inline int linux_pipe2(int *ends, int flags)
{
	(void)flags;
	return pipe(ends) || fcntl(ends[0], F_SETFD, FD_CLOEXEC) ||
			       fcntl(ends[1], F_SETFD, FD_CLOEXEC) ?
		       -1 :
		       0;
}

static inline void *reallocarray(void *memory, size_t count, size_t size)
{
	size_t bytes;

	if (!__builtin_mul_overflow(count, size, &bytes))
		return realloc(memory, bytes);
	errno = ENOMEM;
	return NULL;
}

static inline void *memrchr(const void *bytes, int byte, size_t count)
{
	const unsigned char *at = bytes;

	while (count--)
		if (at[count] == (unsigned char)byte)
			return (void *)(uintptr_t)(at + count);
	return NULL;
}

/* Digits as numbers: enough for names of versions. */
static inline int strverscmp(const char *a, const char *b)
{
	for (; *a || *b; a++, b++) {
		char *a_end, *b_end;
		unsigned long x = strtoul(a, &a_end, 10), y = strtoul(b, &b_end, 10);

		if (*a >= '0' && *a <= '9' && *b >= '0' && *b <= '9') {
			if (x != y)
				return x < y ? -1 : 1;
			a = a_end - 1;
			b = b_end - 1;
		} else if (*a != *b) {
			return (unsigned char)*a - (unsigned char)*b;
		}
	}
	return 0;
}

/* ---- system calls by their number: each "number" is a function here ----------------------- */

#define syscall(function, ...) function(__VA_ARGS__)
#define SYS_openat             openat
#define SYS_renameat2          linux_renameat2
#define SYS_statx              linux_statx_at
#define SYS_getdents64         linux_getdents

static inline int linux_renameat2(int from_dir, const char *from, int to_dir, const char *to,
				  unsigned flags)
{
	static const unsigned flag[] = { 0, RENAME_EXCL, RENAME_SWAP };

	return renameatx_np(from_dir, from, to_dir, to, flag[flags]);
}

/* statx(2) fills this, of which core/file.c knows the layout. */
static inline int linux_statx_at(int dir, const char *path, int flags, unsigned mask, void *to)
{
	struct times {
		int64_t sec;
		uint32_t nsec;
		int32_t spare;
	};
	struct {
		uint32_t mask, blksize;
		uint64_t attributes;
		uint32_t nlink, uid, gid;
		uint16_t mode, spare0;
		uint64_t ino, size, blocks, attributes_mask;
		struct times accessed, born, changed, modified;
		uint32_t rdev_major, rdev_minor, dev_major, dev_minor;
		uint64_t spare[14];
	} sx = { .mask = mask };
	struct stat st;

	if (flags & AT_EMPTY_PATH ? fstat(dir, &st) : fstatat(dir, path, &st, flags))
		return -1;
	sx.nlink = st.st_nlink;
	sx.uid = st.st_uid;
	sx.gid = st.st_gid;
	sx.mode = st.st_mode;
	sx.ino = st.st_ino;
	sx.size = (uint64_t)st.st_size;
	sx.dev_minor = (uint32_t)st.st_dev;
	sx.accessed =
		(struct times){ st.st_atimespec.tv_sec, (uint32_t)st.st_atimespec.tv_nsec, 0 };
	sx.born = (struct times){ st.st_birthtimespec.tv_sec, (uint32_t)st.st_birthtimespec.tv_nsec,
				  0 };
	sx.modified =
		(struct times){ st.st_mtimespec.tv_sec, (uint32_t)st.st_mtimespec.tv_nsec, 0 };
	memcpy(to, &sx, sizeof(sx));
	return 0;
}

/* The kernel does not say what is a mount point: callers compare devices. */
struct statx {
	uint64_t stx_attributes, stx_attributes_mask;
};
#define STATX_TYPE 0
#define statx(dir, path, flags, mask, to)                                                          \
	((void)(dir), (void)(path), (void)(flags), *(to) = (struct statx){ 0 }, errno = ENOSYS, -1)

/* As libSystem has it for readdir(). */
ssize_t __getdirentries64(int fd, void *bytes, size_t size, off_t *base);

/* macOS: inode, offset, length (2), length of the name (2), type, name; Linux lacks the second. */
static inline long linux_getdents(int fd, void *bytes, unsigned size)
{
	off_t base;
	ssize_t n = __getdirentries64(fd, bytes, size, &base);
	uint16_t length;

	for (unsigned char *at = bytes, *end = at + (n > 0 ? n : 0); at < end; at += length) {
		memcpy(&length, at + 16, sizeof(length));
		memmove(at + 18, at + 20, length - 20U);
	}
	return n;
}

#endif
