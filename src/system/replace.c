/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "system/file_at.h"
#include "system/platform.h"

/* The temporary name for the random NUMBER: see temp_name(). */
static const char *name_of_number(int dir, const char *prefix, uint32_t number)
{
	struct file_info info = { 0 };
	struct buf b = BUF_INIT;
	char digits[17];
	uint64_t mixed;

	/* If fstat() fails, use a random identity: temp_name_is() will accept no such name. */
	if (file_fstat(dir, &info))
		info.id.ino = platform_random();
	/* On overlayfs a directory's birth time changes when it gets its first entry. */
	if (file_fd_is_on_overlay(dir))
		info.id.btime = 0;
	mixed = (info.id.ino ^ (uint64_t)info.id.btime * UINT64_C(0x9E3779B97F4A7C15) ^ number) *
		UINT64_C(0xD6E8FEB86659FD93);
	snprintf(digits, sizeof(digits), "%08x%08x", number, (uint32_t)(mixed >> 32));
	buf_putl(&b, prefix, digits);
	return b.data;
}

const char *temp_name(int dir, const char *prefix)
{
	return name_of_number(dir, prefix, platform_random());
}

/* True if temp_name() made NAME with PREFIX in the open directory DIR. */
static bool temp_name_is(int dir, const char *name, const char *prefix)
{
	uint64_t digits;

	if (!starts_with(name, prefix))
		return false;
	digits = strtoull(name + strlen(prefix), NULL, 16);
	return streq(name, name_of_number(dir, prefix, (uint32_t)(digits >> 32)));
}

bool temp_name_is_private(int dir, const char *name)
{
	return temp_name_is(dir, name, TEMP_PREFIX) || temp_name_is(dir, name, OLD_PREFIX);
}

bool temp_lock_refused(int fd)
{
	/* A file system without locks returns another error. */
	return flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
}

/* Rename TEMP, another program's entry that was at NAME, to NAME-…, which no sweep removes. */
static int keep_other(int dir, const char *temp, const char *name)
{
	(void)renameat(dir, temp, dir, temp_name(dir, joined(name, "-")));
	errno = ESTALE;
	return EXCHANGED_OTHER;
}

int exchange_seen(int from_dir, const char *from, int to_dir, const char *to,
		  const struct file_info *seen)
{
	if (platform_exchange(from_dir, from, to_dir, to))
		return -1;
	/* The entry that was TO is at FROM now. */
	if (files_is_unchanged(from_dir, from, seen))
		return 0;
	/* Exchange back, or rename back if TO was removed meanwhile. */
	if (platform_exchange(from_dir, from, to_dir, to) &&
	    platform_rename_new(from_dir, from, to_dir, to))
		return keep_other(from_dir, from, to);
	errno = ESTALE;
	return -1;
}

static int remove_temp(int dir, const char *temp)
{
	int err = errno;

	unlinkat(dir, temp, 0);
	errno = err;
	return -1;
}

int replace_link(int dir, const char *name, const char *to)
{
	const char *temp = temp_name(dir, TEMP_PREFIX);
	struct file_info old;

	if (symlinkat(to, dir, temp))
		return -1;
	/* Without the right to keep its owner the link is the user's: a link gives no access. */
	if (!file_lstatat(dir, name, &old) && old.uid != geteuid() &&
	    fchownat(dir, temp, old.uid, old.gid, AT_SYMLINK_NOFOLLOW))
		errno = 0;
	return renameat(dir, temp, dir, name) ? remove_temp(dir, temp) : 0;
}

/*
 * Create and lock an empty file *NAME, which no sweep removes. Returns its descriptor, or -1 with
 * errno.
 */
static int make_temp(int dir, const char **name)
{
	int fd;

	*name = temp_name(dir, TEMP_PREFIX);
	fd = files_open_new(dir, *name);
	if (fd < 0)
		return -1;
	errno = 0;
	if (!temp_lock_refused(fd) && files_is_open_as(dir, *name, fd))
		return fd;
	/* 0, or one of these two: a sweep locked or removed the file first. */
	if (!errno || errno == EWOULDBLOCK || errno == ENOENT)
		errno = EAGAIN;
	file_close(fd);
	return -1;
}

/* Close a duplicate of FD: NFS reports a full disk only at close(). */
static int flush(int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	return copy < 0 ? -1 : close(copy);
}

const char *replace_obstacle(int dir, const char *name)
{
	struct file_info info;
	int mounted;

	if (faccessat(dir, ".", W_OK, AT_EACCESS))
		return strerror(errno);
	mounted = platform_is_mount(dir, name);
	if (mounted)
		return mounted < 0 ? strerror(errno) : "it is a mount point";
	if (file_lstatat(dir, name, &info))
		return file_leads_nowhere(errno) ? NULL : strerror(errno);
	/* Only root can keep another owner of a file; the owner of a link does not matter. */
	if (S_ISLNK(info.mode) || !geteuid() || info.uid == geteuid())
		return NULL;
	return "it belongs to another user";
}

/* Give the new file FD the owner, group and mode of NAME in DIR, or MODE if NAME is no file. */
static int take_mode(int fd, int dir, const char *name, mode_t mode)
{
	struct file_info info;
	int old, ret;

	if (file_lstatat(dir, name, &info))
		return errno == ENOENT ? fchmod(fd, mode) : -1;
	if (!S_ISREG(info.mode))
		return fchmod(fd, mode);
	old = files_open(dir, name);
	ret = old < 0 ? -1 : files_take_mode(fd, old);
	file_close(old);
	return ret;
}

int replace_file(int dir, const char *name, const void *data, size_t len, mode_t mode)
{
	const char *temp;
	int fd = make_temp(dir, &temp), ret = 0;

	if (fd < 0)
		return -1;
	if (file_write(fd, data, len) || flush(fd) || take_mode(fd, dir, name, mode) ||
	    renameat(dir, temp, dir, name))
		ret = remove_temp(dir, temp);
	file_close(fd);
	return ret;
}

int place_new_file(int dir, const char *name, const void *data, size_t len, mode_t mode)
{
	const char *temp;
	int fd = make_temp(dir, &temp), ret = 0;

	if (fd < 0)
		return -1;
	if (file_write(fd, data, len) || fchmod(fd, mode) || files_sync(fd) ||
	    platform_rename_new(dir, temp, dir, name))
		ret = remove_temp(dir, temp);
	file_close(fd);
	return ret;
}
