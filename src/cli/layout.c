/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/layout.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/tree.h"

#include "core/banned.h"

#define GITIGNORE                                                                                  \
	"# Created by venv; see "                                                                  \
	"https://docs.python.org/3/library/venv.html\n"                                            \
	"*\n"

/** An environment being laid out. */
struct draft {
	const struct layout *layout;
	int dir, bin;
	/** what open() would give a new file */
	mode_t mode;
};

const char *layout_site(const struct python *python)
{
	struct buf b = BUF_INIT;
	bool pypy = streq(python->implementation, "pypy");

	buf_putl(&b, "lib/", pypy ? "pypy" : "python", python->series, python->threads,
		 "/site-packages");
	return b.data;
}

static int failed(const struct draft *d, const char *name)
{
	return error_errno("cannot make '%s'", shown(path_join(d->layout->target, name)));
}

/* Make PATH with its parents, which may be there. */
static int make_dirs(const struct draft *d, const char *path)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, path);
	for (char *slash = b.data; slash; slash = strchr(slash + 1, '/')) {
		if (*slash != '/')
			continue;
		*slash = '\0';
		if (mkdirat(d->dir, b.data, 0777) && errno != EEXIST)
			return failed(d, b.data);
		*slash = '/';
	}
	if (mkdirat(d->dir, path, 0777) && errno != EEXIST)
		return failed(d, path);
	return 0;
}

static bool is_kept(int keep, const char *name)
{
	struct stat st;

	return keep >= 0 && fstatat(keep, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static const char *include_dir(const struct python *python)
{
	struct buf b = BUF_INIT;

	if (!layout_since(python, 11))
		return "include";
	buf_putl(&b, "include/python", python->series, python->threads);
	return b.data;
}

static int write_dirs(struct draft *d, int keep)
{
	const struct python *python = d->layout->python;

	if (make_dirs(d, "bin") || make_dirs(d, include_dir(python)) ||
	    make_dirs(d, layout_site(python)))
		return -1;
	if (python->lib64 && !is_kept(keep, "lib64") && symlinkat("lib", d->dir, "lib64"))
		return failed(d, "lib64");
	d->bin = openat(d->dir, "bin", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return d->bin < 0 ? failed(d, "bin") : 0;
}

static int write_gitignore(const struct draft *d, int keep)
{
	if (!layout_since(d->layout->python, 13) || !d->layout->scm_ignore ||
	    is_kept(keep, ".gitignore"))
		return 0;
	if (files_make(d->dir, ".gitignore", GITIGNORE, strlen(GITIGNORE), d->mode))
		return failed(d, ".gitignore");
	return 0;
}

/* bin/NAME is the interpreter itself, or leads to what there is of it. */
static int write_python(const struct draft *d, const char *name)
{
	const struct python *python = d->layout->python;
	const char *to = streq(name, python->exe) ? python->path : python->exe;

	if (!d->layout->copies) {
		if (symlinkat(to, d->bin, name))
			return failed(d, path_join("bin", name));
		return 0;
	}
	if (files_copy(AT_FDCWD, python->real, d->bin, name) || fchmodat(d->bin, name, 0755, 0))
		return failed(d, path_join("bin", name));
	return 0;
}

static int write_pythons(const struct draft *d)
{
	const struct python *python = d->layout->python;
	struct buf versioned = BUF_INIT;

	buf_putl(&versioned, "python", python->series);
	const char *const names[] = { "python", "python3",
				      layout_since(python, 9) ? versioned.data : python->exe };

	if (write_python(d, python->exe))
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!streq(names[i], python->exe) && write_python(d, names[i]))
			return -1;
	return 0;
}

static int write_script(void *arg, const char *name, const struct buf *text, mode_t mode)
{
	const struct draft *d = arg;

	if (files_make(d->bin, name, text->data, text->len, mode))
		return failed(d, path_join("bin", name));
	return 0;
}

static int write_scripts(struct draft *d)
{
	const struct layout *layout = d->layout;

	if (layout->upgrade)
		return 0;
	return layout_scripts(layout->python, layout->target, layout->prompt, write_script, d);
}

static int write_cfg(const struct draft *d)
{
	struct buf cfg = BUF_INIT;

	layout_cfg(d->layout, &cfg);
	if (files_make(d->dir, "pyvenv.cfg", cfg.data, cfg.len, d->mode))
		return failed(d, "pyvenv.cfg");
	return 0;
}

int layout_write(const struct layout *layout, int dir, int keep)
{
	struct draft d = { .layout = layout, .dir = dir, .bin = -1, .mode = 0666 & ~files_umask() };
	int ret = -1;

	if (!write_dirs(&d, keep) && !write_gitignore(&d, keep) && !write_pythons(&d) &&
	    !write_scripts(&d))
		ret = write_cfg(&d);
	if (d.bin >= 0)
		close(d.bin);
	return ret;
}
