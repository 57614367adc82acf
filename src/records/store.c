/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"

#include "core/banned.h"

#define TEMP_NAME "records.new"
#define LOCK_NAME "records.lock"

enum {
	/** how long to wait for another writer: 250 times 20 ms */
	LOCK_TRIES = 250,
	LOCK_PAUSE_NS = 20 * 1000 * 1000,
};

/* Others could put their word in the user's mouth there: not used. */
static int refuse_open(const struct user *user, uid_t uid, mode_t mode, const char *path,
		       struct buf *why)
{
	if (!user_or_root(user, uid)) {
		buf_putl(why, "'", shown(path), "' belongs to uid ");
		buf_putu(why, uid);
		buf_puts(why, ", so nothing is recorded there");
		return -1;
	}
	if (mode & (S_IWGRP | S_IWOTH)) {
		buf_putl(why, "others may write to '", shown(path),
			 "', so nothing is recorded there; 'chmod go-w' "
			 "closes it");
		return -1;
	}
	return 0;
}

/*
 * Make PATH and what is missing above it.  Not below somebody else's directory:
 * with `sudo -E` the user would be left with a store of root's.
 */
static int make_dirs(const struct user *user, const char *path, struct buf *why)
{
	struct file_info info;

	if (!file_stat(path, &info)) {
		if (user_or_root(user, info.uid))
			return 0;
		return refuse_open(user, info.uid, 0, path, why);
	}
	if (errno != ENOENT)
		return why_errno(why, "open", path);
	if (make_dirs(user, path_parent(path), why))
		return -1;
	if (mkdir(path, 0700) && errno != EEXIST)
		return why_errno(why, "make directory", path);
	return 0;
}

static int open_dir(struct store *store, const struct user *user, struct buf *why)
{
	const char *path = path_parent(store->path);
	struct stat st;

	if (make_dirs(user, path, why))
		return -1;
	store->dir = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (store->dir < 0 && (errno == ELOOP || errno == ENOTDIR))
		return why_not(why, "record in", path, "it is not a directory");
	if (store->dir < 0 || fstat(store->dir, &st))
		return why_errno(why, "open", path);
	return refuse_open(user, st.st_uid, st.st_mode, path, why);
}

/* Wait for it, but not for a process that is stopped. */
static int wait_for_lock(int fd)
{
	const struct timespec pause = { .tv_nsec = LOCK_PAUSE_NS };

	for (int i = 0; i < LOCK_TRIES; i++) {
		if (!flock(fd, LOCK_EX | LOCK_NB))
			return 0;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return -1;
		nanosleep(&pause, NULL);
	}
	errno = EWOULDBLOCK;
	return -1;
}

static int take_lock(struct store *store, struct buf *why)
{
	const char *path = path_join(path_parent(store->path), LOCK_NAME);

	store->lock =
		openat(store->dir, LOCK_NAME,
		       O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
	if (store->lock < 0)
		return why_errno(why, "open", path);
	if (!wait_for_lock(store->lock))
		return 0;
	if (errno == EWOULDBLOCK)
		return why_not(why, "lock", path,
			       "another avenv has held it for 5 seconds; try "
			       "again");
	return why_errno(why, "lock", path);
}

static int read_store(struct store *store, const struct user *user, struct buf *why)
{
	store->exists =
		!file_slurp_at(store->dir, path_base(store->path), TRUST_STORE_MAX, &store->text);
	if (store->exists)
		return refuse_open(user, store->text.info.uid, store->text.info.mode, store->path,
				   why);
	switch (errno) {
	case ENOENT:
		store->text = (struct text){ .data = buf_empty };
		return 0;
	case ELOOP:
		return why_not(why, "record in", store->path, "it is a link");
	case EINVAL:
	case ENXIO:
		return why_not(why, "record in", store->path, "it is not a regular file");
	default:
		return why_errno(why, "open", store->path);
	}
}

int store_open(struct store *store, const struct trust *trust, struct buf *why)
{
	*store = (struct store){ .path = trust->settings->store, .dir = -1, .lock = -1 };
	if (!store->path) {
		buf_puts(why, "there is no place for records: HOME is "
			      "not set to an absolute path");
		return -1;
	}
	if (open_dir(store, &trust->user, why) || take_lock(store, why) ||
	    read_store(store, &trust->user, why)) {
		store_close(store);
		return -1;
	}
	return 0;
}

static int write_temp(const struct store *store, const struct buf *text)
{
	int fd, ret, err;

	/* Under the lock, one that is there was left by a process that died. */
	if (unlinkat(store->dir, TEMP_NAME, 0) && errno != ENOENT)
		return -1;
	fd = openat(store->dir, TEMP_NAME, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    0600);
	if (fd < 0)
		return -1;
	ret = fchmod(fd, 0600) || files_write(fd, text->data, text->len) || files_sync(fd) ? -1 : 0;
	err = errno;
	/* NFS says only here that the disk is full. */
	if (close(fd) && !ret) {
		ret = -1;
		err = errno;
	}
	errno = err;
	return ret;
}

int store_replace(struct store *store, const struct buf *text, struct buf *why)
{
	if (text->len > TRUST_STORE_MAX)
		return why_not(why, "record in", store->path,
			       "it is full; 'avenv forget' makes room");
	if (write_temp(store, text) ||
	    renameat(store->dir, TEMP_NAME, store->dir, path_base(store->path))) {
		int err = errno;

		unlinkat(store->dir, TEMP_NAME, 0);
		errno = err;
		return why_errno(why, "write", store->path);
	}
	if (files_sync(store->dir))
		return why_errno(why, "write", path_parent(store->path));
	return 0;
}

int store_append(struct store *store, const struct buf *text, struct buf *why)
{
	const size_t len = store->text.len;
	int fd = openat(store->dir, path_base(store->path),
			O_WRONLY | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	int ret = fd < 0 ? -1 : files_write(fd, text->data + len, text->len - len);

	if (ret)
		why_errno(why, "write", store->path);
	/* Half a line is a damaged one. */
	if (ret && fd >= 0 && ftruncate(fd, (off_t)len))
		errno = 0;
	close(fd);
	return ret;
}

void store_retire_first(const struct store *store)
{
	(void)renameat(store->dir, TRUST_FIRST_NAME, store->dir, TRUST_FIRST_NAME ".old");
	(void)unlinkat(store->dir, TRUST_FIRST_NAME ".lock", 0);
}

void store_close(struct store *store)
{
	if (store->lock >= 0)
		close(store->lock);
	if (store->dir >= 0)
		close(store->dir);
	store->lock = store->dir = -1;
}
