/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/unowned.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <sys/stat.h>

#include "core/path.h"
#include "installed/site.h"
#include "lookup/owned.h"
#include "print/msg.h"
#include "system/files.h"

struct walk {
	const char *env;
	struct strings owned;
	struct strings *paths;
};

/*
 * venv, virtualenv, uv or pip makes a file of the path PATH, but lists it nowhere: interpreters and
 * activate scripts; metadata; bytecode; leftovers of pip, which begin with '~'.
 */
static bool is_made(const char *path)
{
	static const char *const patterns[] = {
		"bin/python*",
		"bin/pypy*",
		"bin/libpypy*",
		"bin/activate*",
		"bin/Activate.ps1",
		"bin/deactivate*",
		"bin/pydoc.bat",
		"bin/pip*",
		"bin/wheel*",
		"bin/easy_install*",
		"lib*/*/site-packages/*.dist-info",
		"lib*/*/site-packages/*.egg-info",
		"lib*/*/site-packages/*.egg",
		"lib*/*/site-packages/*.egg-link",
		"lib*/*/site-packages/easy-install.pth",
		"lib*/*/site-packages/_virtualenv.p*",
		"lib*/*/site-packages/~*",
	};

	for (size_t i = 0; i < ARRAY_SIZE(patterns); i++)
		if (!fnmatch(patterns[i], path, FNM_PATHNAME))
			return true;
	return ends_with(path, ".pyc") || streq(path_base(path), "__pycache__");
}

static int walk_dir(const struct walk *w, int parent, const char *path);

static int walk_entry(const struct walk *w, int dir, const char *path)
{
	struct file_info info;

	if (is_made(path))
		return 0;
	if (file_lstatat(dir, path_base(path), &info))
		return -1;
	if (S_ISDIR(info.mode))
		return walk_dir(w, dir, path);
	if (!owned_has(&w->owned, path))
		strings_add(w->paths, path);
	return 0;
}

/* Look at the directory PATH, whose last component is in PARENT. Returns 0, or -1 with errno. */
static int walk_dir(const struct walk *w, int parent, const char *path)
{
	int dir = files_open_dir(parent, path_base(path)), ret = dir < 0 ? -1 : 0;
	struct strings names = { 0 };

	if (!ret)
		ret = dir_names(dir, &names);
	strings_sort(&names);
	for (size_t i = 0; i < names.count && !ret && w->paths->count < UNOWNED_MAX; i++)
		ret = walk_entry(w, dir, path_join(path, names.list[i]));
	file_close(dir);
	return ret;
}

/* walk_dir() of PATH, unless it is missing or a link. */
static int walk_from_top(const struct walk *w, const char *path)
{
	const char *whole = path_join(w->env, path);
	struct file_info info;
	int parent, ret;

	if (file_lstat(whole, &info))
		return file_is_missing(errno) ? 0 : error_errno("cannot read '%s'", shown(whole));
	if (!S_ISDIR(info.mode))
		return 0;
	parent = files_open_dir(AT_FDCWD, path_parent(whole));
	ret = parent < 0 ? -1 : walk_dir(w, parent, path);
	if (ret)
		error_errno("cannot read '%s'", shown(whole));
	file_close(parent);
	return ret;
}

int unowned_files(const struct venv *venv, struct strings *paths)
{
	const struct walk w = { venv->path, owned_read(venv->path), paths };
	struct library library;

	library_of(venv, &library);
	if (file_exists(AT_FDCWD, path_join(venv->path, "src")))
		strings_add(paths, "src");
	if (walk_from_top(&w, "bin"))
		return -1;
	if (!library.name)
		return 0;
	/* venv makes lib64 a link to lib. */
	if (file_link_text(AT_FDCWD, path_join(venv->path, "lib64")))
		return walk_from_top(&w, formatted("lib/%s/site-packages", library.name));
	return walk_from_top(&w, formatted("lib/%s/site-packages", library.name)) ||
			       walk_from_top(&w,
					     formatted("lib64/%s/site-packages", library.name)) ?
		       -1 :
		       0;
}
