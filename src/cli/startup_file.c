/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/startup_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/replace.h"
#include "system/tree.h"

#include "core/banned.h"

enum {
	/** of a file that people write by hand, in bytes */
	SIZE_MAX_SANE = 1024 * 1024,
};

static int failed_errno(struct buf *why, const char *what, const char *path)
{
	const char *reason = strerror(errno);

	if (errno == EINVAL || errno == EISDIR || errno == ENXIO)
		reason = "it is not a regular file";
	return why_not(why, what, path, reason);
}

/* What is no file of text holds no line of ours; any other may. */
static int unread(struct startup_file *f, struct buf *why, const char *what, const char *path)
{
	f->unread = errno != EISDIR && !unseen_is_answer(errno);
	if (errno == EFBIG)
		return why_not(why, what, path, "it is larger than any startup file should be");
	return failed_errno(why, what, path);
}

static int open_existing(struct startup_file *f, struct buf *why)
{
	if (file_slurp(f->real, SIZE_MAX_SANE, &f->text))
		return unread(f, why, "read", f->real);
	if (memchr(f->text.data, '\0', f->text.len))
		return why_not(why, "change", f->real, "it holds NUL bytes, so it is no text");
	f->exists = true;
	f->base = path_parent(f->real);
	f->shared = f->text.info.nlink > 1;
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
			return unread(f, why, "open", f->base);
		f->missing++;
	}
	if (!S_ISDIR(info.mode))
		return why_not(why, "make", f->path, strerror(ENOTDIR));
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
		return why_not(why, "change", path, "it is a link to what is not there");
	if (errno != ENOENT)
		return unread(f, why, "open", path);
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
static int check(const struct startup_file *f, const struct user *user, struct buf *why)
{
	const struct file_info *file = &f->text.info;
	struct file_info dir;

	if (!f->exists) {
		if (file_stat(f->base, &dir))
			return failed_errno(why, "open", f->base);
		if (user_or_root(user, dir.uid))
			return 0;
		return refuse_owner(f->base, dir.uid, why);
	}
	if (file->uid != user->uid)
		return refuse_owner(f->real, file->uid, why);
	if (!(file->mode & S_IWUSR))
		return why_not(why, "write", f->real, "it is read-only");
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
static int change_end(int fd, const struct startup_file *f, const struct buf *text)
{
	const struct text *old = &f->text;
	size_t same = old->len < text->len ? old->len : text->len;

	errno = EBUSY;
	if (memcmp(old->data, text->data, same) != 0)
		return -1;
	errno = ESTALE;
	if (!files_still(AT_FDCWD, f->real, &old->info) || !files_still_open(AT_FDCWD, f->real, fd))
		return -1;
	if (text->len > same)
		return extend(fd, text->data + same, text->len - same, (off_t)same);
	return ftruncate(fd, (off_t)same);
}

/*
 * Where a new file cannot take its place: one with further names, one that is
 * mounted, or one in a directory that is closed.
 */
static int write_there(const struct startup_file *f, const struct buf *text, struct buf *why)
{
	int fd = open(f->real, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	int ret, err;

	if (fd < 0)
		return failed_errno(why, "write", f->real);
	ret = change_end(fd, f, text);
	if (!ret)
		ret = fsync(fd);
	err = errno;
	close(fd);
	if (!ret)
		return 0;
	errno = err;
	if (err == ESTALE)
		return STARTUP_CHANGED;
	if (err == EBUSY)
		return why_not(why, "write", f->real, "it can be changed only at its end");
	return failed_errno(why, "write", f->real);
}

/* In the directory DIR, on disk when this returns. */
static int put_file(int dir, const char *path, const struct buf *text, const struct file_info *seen)
{
	if (replace_seen(dir, path_base(path), text->data, text->len, 0666 & ~files_umask(), seen))
		return -1;
	fsync(dir);
	return 0;
}

/* The directories of RELATIVE below TOP, and the file. */
static int fill(int top, const char *relative, const struct buf *text)
{
	int dir = fcntl(top, F_DUPFD_CLOEXEC, 0), ret;

	for (const char *slash; dir >= 0 && (slash = strchr(relative, '/')); relative = slash + 1) {
		const char *name = mem_dup(relative, (size_t)(slash - relative));
		int next = mkdirat(dir, name, 0700) ? -1 : files_open_dir(dir, name);

		close(dir);
		dir = next;
	}
	if (dir < 0)
		return -1;
	ret = put_file(dir, relative, text, NULL);
	file_close(dir);
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
	ret = fill(top, slash + 1, text) || renameat(base, temp, base, name) ? -1 : 0;
	err = errno;
	if (ret && tree_remove_open(base, temp, top))
		ret = -1;
	close(top);
	errno = err;
	return ret;
}

static bool cannot_replace(int err)
{
	return err == EACCES || err == EPERM || err == EROFS || err == EBUSY;
}

/* Another one made, replaced or removed it, or a directory above it. */
static bool is_changed(int err)
{
	return err == ESTALE || err == EEXIST || err == ENOTEMPTY || err == ENOTDIR ||
	       err == ENOENT;
}

static int write_at(int base, const struct startup_file *f, const struct buf *text)
{
	const char *relative = f->path + strlen(f->base);

	if (!f->missing)
		return put_file(base, f->real, text, f->exists ? &f->text.info : NULL);
	relative += strspn(relative, "/");
	return make_tree(base, relative, text);
}

int startup_write(const struct startup_file *f, const struct user *user, const struct buf *text,
		  struct buf *why)
{
	int base, ret;

	if (check(f, user, why))
		return -1;
	if (f->shared)
		return write_there(f, text, why);
	base = open(f->base, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (base < 0)
		return failed_errno(why, "open", f->base);
	ret = write_at(base, f, text);
	file_close(base);
	if (ret && f->exists && cannot_replace(errno))
		return write_there(f, text, why);
	if (ret && is_changed(errno))
		return STARTUP_CHANGED;
	return ret ? failed_errno(why, "write", f->real) : 0;
}

/* ---- removing ----------------------------------------------------------- */

/*
 * Up to DIRS directories above PATH, as long as they are empty.  The number
 * comes from a file that may have been moved: HOME stays, and what it is in.
 */
static void remove_dirs(const char *path, const char *home, unsigned dirs)
{
	struct file_info top, dir;

	if (file_stat(home, &top))
		return;
	for (path = path_parent(path); dirs; dirs--, path = path_parent(path))
		if (file_lstat(path, &dir) || file_same(&dir, &top) || rmdir(path))
			return;
}

int startup_discard(const struct startup_file *f, const struct user *user, const char *home,
		    unsigned dirs, struct buf *why)
{
	const struct buf empty = BUF_INIT;

	if (f->linked || f->shared)
		return startup_write(f, user, &empty, why);
	if (check(f, user, why))
		return -1;
	if (!files_still(AT_FDCWD, f->path, &f->text.info))
		return STARTUP_CHANGED;
	if (unlink(f->path))
		return failed_errno(why, "remove", f->path);
	remove_dirs(f->path, home, dirs);
	return 0;
}
