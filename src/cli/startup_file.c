/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/startup_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/msg.h"
#include "cli/stage_dir.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** of a file that people write by hand, in bytes */
	SIZE_MAX_SANE = 1024 * 1024,
};

/* "cannot DO 'PATH': REASON".  Returns -1. */
static int failed(struct buf *why, const char *what, const char *path,
		  const char *reason)
{
	buf_putl(why, "cannot ", what, " '", shown(path), "': ", reason);
	return -1;
}

static int failed_errno(struct buf *why, const char *what, const char *path)
{
	const char *reason = strerror(errno);

	if (errno == EINVAL || errno == EISDIR || errno == ENXIO)
		reason = "it is not a regular file";
	if (errno == EFBIG)
		reason = "it is larger than any startup file should be";
	return failed(why, what, path, reason);
}

static int open_existing(struct startup_file *f, struct buf *why)
{
	struct stat st;

	if (file_slurp(f->real, SIZE_MAX_SANE, &f->text))
		return failed_errno(why, "read", f->real);
	if (memchr(f->text.data, '\0', f->text.len))
		return failed(why, "change", f->real,
			      "it holds NUL bytes, so it is no text");
	f->exists = true;
	f->base = path_parent(f->real);
	f->shared = !stat(f->real, &st) && st.st_nlink > 1;
	return 0;
}

/* What is above it, as far as it is there. */
static int open_missing(struct startup_file *f, struct buf *why)
{
	struct file_info info;

	f->real = f->path;
	f->text = (struct text){ .data = buf_empty };
	for (f->base = path_parent(f->path); file_stat(f->base, &info);
	     f->base = path_parent(f->base)) {
		if (errno != ENOENT || !file_lstat(f->base, &info))
			return failed_errno(why, "open", f->base);
		f->missing++;
	}
	if (!S_ISDIR(info.mode))
		return failed(why, "make", f->path, strerror(ENOTDIR));
	return 0;
}

int startup_open(const char *path, struct startup_file *f, struct buf *why)
{
	char *real = mem_alloc(PATH_MAX);
	struct file_info info;

	*f = (struct startup_file){ .path = path };
	f->linked = !file_lstat(path, &info) && S_ISLNK(info.mode);
	f->real = realpath(path, real);
	if (f->real)
		return open_existing(f, why);
	if (f->linked && errno == ENOENT)
		return failed(why, "change", path,
			      "it is a link to what is not there");
	if (errno != ENOENT)
		return failed_errno(why, "open", path);
	return open_missing(f, why);
}

void startup_sweep(const struct startup_file *f)
{
	stage_sweep(f->base);
}

/* ---- writing ------------------------------------------------------------ */

static int refuse_owner(const char *path, uid_t uid, struct buf *why)
{
	buf_putl(why, "'", shown(path), "' belongs to uid ");
	buf_putu(why, uid);
	buf_puts(why, ", so it is left as it is");
	return -1;
}

/* A file that is replaced by rename is not asked by the kernel. */
static int check(const struct startup_file *f, const struct user *user,
		 struct buf *why)
{
	const struct file_info *file = &f->text.info;
	struct file_info dir;

	if (!f->exists) {
		if (file_stat(f->base, &dir))
			return failed_errno(why, "open", f->base);
		if (dir.uid == user->uid || dir.uid == 0 ||
		    dir.uid == user->root)
			return 0;
		return refuse_owner(f->base, dir.uid, why);
	}
	if (file->uid != user->uid)
		return refuse_owner(f->real, file->uid, why);
	if (!(file->mode & S_IWUSR))
		return failed(why, "write", f->real, "it is read-only");
	return 0;
}

/* Write LEN bytes at OFFSET, or leave the file as long as it was. */
static int extend(int fd, const char *data, size_t len, off_t offset)
{
	ssize_t n = pwrite(fd, data, len, offset);
	int err = n < 0 ? errno : ENOSPC;

	if (n >= 0 && (size_t)n == len)
		return 0;
	if (n > 0 && ftruncate(fd, offset))
		err = errno;
	errno = err;
	return -1;
}

/* In one call, so that no moment sees half of it. */
static int change_end(int fd, const struct text *old, const struct buf *text)
{
	size_t same = old->len < text->len ? old->len : text->len;

	errno = EBUSY;
	if (memcmp(old->data, text->data, same) != 0)
		return -1;
	if (text->len > same)
		return extend(fd, text->data + same, text->len - same,
			      (off_t)same);
	return ftruncate(fd, (off_t)same);
}

/*
 * Where a new file cannot take its place: one with further names, one that is
 * mounted, or one in a directory that is closed.
 */
static int write_there(const struct startup_file *f, const struct buf *text,
		       struct buf *why)
{
	int fd = open(f->real, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY |
				       O_CLOEXEC);
	int ret, err;

	if (fd < 0)
		return failed_errno(why, "write", f->real);
	ret = change_end(fd, &f->text, text);
	if (!ret)
		ret = fsync(fd);
	err = errno;
	close(fd);
	if (!ret)
		return 0;
	errno = err;
	if (err == EBUSY)
		return failed(why, "write", f->real,
			      "it can be changed only at its end");
	return failed_errno(why, "write", f->real);
}

static mode_t new_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/* In the directory DIR, on disk when this returns. */
static int put_file(int dir, const char *path, const struct buf *text)
{
	if (tree_replace_synced(dir, path_base(path), text->data, text->len,
				new_mode()))
		return -1;
	fsync(dir);
	return 0;
}

/* The directories of RELATIVE below TOP, and the file. */
static int fill(int top, const char *relative, const struct buf *text)
{
	int dir = fcntl(top, F_DUPFD_CLOEXEC, 0), ret;

	for (const char *slash; dir >= 0 && (slash = strchr(relative, '/'));
	     relative = slash + 1) {
		const char *name =
			mem_dup(relative, (size_t)(slash - relative));
		int next = mkdirat(dir, name, 0700) ? -1 : tree_open(dir, name);

		close(dir);
		dir = next;
	}
	if (dir < 0)
		return -1;
	ret = put_file(dir, relative, text);
	close(dir);
	return ret;
}

/* All that is missing comes into its place in one step. */
static int make_tree(int base, const char *relative, const struct buf *text)
{
	const char *slash = strchr(relative, '/'), *temp;
	const char *name = mem_dup(relative, (size_t)(slash - relative));
	int top = stage_dir_make(base, &temp), ret, err;

	if (top < 0)
		return -1;
	ret = fill(top, slash + 1, text) || renameat(base, temp, base, name) ?
		      -1 :
		      0;
	err = errno;
	if (ret && tree_remove(base, temp))
		ret = -1;
	close(top);
	errno = err;
	return ret;
}

static bool cannot_replace(int err)
{
	return err == EACCES || err == EPERM || err == EROFS || err == EBUSY;
}

static int write_at(int base, const struct startup_file *f,
		    const struct buf *text)
{
	const char *relative = f->path + strlen(f->base);

	if (!f->missing)
		return put_file(base, f->real, text);
	relative += strspn(relative, "/");
	return make_tree(base, relative, text);
}

int startup_write(const struct startup_file *f, const struct user *user,
		  const struct buf *text, struct buf *why)
{
	int base, ret, err;

	if (check(f, user, why))
		return -1;
	if (f->shared)
		return write_there(f, text, why);
	base = open(f->base, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (base < 0)
		return failed_errno(why, "open", f->base);
	ret = write_at(base, f, text);
	err = errno;
	close(base);
	errno = err;
	if (ret && f->exists && cannot_replace(err))
		return write_there(f, text, why);
	return ret ? failed_errno(why, "write", f->real) : 0;
}

/* ---- removing ----------------------------------------------------------- */

struct only {
	const char *name;
	bool others;
};

static bool see(void *arg, int fd, const char *name, int type)
{
	struct only *only = arg;

	(void)fd;
	(void)type;
	only->others = !streq(name, only->name);
	return !only->others;
}

/* Does DIR hold NAME alone?  -1 with errno where that cannot be seen. */
static int holds_only(const char *dir, const char *name)
{
	struct only only = { .name = name };

	return file_scan(dir, see, &only) ? -1 : !only.others;
}

/* What goes with *PATH: up to DIRS directories above it. */
static int go_up(const char **path, unsigned dirs, bool *is_dir)
{
	int only = 1;

	*is_dir = false;
	for (; dirs && only > 0; dirs--) {
		only = holds_only(path_parent(*path), path_base(*path));
		if (only > 0) {
			*path = path_parent(*path);
			*is_dir = true;
		}
	}
	return only < 0 ? -1 : 0;
}

/* The directories go with it: out of the way in one step. */
static int take_away(int dir, const char *name, bool is_dir)
{
	const char *away;

	if (!is_dir)
		return unlinkat(dir, name, 0);
	away = stage_put_away(dir, name);
	return away ? tree_remove(dir, away) : -1;
}

int startup_discard(const struct startup_file *f, const struct user *user,
		    unsigned dirs, struct buf *why)
{
	const struct buf empty = BUF_INIT;
	const char *path = f->path;
	int dir, ret, err;
	bool is_dir;

	if (f->linked || f->shared)
		return startup_write(f, user, &empty, why);
	if (check(f, user, why))
		return -1;
	if (go_up(&path, dirs, &is_dir))
		return failed_errno(why, "look into", path_parent(path));
	dir = open(path_parent(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return failed_errno(why, "open", path_parent(path));
	ret = take_away(dir, path_base(path), is_dir);
	err = errno;
	close(dir);
	errno = err;
	return ret ? failed_errno(why, "remove", path) : 0;
}
