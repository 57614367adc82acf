/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/xattr.h>
#endif

#include "system/tree.h"

#include "core/banned.h"

enum {
	/** how often a sweeper may be faster than us */
	TEMP_TRIES = 16,
};

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

int tree_write(int dir, const char *name, const void *data, size_t len, mode_t mode)
{
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	tree_failed(name);
	return fd < 0 ? -1 : fill(fd, data, len, mode);
}

/** What is to be in a file, and on the disk before it has its name. */
struct content {
	const void *data;
	size_t len;
	mode_t mode;
	bool synced;
	/** what it takes the place of, if that matters: SYNCED */
	const struct stat *seen;
};

/** A file on its way into its place. */
struct temp {
	char name[sizeof(TREE_TEMP_PREFIX) + 8];
	/** open and locked: no sweeper takes it */
	int fd;
};

/* Nobody was faster: a file system without locks says something else. */
static bool is_held(int dir, const struct temp *t)
{
	return (!flock(t->fd, LOCK_EX | LOCK_NB) || errno != EWOULDBLOCK) &&
	       tree_is(t->fd, dir, t->name);
}

static int make_temp(int dir, struct temp *t)
{
	for (int i = 0; i < TEMP_TRIES; i++) {
		snprintf(t->name, sizeof(t->name), TREE_TEMP_PREFIX "%08x", tree_random());
		t->fd = openat(dir, t->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			       0600);
		if (t->fd < 0 && errno != EEXIST)
			return -1;
		if (t->fd >= 0 && is_held(dir, t))
			return 0;
		if (t->fd >= 0) {
			close(t->fd);
			unlinkat(dir, t->name, 0);
		}
	}
	errno = EAGAIN;
	return -1;
}

/* The owner before the mode, which a change of owner would cut. */
static int take_over(int fd, const struct stat *old)
{
	int ret = fchown(fd, old->st_uid, old->st_gid);

	if (ret && errno != EPERM && errno != EINVAL)
		return -1;
	return fchmod(fd, old->st_mode & 07777);
}

#ifdef __linux__
/* An access control list among them.  What cannot be copied is let go. */
static void copy_attributes(int from, int to)
{
	char names[4096], value[4096];
	ssize_t len = flistxattr(from, names, sizeof(names));

	for (ssize_t i = 0; i < len; i += (ssize_t)strlen(names + i) + 1) {
		ssize_t n = fgetxattr(from, names + i, value, sizeof(value));

		if (n >= 0)
			(void)fsetxattr(to, names + i, value, (size_t)n, 0);
	}
}
#else
static void copy_attributes(int from, int to)
{
	(void)from;
	(void)to;
}
#endif

static void keep_attributes(int dir, const char *name, int fd)
{
	int old = tree_open_file(dir, name);

	if (old < 0)
		return;
	copy_attributes(old, fd);
	close(old);
}

static bool is_same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* But for the ctime, which a rename changes. */
static bool is_same_content(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       is_same_time(&a->st_mtim, &b->st_mtim);
}

bool tree_is_unchanged(const struct stat *a, const struct stat *b)
{
	return is_same_content(a, b) && is_same_time(&a->st_ctim, &b->st_ctim);
}

/* What was SEEN comes out, and is looked at once more: if not, it goes back. */
static int exchange(int dir, const char *temp, const char *name, const struct stat *seen)
{
	struct stat out;

	if (renameat2(dir, temp, dir, name, RENAME_EXCHANGE))
		return -1;
	if (!fstatat(dir, temp, &out, AT_SYMLINK_NOFOLLOW) && is_same_content(seen, &out)) {
		/* Else the next sweep does it. */
		unlinkat(dir, temp, 0);
		return 0;
	}
	if (!renameat2(dir, temp, dir, name, RENAME_EXCHANGE))
		errno = ESTALE;
	return -1;
}

static int replace_seen(int dir, const char *temp, const char *name, const struct stat *seen)
{
	struct stat now;
	bool there = !fstatat(dir, name, &now, AT_SYMLINK_NOFOLLOW);
	int ret;

	if (there != !!seen || (seen && !tree_is_unchanged(seen, &now))) {
		errno = ESTALE;
		return -1;
	}
	ret = seen ? exchange(dir, temp, name, seen) :
		     renameat2(dir, temp, dir, name, RENAME_NOREPLACE);
	return ret && tree_cannot_rename_so(errno) ? renameat(dir, temp, dir, name) : ret;
}

static int replace(int dir, const char *name, const struct temp *t, const struct content *content)
{
	struct stat old;
	int missing = fstatat(dir, name, &old, AT_SYMLINK_NOFOLLOW), fd;
	bool keep = !missing && S_ISREG(old.st_mode);

	/* It may have a mode and an owner that are to stay. */
	if (missing && errno != ENOENT)
		return -1;
	fd = fcntl(t->fd, F_DUPFD_CLOEXEC, 0);
	/* The lock is held until it has its name. */
	if (fd < 0 || fill(fd, content->data, content->len, content->mode))
		return -1;
	if (keep && content->synced)
		keep_attributes(dir, name, t->fd);
	if ((keep && take_over(t->fd, &old)) || (content->synced && tree_sync(t->fd)))
		return -1;
	if (content->synced)
		return replace_seen(dir, t->name, name, content->seen);
	return renameat(dir, t->name, dir, name);
}

static int replace_by(int dir, const char *name, const struct content *content)
{
	struct temp t;
	int ret = make_temp(dir, &t), err;

	if (!ret) {
		ret = replace(dir, name, &t, content);
		err = errno;
		/* Never what came out for it and could not go back. */
		if (ret && is_held(dir, &t))
			unlinkat(dir, t.name, 0);
		close(t.fd);
		errno = err;
	}
	tree_failed(name);
	return ret;
}

int tree_replace(int dir, const char *name, const void *data, size_t len, mode_t mode)
{
	const struct content content = { .data = data, .len = len, .mode = mode };

	return replace_by(dir, name, &content);
}

int tree_replace_seen(int dir, const char *name, const void *data, size_t len, mode_t mode,
		      const struct stat *seen)
{
	const struct content content = {
		.data = data, .len = len, .mode = mode, .synced = true, .seen = seen
	};

	return replace_by(dir, name, &content);
}
