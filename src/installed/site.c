/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/site.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/settings.h"
#include "core/strings.h"
#include "system/files.h"

#include "core/banned.h"

bool site_is_library(const char *name)
{
	return starts_with(name, "python") || starts_with(name, "pypy");
}

static bool take_library(void *arg, int fd, const char *name, int type)
{
	const char **found = arg;

	(void)fd;
	(void)type;
	if (!site_is_library(name))
		return true;
	*found = mem_dups(name);
	return false;
}

/* The library in the directory LIB; NULL with errno: none, or LIB cannot be read. */
static const char *find_library(const char *lib)
{
	const char *name = NULL;

	errno = ENOENT;
	return file_scan(lib, take_library, &name) ? NULL : name;
}

const char *site_python(const struct venv *venv)
{
	return find_library(path_join(venv->path, "lib"));
}

/* Open SITE, a path below VENV. */
static int open_below(const struct venv *venv, const char *site, const char **path)
{
	int root = files_open_dir(AT_FDCWD, venv->path), fd;

	*path = path_join(venv->path, site);
	if (root < 0)
		return -1;
	fd = files_open_parent(root, path_join(site, "x"));
	file_close(root);
	return fd;
}

int site_open(const struct venv *venv, const char *lib, const char **path)
{
	const char *series = cfg_series(venv->cfg.version), *name;
	struct buf by_version = BUF_INIT;
	struct file_info info;

	/* An environment of Windows. */
	if (venv->bin && streq(venv->bin, "Scripts") && streq(lib, "lib"))
		return open_below(venv, "Lib/site-packages", path);
	*path = path_join(venv->path, lib);
	buf_putl(&by_version, "python", series);
	name = by_version.data;
	if (!*series || file_lstat(path_join(*path, name), &info))
		name = find_library(*path);
	if (!name)
		return -1;
	return open_below(venv, path_join(path_join(lib, name), "site-packages"), path);
}

/* LIBRARY in PREFIX, if it has the standard library; or NULL. */
static const char *stdlib_in(const char *prefix, const char *library)
{
	static const char *const libs[] = { "lib", "lib64" };

	for (size_t i = 0; i < ARRAY_SIZE(libs); i++) {
		const char *dir = path_join(path_join(prefix, libs[i]), library);

		if (file_exists_through(AT_FDCWD, path_join(dir, "os.py")) > 0)
			return dir;
	}
	return NULL;
}

/* The standard library of the base, told from files; NULL: not found. */
static const char *find_stdlib(const struct venv *venv)
{
	const char *home = venv->cfg.home, *library = site_python(venv), *found;
	char real[PATH_MAX];

	if (!is_set(home) || home[0] != '/' || !library)
		return NULL;
	found = stdlib_in(path_parent(path_clean(home)), library);
	if (found)
		return found;
	/* Python looks beside the file that its link leads to. */
	if (!realpath(path_join(home, library), real))
		return NULL;
	return stdlib_in(path_parent(path_parent(mem_dups(real))), library);
}

/* site.getusersitepackages(), which counts where the base's packages do; NULL: none. */
static const char *site_user(const struct venv *venv)
{
	const char *base = settings_path("PYTHONUSERBASE");
	const char *home = settings_path("HOME"), *python = site_python(venv);

	if (is_set(getenv("PYTHONNOUSERSITE")) || !python)
		return NULL;
	if (!base && home)
		base = path_join(home, ".local");
	return base ? path_join(path_join(path_join(base, "lib"), python), "site-packages") : NULL;
}

/* Debian's Python keeps the packages of Debian in directories of their own. */
static bool is_debian(const char *stdlib)
{
	struct text text;

	return !file_slurp(path_join(stdlib, "site.py"), FILE_MAX, &text) &&
	       strstr(text.data, "\"dist-packages\"");
}

void site_base(const struct venv *venv, struct strings *dirs)
{
	const char *stdlib = find_stdlib(venv), *user = site_user(venv), *prefix, *local;

	if (user)
		strings_add(dirs, user);
	if (!stdlib)
		return;
	if (!is_debian(stdlib)) {
		strings_add(dirs, path_join(stdlib, "site-packages"));
		return;
	}
	prefix = path_parent(path_parent(stdlib));
	local = path_join(path_join(prefix, "local/lib"), path_base(stdlib));
	strings_add(dirs, path_join(local, "dist-packages"));
	strings_add(dirs, path_join(prefix, "lib/python3/dist-packages"));
	strings_add(dirs, path_join(stdlib, "dist-packages"));
}
