/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"

#define NS_PER_S INT64_C(1000000000)

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
	} accessed, born, changed, modified;
	uint32_t rdev_major, rdev_minor, dev_major, dev_minor;
	uint64_t spare[14];
};

enum {
	/** type, mode, nlink, uid, gid, atime, mtime, ino, size */
	STATX_WANTED = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x20 | 0x40 | 0x100 | 0x200,
	STATX_BIRTH = 0x800,
};

/* f_type of overlayfs: statfs(2) */
#define OVERLAYFS_TYPE 0x794C7630

/* Without statx(2), in Linux before 4.11 and in some sandboxes: no file has a time of birth. */
static int stat_without_birth(int fd, const char *path, int flags, struct file_info *info)
{
	struct stat st;

	if (fstatat(fd, path, &st, flags | AT_NO_AUTOMOUNT))
		return -1;
	*info = (struct file_info){
		.id.ino = st.st_ino,
		.mtime = st.st_mtim.tv_sec * NS_PER_S + st.st_mtim.tv_nsec,
		.atime = st.st_atim.tv_sec * NS_PER_S + st.st_atim.tv_nsec,
		.dev = (uint64_t)major(st.st_dev) << 32 | minor(st.st_dev),
		.size = (uint64_t)st.st_size,
		.nlink = (uint32_t)st.st_nlink,
		.uid = st.st_uid,
		.gid = st.st_gid,
		.mode = (uint16_t)st.st_mode,
	};
	return 0;
}

static int stat_at(int fd, const char *path, int flags, struct file_info *info)
{
	struct linux_statx sx;

	if (syscall(SYS_statx, fd, path, flags | AT_NO_AUTOMOUNT, STATX_WANTED | STATX_BIRTH,
		    &sx)) {
		if (errno != ENOSYS && errno != EPERM)
			return -1;
		return stat_without_birth(fd, path, flags, info);
	}
	*info = (struct file_info){
		.id.ino = sx.ino,
		.mtime = sx.modified.sec * NS_PER_S + sx.modified.nsec,
		.atime = sx.accessed.sec * NS_PER_S + sx.accessed.nsec,
		.dev = (uint64_t)sx.dev_major << 32 | sx.dev_minor,
		.size = sx.size,
		.nlink = sx.nlink,
		.uid = sx.uid,
		.gid = sx.gid,
		.mode = sx.mode,
	};
	/* A time that a record cannot hold counts as unknown. */
	if ((sx.mask & STATX_BIRTH) && sx.born.sec >= 0 && sx.born.sec <= UINT32_MAX)
		info->id.btime = sx.born.sec * NS_PER_S + sx.born.nsec;
	return 0;
}

int file_fstat(int fd, struct file_info *info)
{
	return stat_at(fd, "", AT_EMPTY_PATH, info);
}

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

bool file_reachable(const char *path)
{
	struct file_info info;

	return !file_stat(path, &info);
}

bool file_is_gone(const char *path)
{
	return !file_reachable(path) && file_leads_nowhere(errno);
}

bool file_is_program(const char *path)
{
	struct file_info info;

	return !file_stat(path, &info) && file_info_is_program(&info);
}

bool file_info_is_program(const struct file_info *info)
{
	return S_ISREG(info->mode) && (info->mode & 0111);
}

int file_exists_at(int dir, const char *path)
{
	struct file_info info;

	if (!file_lstatat(dir, path, &info))
		return 1;
	return file_leads_nowhere(errno) ? 0 : -1;
}

int file_exists(const char *path)
{
	return file_exists_at(AT_FDCWD, path);
}

const char *file_above(const char *dir, const char *name)
{
	while (!file_exists(path_join(dir, name))) {
		if (streq(dir, "/"))
			return NULL;
		dir = path_parent(dir);
	}
	return dir;
}

bool identity_same(const struct identity *a, const struct identity *b)
{
	return a->ino == b->ino && a->btime == b->btime;
}

bool identity_holds(const struct identity *was, const char *dir, const struct identity *now)
{
	return was->ino == now->ino &&
	       (!was->btime || !now->btime || was->btime == now->btime || file_is_on_overlay(dir));
}

static bool is_overlay(const struct statfs *fs)
{
	return (uint32_t)fs->f_type == OVERLAYFS_TYPE;
}

bool file_is_on_overlay(const char *dir)
{
	struct statfs fs;

	return !statfs(dir, &fs) && is_overlay(&fs);
}

bool file_fd_is_on_overlay(int fd)
{
	struct statfs fs;

	return !fstatfs(fd, &fs) && is_overlay(&fs);
}

bool file_same(const struct file_info *a, const struct file_info *b)
{
	return a->id.ino == b->id.ino && a->dev == b->dev;
}

bool file_same_at(const char *a, const char *b)
{
	struct file_info one, other;

	return !file_stat(a, &one) && !file_stat(b, &other) && file_same(&one, &other);
}

const char *file_link_text(int dir, const char *name)
{
	char text[PATH_MAX];
	ssize_t len = readlinkat(dir, name, text, sizeof(text));

	if (len >= 0 && (size_t)len < sizeof(text))
		return mem_dup(text, (size_t)len);
	if (len >= 0)
		errno = ENAMETOOLONG;
	return NULL;
}

int file_write(int fd, const void *data, size_t len)
{
	const char *at = data;

	while (len) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		at += n;
		len -= (size_t)n;
	}
	return 0;
}

void file_close(int fd)
{
	int err = errno;

	close(fd);
	errno = err;
}
