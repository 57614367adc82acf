/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/startup_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
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
	struct file_info info;

	*f = (struct startup_file){ .path = path, .text = { .data = buf_empty } };
	f->linked = !file_lstat(path, &info) && S_ISLNK(info.mode);
	f->real = file_real(path);
	if (!f->real && !file_is_missing(errno))
		return strerror(errno);
	f->exists = f->real;
	if (f->exists && file_slurp(f->real, STARTUP_MAX, &f->text))
		return errno == EINVAL || errno == EISDIR || errno == ENXIO ?
			       "it is not a regular file" :
			       strerror(errno);
	if (memchr(f->text.data, '\0', f->text.len))
		return "it has NUL bytes, so it is not a text file";
	f->real = f->exists ? f->real : path;
	f->base = path_parent(f->real);
	while (f->base[1] && file_stat(f->base, &info))
		f->base = path_parent(f->base);
	return NULL;
}

/*
 * The reason against writing F; or NULL. rename(2) would replace a file without write permission.
 */
static const char *refusal(const struct startup_file *f)
{
	struct file_info info = f->text.info;

	if (!f->exists && f->linked)
		return "it is a link to a file that does not exist";
	if (!f->exists && file_stat(f->base, &info))
		return strerror(errno);
	if (info.uid != geteuid())
		return f->exists ? "it belongs to another user" :
				   "its directory belongs to another user";
	if (!f->exists)
		return NULL;
	if (!(info.mode & S_IWUSR))
		return "it is read-only";
	if (info.nlink > 1)
		return "it has more than one name (hard links)";
	return NULL;
}

/*
 * Write TEXT to F in its open directory DIR. NULL: remove the file, or empty the target of a link.
 * Returns NULL, or the reason for a failure.
 */
static const char *write_startup_file(const struct startup_file *f, int dir, const char *text)
{
	const struct file_info *seen = f->exists ? &f->text.info : NULL;
	const char *name = path_base(f->real), *no = replace_obstacle(dir, name);

	if (no)
		return no;
	if (!text && !f->linked)
		return files_is_unchanged(dir, name, seen) && !unlinkat(dir, name, 0) ? NULL :
											changed;
	text = text ? text : "";
	if (!replace_seen(dir, name, text, strlen(text), 0644 & ~files_umask(), seen))
		return NULL;
	return errno == ESTALE || errno == EEXIST ? changed : strerror(errno);
}

const char *startup_write(const struct startup_file *f, const char *text)
{
	const char *no = refusal(f), *path = path_parent(f->real);
	int dir;

	if (no)
		return no;
	if (files_make_dirs(AT_FDCWD, path, 0700) ||
	    (dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		return strerror(errno);
	no = write_startup_file(f, dir, text);
	close(dir);
	return no;
}
