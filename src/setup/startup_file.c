/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/startup_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/file_at.h"
#include "system/platform.h"
#include "system/replace.h"
#include "system/tree.h"

enum {
	/** maximum size of a startup file, in bytes */
	STARTUP_MAX = 1024 * 1024,
};

const char *startup_open(const char *path, struct startup_file *f)
{
	const char *real;
	struct file_info info;

	*f = (struct startup_file){ .path = path, .text = { .data = buf_empty } };
	if (!file_lstat(path, &info))
		f->linked = S_ISLNK(info.mode);
	else if (!file_is_missing(errno))
		return strerror(errno);
	real = real_path_of(path).path;
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
	f->existing_dir = files_existing_dir(path_parent(f->real));
	if (!f->existing_dir)
		return strerror(errno);
	for (const char *dir = path_parent(f->real); !streq(dir, f->existing_dir);
	     dir = path_parent(dir))
		f->missing_dirs++;
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
 * Open the existing file F for writing, with FLAGS, and hold it, so that no other program opens it
 * meanwhile. Returns -1, with the reason in *WHY, if that fails, if another program has the file
 * open for writing, or if it changed after it was read.
 */
static int open_unchanged(const struct startup_file *f, int flags, const char **why)
{
	int fd;

	*why = errno_text(ETXTBSY);
	if (platform_is_written(AT_FDCWD, f->real))
		return -1;
	fd = open(f->real, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | flags);
	/* EAGAIN: another avenv holds the file. */
	*why = errno_text(fd >= 0 ? ESTALE : errno == EAGAIN ? ETXTBSY : errno);
	if (fd < 0)
		return fd;
	platform_hold(fd);
	if (files_is_unchanged(AT_FDCWD, f->real, &f->text.info))
		return fd;
	close(fd);
	return -1;
}

/*
 * Close FD, by which the text of F was changed from the byte FROM on. FAILED: a change failed with
 * errno, so the old text is written back. Returns NULL, or the reason for the failure.
 */
static const char *close_changed(const struct startup_file *f, int fd, size_t from, bool failed)
{
	const char *why = failed ? strerror(errno) : NULL;
	size_t len = f->text.len - from;

	if (failed && len && pwrite(fd, f->text.data + from, len, (off_t)from) != (ssize_t)len)
		why = formatted("%s; what it had from byte %zu on cannot be written back", why,
				from);
	/* NFS reports a full disk only at close(). */
	if (close(fd) && !why)
		why = strerror(errno);
	return why;
}

/* Make the missing file F in its directory, open as DIR or -1 with errno, with the content TEXT. */
static const char *make_file(const struct startup_file *f, int dir, const char *text)
{
	mode_t mode = 0644 & ~files_umask();

	if (dir < 0)
		return strerror(errno);
	if (!place_new_file(dir, path_base(f->real), text, strlen(text), mode))
		return NULL;
	return errno == EEXIST ? errno_text(ESTALE) : strerror(errno);
}

/*
 * Make F, REST below the missing directory FIRST, in a stage in the directory open as DIR, and then
 * rename the stage to FIRST: the next run could not know that directories are setup's which this
 * run left without the file.
 */
static const char *make_in_stage(const struct startup_file *f, int dir, const char *first,
				 const char *rest, const char *text)
{
	const char *name, *why;
	int stage = stage_dir_make(dir, &name), in = -1;

	if (stage < 0)
		return strerror(errno);
	if (!strchr(rest, '/') || !files_make_dirs(stage, path_parent(rest), 0700, NULL))
		in = files_open_parent(stage, rest);
	why = make_file(f, in, text);
	if (!why && platform_rename_new(dir, name, dir, first))
		why = errno == EEXIST ? errno_text(ESTALE) : strerror(errno);
	if (why)
		(void)!tree_remove(dir, name);
	file_close(in);
	close(stage);
	return why;
}

/* Make the missing file F with TEXT as its content, and the directories above F. */
static const char *make_whole(const struct startup_file *f, const char *text)
{
	int dir = open(f->existing_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const char *path = f->real + strlen(f->existing_dir), *slash, *why;

	path += *path == '/';
	slash = strchr(path, '/');
	if (dir >= 0 && slash)
		why = make_in_stage(f, dir, mem_dup(path, (size_t)(slash - path)), slash + 1, text);
	else
		why = make_file(f, dir, text);
	file_close(dir);
	return why;
}

/*
 * Cut off the part of TEXT that was appended to F, open as FD, before the disk was full. Returns 0,
 * or -1 with errno.
 */
static int take_back(const struct startup_file *f, int fd, const char *text)
{
	size_t len = strlen(text), same = 0;
	char *part = mem_alloc(len);
	ssize_t n = pread(fd, part, len, (off_t)f->text.len);

	while (n > 0 && same < (size_t)n && part[same] == text[same])
		same++;
	/* With O_APPEND pwrite() would write at the end. */
	if (n < 0 || fcntl(fd, F_SETFL, 0))
		return -1;
	return cut_out(fd, (off_t)f->text.len, (off_t)(f->text.len + same));
}

const char *startup_append(const struct startup_file *f, const char *text)
{
	const char *why = refusal(f);
	int fd;

	if (why)
		return why;
	if (!f->exists)
		return make_whole(f, text);
	fd = open_unchanged(f, O_APPEND, &why);
	if (fd < 0)
		return why;
	if (!file_write(fd, text, strlen(text)) && !files_sync(fd))
		return close_changed(f, fd, f->text.len, false);
	why = strerror(errno);
	if (take_back(f, fd, text))
		why = formatted("%s; a part of a line stays at its end", why);
	close(fd);
	return why;
}

/* Reduce F to TEXT in place. */
static const char *shorten(const struct startup_file *f, const char *text)
{
	size_t len = strlen(text), same = 0;
	struct buf rest = BUF_INIT;
	const char *why;
	int fd = open_unchanged(f, 0, &why);
	bool failed = false;

	if (fd < 0)
		return why;
	while (same < len && text[same] == f->text.data[same])
		same++;
	/*
	 * The text behind the cut moves to the front, and newlines fill the file up to its old
	 * length. If this process is killed meanwhile, the file still has each byte of TEXT.
	 */
	if (same < len) {
		buf_puts(&rest, text + same);
		while (same + rest.len < f->text.len)
			buf_puts(&rest, "\n");
		failed =
			lseek(fd, (off_t)same, SEEK_SET) < 0 || file_write(fd, rest.data, rest.len);
	}
	failed = failed || cut_out(fd, (off_t)len, (off_t)f->text.len) || files_sync(fd);
	return close_changed(f, fd, same, failed);
}

static const char *remove_file(const struct startup_file *f)
{
	int dir = open(path_parent(f->real), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const char *why = NULL;

	if (dir < 0 || remove_seen(dir, path_base(f->real), &f->text.info))
		why = errno_text(errno);
	file_close(dir);
	return why;
}

const char *startup_cut(const struct startup_file *f, const char *text)
{
	const char *why = refusal(f);

	if (why)
		return why;
	if (text || f->linked)
		return shorten(f, text ? text : "");
	return remove_file(f);
}

void startup_remove_dirs(const struct startup_file *f, unsigned count)
{
	static struct strings dirs;
	const char *dir = path_parent(f->real);
	bool removed = true;

	for (; count; count--, dir = path_parent(dir))
		strings_add(&dirs, dir);
	while (removed) {
		removed = false;
		for (size_t i = 0; i < dirs.count; i++)
			removed |= !rmdir(dirs.list[i]);
	}
}
