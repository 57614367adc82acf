/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "system/files.h"
#include "system/platform.h"

#include "core/banned.h"

enum {
	DIGITS = 8,
};

const char *temp_name(const char *prefix)
{
	char digits[DIGITS + 1];
	struct buf b = BUF_INIT;

	snprintf(digits, sizeof(digits), "%08x", platform_random());
	buf_putl(&b, prefix, digits);
	return b.data;
}

bool temp_name_is(const char *name, const char *prefix)
{
	if (!starts_with(name, prefix))
		return false;
	name += strlen(prefix);
	return strlen(name) == DIGITS && strspn(name, "0123456789abcdef") == DIGITS;
}

bool temp_is_taken(int fd)
{
	/* A file system without locks says something else. */
	return flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
}

int exchange_seen(int from_dir, const char *from, int to_dir, const char *to,
		  const struct file_info *seen)
{
	if (platform_exchange(from_dir, from, to_dir, to))
		return -1;
	if (files_still(from_dir, from, seen))
		return 0;
	/* Back; where nothing has that name by now, a rename does it. */
	if (platform_exchange(from_dir, from, to_dir, to) &&
	    platform_rename_new(from_dir, from, to_dir, to))
		return EXCHANGED_OTHER;
	errno = ESTALE;
	return -1;
}

/* Rename TEMP to NAME, which is still what was SEEN; NULL: nothing. */
static int take_place(int dir, const char *temp, const char *name, const struct file_info *seen)
{
	int ret;

	if (!seen)
		return platform_rename_new(dir, temp, dir, name);
	if (!files_still(dir, name, seen)) {
		errno = ESTALE;
		return -1;
	}
	ret = exchange_seen(dir, temp, dir, name, seen);
	if (ret == -1 && errno == ENOTSUP)
		return renameat(dir, temp, dir, name);
	/* The old one; the next sweep takes what cannot be removed now. */
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

/* Rename TEMP to NAME; CHECKED: if that is still what was SEEN. */
static int put(int dir, const char *temp, const char *name, bool checked,
	       const struct file_info *seen)
{
	int ret = checked ? take_place(dir, temp, name, seen) : renameat(dir, temp, dir, name);

	if (ret == -1)
		return give_up(dir, temp);
	return ret ? -1 : 0;
}

int replace_link(int dir, const char *name, const char *to, const struct file_info *seen)
{
	const char *temp = temp_name(TEMP_PREFIX);

	return symlinkat(to, dir, temp) ? -1 : put(dir, temp, name, seen != NULL, seen);
}

/* Make an empty file and lock it, so that no sweep takes it; returns it, open. */
static int make_temp(int dir, const char **name)
{
	int fd;

	*name = temp_name(TEMP_PREFIX);
	fd = files_open_new(dir, *name);
	if (fd < 0 || (!temp_is_taken(fd) && files_still_open(dir, *name, fd)))
		return fd;
	/* A sweep came between. */
	close(fd);
	errno = EAGAIN;
	return -1;
}

/* NFS says only when a file is closed that the disk is full. */
static int flush(int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	return copy < 0 ? -1 : close(copy);
}

/** The text of a file, and how it takes its place. */
struct content {
	const void *data;
	size_t len;
	mode_t mode;
	/** it is synced, and takes the place of what was `seen`, NULL: of nothing */
	bool checked;
	const struct file_info *seen;
};

/* A file that is there leaves its owner and its mode. */
static int fill(int fd, int dir, const char *name, const struct content *c)
{
	struct stat old;
	int missing = fstatat(dir, name, &old, AT_SYMLINK_NOFOLLOW);
	bool keep = !missing && S_ISREG(old.st_mode);

	if ((missing && errno != ENOENT) || files_write(fd, c->data, c->len) || flush(fd) ||
	    (keep ? files_take_mode(fd, &old) : fchmod(fd, c->mode)))
		return -1;
	return c->checked ? files_sync(fd) : 0;
}

static int replace(int dir, const char *name, const struct content *c)
{
	const char *temp;
	int fd = make_temp(dir, &temp), ret;

	if (fd < 0)
		return -1;
	ret = fill(fd, dir, name, c) ? give_up(dir, temp) :
				       put(dir, temp, name, c->checked, c->seen);
	file_close(fd);
	return ret;
}

int replace_file(int dir, const char *name, const void *data, size_t len, mode_t mode)
{
	const struct content c = { .data = data, .len = len, .mode = mode };

	return replace(dir, name, &c);
}

int replace_seen(int dir, const char *name, const void *data, size_t len, mode_t mode,
		 const struct file_info *seen)
{
	const struct content c = { data, len, mode, true, seen };

	return replace(dir, name, &c);
}
