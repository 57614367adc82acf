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
#include "system/attributes.h"
#include "system/files.h"
#include "system/platform.h"

/* The temporary name for the random NUMBER: see temp_name(). */
static const char *kept_name(int dir, const char *prefix, uint32_t number)
{
	struct file_info of = { 0 };
	struct buf b = BUF_INIT;
	char digits[17];
	uint64_t mixed;

	/* If fstat() fails, use a random identity: temp_name_is() will accept no such name. */
	if (file_fstat(dir, &of))
		of.id.ino = platform_random();
	/* The first entry in the directory changes its birth time. */
	if (file_fd_is_on_overlay(dir))
		of.id.btime = 0;
	mixed = (of.id.ino ^ (uint64_t)of.id.btime * UINT64_C(0x9E3779B97F4A7C15) ^ number) *
		UINT64_C(0xD6E8FEB86659FD93);
	snprintf(digits, sizeof(digits), "%08x%08x", number, (uint32_t)(mixed >> 32));
	buf_putl(&b, prefix, digits);
	return b.data;
}

const char *temp_name(int dir, const char *prefix)
{
	return kept_name(dir, prefix, platform_random());
}

bool temp_name_is(int dir, const char *name, const char *prefix)
{
	uint64_t digits;

	if (!starts_with(name, prefix))
		return false;
	digits = strtoull(name + strlen(prefix), NULL, 16);
	return streq(name, kept_name(dir, prefix, (uint32_t)(digits >> 32)));
}

bool temp_name_is_private(int dir, const char *name)
{
	return temp_name_is(dir, name, TEMP_PREFIX) || temp_name_is(dir, name, OLD_PREFIX);
}

bool temp_is_taken(int fd)
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
	if (files_is_unchanged(from_dir, from, seen))
		return 0;
	/* Exchange back, or rename back if TO was removed meanwhile. */
	if (platform_exchange(from_dir, from, to_dir, to) &&
	    platform_rename_new(from_dir, from, to_dir, to))
		return keep_other(from_dir, from, to);
	errno = ESTALE;
	return -1;
}

/* Rename TEMP to NAME if NAME is still SEEN, or for a NULL SEEN does not exist. */
static int take_place(int dir, const char *temp, const char *name, const struct file_info *seen)
{
	int ret;

	if (!seen)
		return platform_rename_new(dir, temp, dir, name);
	if (!files_is_unchanged(dir, name, seen)) {
		errno = ESTALE;
		return -1;
	}
	ret = exchange_seen(dir, temp, dir, name, seen);
	if (ret == -1 && errno == ENOTSUP)
		return renameat(dir, temp, dir, name);
	/* TEMP is the old entry now. If it cannot be removed, the next sweep does. */
	if (!ret)
		unlinkat(dir, temp, 0);
	return ret;
}

static int give_up(int dir, const char *temp)
{
	int err = errno;

	unlinkat(dir, temp, 0);
	errno = err;
	return -1;
}

/* Rename TEMP to NAME; CHECKED: by take_place(). TEMP is removed after a failure. */
static int exchange_or_rename(int dir, const char *temp, const char *name, bool checked,
			      const struct file_info *seen)
{
	int ret = checked ? take_place(dir, temp, name, seen) : renameat(dir, temp, dir, name);

	/* TEMP may be another program's entry now: do not remove it. */
	if (ret == EXCHANGED_OTHER)
		return -1;
	return ret ? give_up(dir, temp) : 0;
}

int replace_link(int dir, const char *name, const char *to, const struct file_info *seen)
{
	const char *temp = temp_name(dir, TEMP_PREFIX);
	struct file_info old;

	if (symlinkat(to, dir, temp))
		return -1;
	/* A link has no mode of its own, so a failure to keep its owner is ignored. */
	if (!file_lstatat(dir, name, &old) && old.uid != geteuid() &&
	    fchownat(dir, temp, old.uid, old.gid, AT_SYMLINK_NOFOLLOW))
		errno = 0;
	return exchange_or_rename(dir, temp, name, seen != NULL, seen);
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
	if (fd < 0 || (!temp_is_taken(fd) && files_is_open_as(dir, *name, fd)))
		return fd;
	/* A sweep locked or removed the file first. */
	close(fd);
	errno = EAGAIN;
	return -1;
}

/* Close a duplicate of FD: NFS reports a full disk only at close(). */
static int flush(int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	return copy < 0 ? -1 : close(copy);
}

int replace_fill(int fd, int dir, const char *name, const struct content *c, const char **lost)
{
	struct file_info info;
	int missing = file_lstatat(dir, name, &info), old = -1, ret = -1;

	if (missing && errno != ENOENT)
		return -1;
	if (!missing && S_ISREG(info.mode)) {
		old = files_open(dir, name);
		if (old < 0)
			return -1;
	}
	if (!file_write(fd, c->data, c->len) && !flush(fd))
		ret = old < 0 ? fchmod(fd, c->mode) : attributes_take(fd, old, lost);
	file_close(old);
	return ret;
}

/*
 * Try with a temporary file whether the attributes of NAME can be kept. Returns the reason why not,
 * or NULL.
 */
static const char *try_attributes(int dir, const char *name)
{
	const char *temp, *lost = NULL;
	int fd = make_temp(dir, &temp), ret;

	if (fd < 0)
		return strerror(errno);
	ret = replace_fill(fd, dir, name, &(struct content){ .data = "" }, &lost);
	if (ret && !lost)
		lost = strerror(errno);
	if (unlinkat(dir, temp, 0) && !lost)
		lost = strerror(errno);
	file_close(fd);
	return lost;
}

const char *replace_obstacle(int dir, const char *name)
{
	struct file_info info;

	if (platform_is_mount(dir, name))
		return "it is a mount point";
	if (file_lstatat(dir, name, &info))
		return file_leads_nowhere(errno) ? NULL : strerror(errno);
	return S_ISLNK(info.mode) ? NULL : try_attributes(dir, name);
}

/* CHECKED: sync the file, and replace NAME only if it is still SEEN, or missing for a NULL SEEN. */
static int replace_at(int dir, const char *name, const struct content *c, bool checked,
		      const struct file_info *seen)
{
	const char *temp, *lost;
	int fd = make_temp(dir, &temp), ret;

	if (fd < 0)
		return -1;
	if (replace_fill(fd, dir, name, c, &lost) || (checked && files_sync(fd)))
		ret = give_up(dir, temp);
	else
		ret = exchange_or_rename(dir, temp, name, checked, seen);
	file_close(fd);
	return ret;
}

int replace_file(int dir, const char *name, const void *data, size_t len, mode_t mode)
{
	return replace_at(dir, name, &(struct content){ data, len, mode }, false, NULL);
}

int replace_seen(int dir, const char *name, const void *data, size_t len, mode_t mode,
		 const struct file_info *seen)
{
	return replace_at(dir, name, &(struct content){ data, len, mode }, true, seen);
}
