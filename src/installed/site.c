/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/site.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/settings.h"
#include "formats/pep440.h"
#include "formats/python_name.h"
#include "print/msg.h"
#include "print/paste.h"
#include "python/guess.h"
#include "system/file_at.h"

static bool has_packages(const char *lib, const char *name)
{
	return file_exists(path_join(path_join(lib, name), "site-packages")) > 0;
}

/*
 * Set LIBRARY to the first directory in LIB that has site-packages. Without one, LIBRARY is
 * unchanged.
 */
static void find_library(const char *lib, struct library *library)
{
	struct python_name name;
	struct strings names = { 0 };

	(void)!dir_names(lib, &names);
	for (size_t i = 0; i < names.count; i++) {
		if (!python_name_parse(names.list[i], &name) || !*name.series ||
		    !has_packages(lib, names.list[i]))
			continue;
		*library = (struct library){ names.list[i], python_implementation(&name),
					     name.series, name.free_threaded ? "t" : "" };
		return;
	}
}

/*
 * Set LIBRARY by the version in pyvenv.cfg. If lib has no site-packages of that version, but
 * another directory with one, LIBRARY is set by the name of that directory. No link is followed:
 * `list` and `remove` describe environments that nobody has allowed yet.
 */
static void library_named(const struct venv *venv, struct library *library)
{
	const char *series = cfg_series(venv->cfg.version), *lib = path_join(venv->path, "lib");

	*library = (struct library){ NULL, "cpython", series, "" };
	if (*series)
		library->name = formatted("python%s", series);
	if (!*series || !has_packages(lib, library->name))
		find_library(lib, library);
}

/*
 * `python -m venv` over an environment of another version writes pyvenv.cfg anew, but leaves
 * bin/python as it is: with that Python run the packages in its own directory.
 */
void library_of(const struct venv *venv, struct library *library)
{
	struct python_guess guess;
	const char *name;

	library_named(venv, library);
	if (!python_guess(venv_python(venv), &guess) || !guess.series ||
	    !streq(guess.implementation, "cpython"))
		return;
	name = formatted("python%s%s", guess.series, guess.threads);
	if (has_packages(path_join(venv->path, "lib"), name))
		*library =
			(struct library){ name, guess.implementation, guess.series, guess.threads };
}

/* pip renames a package that it removes to a name with ~. */
static bool is_dist_entry(const char *name)
{
	return *name != '~' && (ends_with(name, ".dist-info") || ends_with(name, ".egg-info"));
}

const char *library_other(const struct venv *venv, const struct library *library)
{
	const char *lib = path_join(venv->path, "lib");
	struct strings libraries = { 0 };

	(void)!dir_names(lib, &libraries);
	for (size_t i = 0; library->name && i < libraries.count; i++) {
		const char *name = libraries.list[i];
		struct strings names = { 0 };
		struct python_name parsed;

		if (streq(name, library->name) || !python_name_parse(name, &parsed))
			continue;
		(void)!dir_names(path_join(path_join(lib, name), "site-packages"), &names);
		for (size_t k = 0; k < names.count; k++)
			if (is_dist_entry(names.list[k]))
				return name;
	}
	return NULL;
}

const char *site_path(const struct venv *venv, const struct library *library, const char *lib)
{
	return formatted("%s/%s/%s/site-packages", venv->path, lib,
			 library->name ? library->name : "python");
}

const char *ensurepip_line(const struct venv *venv)
{
	struct library library;

	library_of(venv, &library);
	if (!venv_has_ensurepip(venv, library.name))
		return NULL;
	return formatted("%s -I -m ensurepip --default-pip", paste_word(venv_python(venv)));
}

/*
 * The user's site-packages, as site.getusersitepackages() returns it. Python imports from it only
 * together with the base's. NULL: PYTHONNOUSERSITE is set, or HOME is unknown.
 */
static const char *site_user(const struct library *library)
{
	const char *base = settings_path("PYTHONUSERBASE");

	if (is_set(getenv("PYTHONNOUSERSITE")) || !library->name)
		return NULL;
	if (!base)
		base = settings_home(".local");
	return base ? formatted("%s/lib/%s/site-packages", base, library->name) : NULL;
}

/* STDLIB belongs to Debian's Python, which imports from dist-packages. */
static bool is_debian(const char *stdlib)
{
	struct text text;

	return !file_slurp(path_join(stdlib, "site.py"), FILE_MAX, &text) &&
	       strstr(text.data, "\"dist-packages\"");
}

void site_base(const struct venv *venv, const struct library *library, struct strings *dirs)
{
	const char *stdlib = venv_stdlib(venv, library->name), *user = site_user(library), *prefix,
		   *local;

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

/* ---- by names of files --------------------------------------------------------- */

const char *site_version(const struct venv *venv)
{
	const char *version = venv->cfg.version ? pep440_release(venv->cfg.version) : "";
	struct library library;

	if (*version)
		return version;
	library_named(venv, &library);
	return *library.series ? library.series : NULL;
}

static bool count_package(void *count, int fd, const char *name, int type)
{
	*(int *)count += is_dist_entry(name);
	return true;
}

int site_count(const struct venv *venv)
{
	uint64_t room[1024];
	int count = 0;
	struct library library;
	int root, fd = -1;

	library_named(venv, &library);
	root = files_open_dir(AT_FDCWD, venv->path);
	if (root >= 0) {
		fd = files_open_parent(root, formatted("lib/%s/site-packages/x",
						       library.name ? library.name : "python"));
		file_close(root);
	}
	if (fd < 0)
		return file_is_missing(errno) ? 0 : -1;
	(void)!file_scan_fd(fd, room, sizeof(room), count_package, &count);
	file_close(fd);
	return count;
}
