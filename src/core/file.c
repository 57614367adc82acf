/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#endif

#include "core/mem.h"

#include "core/banned.h"

#define NS_PER_S INT64_C(1000000000)

static int from_stat(int err, const struct stat *st, struct file_info *info)
{
	if (err)
		return -1;
	info->ino = st->st_ino;
#ifdef __APPLE__
	info->btime = st->st_birthtimespec.tv_sec * NS_PER_S + st->st_birthtimespec.tv_nsec;
#else
	info->btime = 0;
	info->mtime = st->st_mtim.tv_sec * NS_PER_S + st->st_mtim.tv_nsec;
#endif
	info->dev = (uint64_t)st->st_dev;
	info->size = (uint64_t)st->st_size;
	info->nlink = (uint32_t)st->st_nlink;
	info->uid = st->st_uid;
	info->gid = st->st_gid;
	info->mode = st->st_mode;
	return 0;
}

#ifdef __linux__

#ifndef AT_NO_AUTOMOUNT
#define AT_NO_AUTOMOUNT 0x800
#endif
#ifndef AT_EMPTY_PATH
#define AT_EMPTY_PATH 0x1000
#endif

/*
 * struct statx of Linux 4.11, by its documented layout: musl 1.2.3 has the
 * system call's number but neither function nor structure.
 */
struct linux_statx {
	uint32_t mask, blksize;
	uint64_t attributes;
	uint32_t nlink, uid, gid;
	uint16_t mode, spare0;
	uint64_t ino, size, blocks, attributes_mask;
	struct {
		int64_t sec;
		uint32_t nsec;
		int32_t spare;
	} atime, btime, ctime, mtime;
	uint32_t rdev_major, rdev_minor, dev_major, dev_minor;
	uint64_t spare[14];
};

enum {
	/** type, mode, nlink, uid, gid, mtime, ino, size */
	STATX_WANTED = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x40 | 0x100 | 0x200,
	STATX_BIRTH = 0x800,
};

/* Before Linux 4.11, and where a container's filter knows no statx. */
static int older_stat_at(int fd, const char *path, int flags, struct file_info *info)
{
	struct stat st;

	if (errno != ENOSYS && errno != EPERM)
		return -1;
	return from_stat(fstatat(fd, path, &st, flags | AT_NO_AUTOMOUNT), &st, info);
}

static int stat_at(int fd, const char *path, int flags, struct file_info *info)
{
	struct linux_statx sx;

	if (syscall(SYS_statx, fd, path, flags | AT_NO_AUTOMOUNT, STATX_WANTED | STATX_BIRTH, &sx))
		return older_stat_at(fd, path, flags, info);
	info->ino = sx.ino;
	info->btime = 0;
	/* What no record could hold is as good as unknown. */
	if ((sx.mask & STATX_BIRTH) && sx.btime.sec >= 0 && sx.btime.sec <= UINT32_MAX)
		info->btime = sx.btime.sec * NS_PER_S + sx.btime.nsec;
	info->mtime = sx.mtime.sec * NS_PER_S + sx.mtime.nsec;
	info->dev = (uint64_t)sx.dev_major << 32 | sx.dev_minor;
	info->size = sx.size;
	info->nlink = sx.nlink;
	info->uid = sx.uid;
	info->gid = sx.gid;
	info->mode = sx.mode;
	return 0;
}

int file_fstat(int fd, struct file_info *info)
{
	return stat_at(fd, "", AT_EMPTY_PATH, info);
}

/* musl's open() asks for FD_CLOEXEC once more, for kernels before 2.6.23. */
static int open_to_read(int dir, const char *path, int flags)
{
	return (int)syscall(SYS_openat, dir, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | flags);
}

#else

static int stat_at(int fd, const char *path, int flags, struct file_info *info)
{
	struct stat st;

	return from_stat(fstatat(fd, path, &st, flags), &st, info);
}

int file_fstat(int fd, struct file_info *info)
{
	struct stat st;

	return from_stat(fstat(fd, &st), &st, info);
}

static int open_to_read(int dir, const char *path, int flags)
{
	return openat(dir, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | flags);
}

#endif

int file_lstat(const char *path, struct file_info *info)
{
	return stat_at(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, info);
}

int file_lstatat(int fd, const char *path, struct file_info *info)
{
	return stat_at(fd, path, AT_SYMLINK_NOFOLLOW, info);
}

int file_stat(const char *path, struct file_info *info)
{
	return stat_at(AT_FDCWD, path, 0, info);
}

bool file_is_missing(int err)
{
	return err == ENOENT || err == ENOTDIR || err == ENAMETOOLONG;
}

bool file_leads_nowhere(int err)
{
	return file_is_missing(err) || err == ELOOP;
}

bool file_is_program(const char *path)
{
	struct file_info info;

	return !file_stat(path, &info) && S_ISREG(info.mode) && (info.mode & 0111);
}

static int exists(int fd, const char *path, int flags)
{
	struct file_info info;

	if (!stat_at(fd, path, flags, &info))
		return 1;
	return file_leads_nowhere(errno) ? 0 : -1;
}

int file_exists(int fd, const char *path)
{
	return exists(fd, path, AT_SYMLINK_NOFOLLOW);
}

int file_exists_through(int fd, const char *path)
{
	return exists(fd, path, 0);
}

bool file_same(const struct file_info *a, const struct file_info *b)
{
	return a->ino == b->ino && a->dev == b->dev;
}

/* Read as much as the size said: lines that are appended meanwhile are for the next look. */
static int read_all(int fd, struct text *text)
{
	size_t room = (size_t)text->info.size;

	text->data = mem_alloc(room + 1);
	text->len = 0;
	while (text->len < room) {
		ssize_t n = read(fd, text->data + text->len, room - text->len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		text->len += (size_t)n;
	}
	text->data[text->len] = '\0';
	if (text->len == room)
		return 0;
	/* Cut short while it was read: half of it is not what was written. */
	errno = EIO;
	return -1;
}

int file_read(int fd, size_t max, struct text *text)
{
	if (file_fstat(fd, &text->info))
		return -1;
	errno = EINVAL;
	if (!S_ISREG(text->info.mode))
		return -1;
	errno = EFBIG;
	if (text->info.size > max)
		return -1;
	return read_all(fd, text);
}

void file_close(int fd)
{
	int err = errno;

	close(fd);
	errno = err;
}

int file_slurp_at(int dir, const char *name, size_t max, struct text *text)
{
	int fd = open_to_read(dir, name, O_NOFOLLOW | O_NOCTTY), ret;

	if (fd < 0)
		return -1;
	ret = file_read(fd, max, text);
	file_close(fd);
	return ret;
}

int file_slurp(const char *path, size_t max, struct text *text)
{
	return file_slurp_at(AT_FDCWD, path, max, text);
}

#ifdef __linux__

/** struct linux_dirent64, by getdents64(2) */
struct linux_dirent {
	uint64_t ino;
	int64_t off;
	uint16_t reclen;
	uint8_t type;
	char name[];
};

/* Without opendir(), which allocates and clears more than the helper does. */
int file_scan_fd(int fd, uint64_t *room, size_t size, file_visitor *visit, void *arg)
{
	char *data = (char *)room;

	for (;;) {
		long n = syscall(SYS_getdents64, fd, data, (unsigned)size);

		if (n <= 0)
			return n ? -1 : 0;
		for (long at = 0; at < n;) {
			struct linux_dirent *d = (void *)(data + at);

			at += d->reclen;
			if (streq(d->name, ".") || streq(d->name, ".."))
				continue;
			if (!visit(arg, fd, d->name, d->type))
				return 0;
		}
	}
}

#else

int file_scan_fd(int fd, uint64_t *room, size_t size, file_visitor *visit, void *arg)
{
	int copy = dup(fd), err;
	DIR *dir = copy < 0 ? NULL : fdopendir(copy);
	struct dirent *d;

	(void)room;
	(void)size;
	if (!dir) {
		if (copy >= 0)
			file_close(copy);
		return -1;
	}
	for (errno = 0; (d = readdir(dir)); errno = 0) {
		if (streq(d->d_name, ".") || streq(d->d_name, ".."))
			continue;
		if (!visit(arg, fd, d->d_name, d->d_type))
			break;
	}
	err = d ? 0 : errno;
	closedir(dir);
	errno = err;
	return err ? -1 : 0;
}

#endif

int file_scan(const char *path, file_visitor *visit, void *arg)
{
	int fd = open_to_read(AT_FDCWD, path, O_DIRECTORY);
	enum {
		ROOM = 16384
	};
	int ret;

	if (fd < 0)
		return -1;
	ret = file_scan_fd(fd, mem_alloc(ROOM), ROOM, visit, arg);
	file_close(fd);
	return ret;
}
