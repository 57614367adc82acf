/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/startup_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/path.h"
#include "system/files.h"
#include "system/replace.h"

enum {
	/** maximum size of a startup file, in bytes */
	STARTUP_MAX = 1024 * 1024,
};

static const char changed[] = "another program has changed it; try again";

const char *startup_open(const char *path, struct startup_file *f)
{
	const char *real;
	struct file_info info;

	*f = (struct startup_file){ .path = path, .text = { .data = buf_empty } };
	f->linked = !file_lstat(path, &info) && S_ISLNK(info.mode);
	real = file_real(path);
	if (!real && !file_is_missing(errno))
		return strerror(errno);
	f->exists = real;
	f->real = real ? real : path;
	if (f->exists && file_slurp(f->real, STARTUP_MAX, &f->text))
		return errno == EINVAL || errno == EISDIR || errno == ENXIO ?
			       "it is not a regular file" :
			       strerror(errno);
	if (memchr(f->text.data, '\0', f->text.len))
		return "it has NUL bytes, so it is not a text file";
	f->existing_dir = path_parent(f->real);
	while (!streq(f->existing_dir, "/") && file_stat(f->existing_dir, &info))
		f->existing_dir = path_parent(f->existing_dir);
	return NULL;
}

/* The reason, in words, why F must not be written; or NULL. */
static const char *refusal(const struct startup_file *f)
{
	struct file_info dir;

	if (f->exists)
		return f->text.info.mode & S_IWUSR ? NULL : "it is read-only";
	if (f->linked)
		return "it is a link to a file that does not exist";
	if (file_stat(f->existing_dir, &dir))
		return strerror(errno);
	return dir.uid == geteuid() ? NULL : "its directory belongs to another user";
}

/*
 * Open the existing file F for writing, with FLAGS. Returns -1, with the reason in *WHY, if that fails
 * or if the file changed after it was read.
 */
static int open_unchanged(const struct startup_file *f, int flags, const char **why)
{
	int fd = open(f->real, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | flags);

	*why = fd < 0 ? strerror(errno) : changed;
	if (fd < 0 || files_is_unchanged(AT_FDCWD, f->real, &f->text.info))
		return fd;
	close(fd);
	return -1;
}

/*
 * Close FD after a change of F from the offset FROM on. Returns NULL if RET is 0; else the reason in
 * errno, after writing the old text back.
 */
static const char *end_change(const struct startup_file *f, int fd, size_t from, int ret)
{
	const char *why = NULL;

	if (ret) {
		const char *old = f->text.data + from;
		size_t len = f->text.len - from;

		/* WHY remains the first failure, whatever fails after it. */
		why = strerror(errno);
		if (len && pwrite(fd, old, len, (off_t)from) != (ssize_t)len)
			errno = 0;
		if (ftruncate(fd, (off_t)f->text.len))
			errno = 0;
	}
	/* NFS reports a full disk only at close(). */
	return close(fd) && !why ? strerror(errno) : why;
}

/* Make the missing file F with TEXT as its content, and the directories above F. */
static const char *make_whole(const struct startup_file *f, const char *text)
{
	const char *parent = path_parent(f->real);
	mode_t mode = 0644 & ~files_umask();
	int dir, ret, err;

	if (files_make_dirs(AT_FDCWD, parent, 0700))
		return strerror(errno);
	dir = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return strerror(errno);
	ret = place_new_file(dir, path_base(f->real), text, strlen(text), mode);
	err = errno;
	close(dir);
	if (!ret)
		return NULL;
	return err == EEXIST ? changed : strerror(err);
}

const char *startup_append(const struct startup_file *f, const char *text)
{
	const char *why = refusal(f);
	int fd, ret;

	if (why)
		return why;
	if (!f->exists)
		return make_whole(f, text);
	fd = open_unchanged(f, O_APPEND, &why);
	if (fd < 0)
		return why;
	ret = file_write(fd, text, strlen(text)) || files_sync(fd);
	return end_change(f, fd, f->text.len, ret);
}

const char *startup_cut(const struct startup_file *f, const char *text)
{
	const char *old = f->text.data, *why = refusal(f);
	size_t len = text ? strlen(text) : 0, same = 0;
	struct buf rest = BUF_INIT;
	int fd, ret = 0;

	if (why)
		return why;
	if (!text && !f->linked) {
		if (!files_is_unchanged(AT_FDCWD, f->real, &f->text.info))
			return changed;
		return unlink(f->real) ? strerror(errno) : NULL;
	}
	fd = open_unchanged(f, 0, &why);
	if (fd < 0)
		return why;
	while (same < len && text[same] == old[same])
		same++;
	/*
	 * The text behind the cut moves to the front, and newlines fill the file up to its old length.
	 * Wherever a kill ends this, the file still has each byte of TEXT.
	 */
	if (same < len) {
		buf_puts(&rest, text + same);
		while (same + rest.len < f->text.len)
			buf_puts(&rest, "\n");
		ret = lseek(fd, (off_t)same, SEEK_SET) < 0 || file_write(fd, rest.data, rest.len);
	}
	ret = ret || ftruncate(fd, (off_t)len) || files_sync(fd);
	return end_change(f, fd, same, ret);
}
