/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/tree.h"
#include "cli/tree_walk.h"

#include "core/banned.h"

int tree_put(int fd, const void *data, size_t len)
{
	const char *at = data;

	while (len) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		at += n;
		len -= (size_t)n;
	}
	return 0;
}

/*
 * Nothing is synced: an environment is thousands of files that can be made
 * again, and `python -m venv` does not do it either.
 */
static int fill(int fd, const void *data, size_t len, mode_t mode)
{
	/* After the umask, which open() applies. */
	int ret = tree_put(fd, data, len) || fchmod(fd, mode) ? -1 : 0;
	int err = errno;

	/* NFS says only here that the disk is full. */
	if (close(fd) && !ret)
		return -1;
	errno = err;
	return ret;
}

int tree_write(int dir, const char *name, const void *data, size_t len,
	       mode_t mode)
{
	int fd = openat(dir, name,
			O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			0600);

	tree_walk_failed(name);
	return fd < 0 ? -1 : fill(fd, data, len, mode);
}

/* The owner before the mode, which a change of owner would cut. */
static int replace(int dir, const char *name, const struct stat *old,
		   const void *data, size_t len, mode_t mode)
{
	bool keep = old && S_ISREG(old->st_mode);
	int ret;

	if (unlinkat(dir, TREE_TEMP, 0) && errno != ENOENT)
		return -1;
	if (tree_write(dir, TREE_TEMP, data, len, mode))
		return -1;
	if (!keep)
		return renameat(dir, TREE_TEMP, dir, name);
	ret = fchownat(dir, TREE_TEMP, old->st_uid, old->st_gid,
		       AT_SYMLINK_NOFOLLOW);
	if (ret && errno != EPERM && errno != EINVAL)
		return -1;
	if (fchmodat(dir, TREE_TEMP, old->st_mode & 07777, 0))
		return -1;
	return renameat(dir, TREE_TEMP, dir, name);
}

int tree_replace(int dir, const char *name, const void *data, size_t len,
		 mode_t mode)
{
	struct stat st;
	bool exists = !fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW);
	int ret = replace(dir, name, exists ? &st : NULL, data, len, mode);
	int err = errno;

	if (ret)
		unlinkat(dir, TREE_TEMP, 0);
	tree_walk_failed(name);
	errno = err;
	return ret;
}
