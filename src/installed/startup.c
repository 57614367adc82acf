/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/startup.h"

#include <fcntl.h>
#include <fnmatch.h>

#include "core/mem.h"
#include "core/path.h"
#include "installed/site.h"
#include "lookup/owned.h"
#include "system/files.h"

enum {
	/** largest .pth file that is read, in bytes */
	PTH_MAX = 1024 * 1024,
};

/* Python runs LINE of a .pth file, and no tool is known to write that line. */
static bool is_code(const char *line)
{
	static const char *const known[] = {
		/* _virtualenv.pth of virtualenv and uv */
		"import _virtualenv",
		/* easy-install.pth of setuptools, _virtualenv_path_extensions.pth of virtualenvwrapper */
		"import sys; sys.__plen = len(sys.path)",
		"import sys; new=sys.path[sys.__plen:]; del sys.path[sys.__plen:]; "
		"p=getattr(sys,'__egginsert',0); sys.path[p:p]=new; "
		"sys.__egginsert = p+len(new)",
	};
	size_t len = strlen(line);

	while (len && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		len--;
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (strlen(known[i]) == len && starts_with(line, known[i]))
			return false;
	return starts_with(line, "import ") || starts_with(line, "import\t");
}

/* The .pth file PATH has a line that Python runs. */
static bool pth_has_code(const char *path)
{
	struct text text;
	char *rest;

	if (files_slurp_target(AT_FDCWD, path, PTH_MAX, &text))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!text.data[i])
			text.data[i] = '?';
	rest = text.data + (starts_with(text.data, "\xEF\xBB\xBF") ? 3 : 0);
	/* The ASCII characters of str.splitlines() */
	for (char *line; (line = strsep(&rest, "\r\n\v\f\x1C\x1D\x1E"));)
		if (is_code(line))
			return true;
	return false;
}

/* NAME in SITE is the module sitecustomize or usercustomize. */
static bool is_customize(const char *site, const char *name)
{
	if (!starts_with(name, "sitecustomize") && !starts_with(name, "usercustomize"))
		return false;
	name += strlen("sitecustomize");
	return streq(name, ".py") || streq(name, ".pyc") || !fnmatch(".*so", name, 0) ||
	       (!*name && file_exists(AT_FDCWD, path_join(site, "sitecustomize/__init__.py")) > 0);
}

/* `setup.py develop` writes NAME-nspkg.pth beside NAME.egg-link, and lists it nowhere. */
static bool is_of_egg_link(const char *site, const char *name)
{
	static const char end[] = "-nspkg.pth";
	const char *project;

	if (!ends_with(name, end))
		return false;
	project = mem_dup(name, strlen(name) - strlen(end));
	return file_exists(AT_FDCWD, path_join(site, joined(project, ".egg-link"))) > 0;
}

static bool has_code(const char *site, const char *name)
{
	struct mem_mark mark = mem_mark();
	bool code = is_customize(site, name);

	if (ends_with(name, ".pth"))
		code = *name != '.' && !is_of_egg_link(site, name) &&
		       pth_has_code(path_join(site, name));
	mem_release(mark);
	return code;
}

/* Add the files with code in the site-packages SITE of VENV to PATHS. */
static void add_code(const struct venv *venv, const char *site, struct strings *paths)
{
	struct strings names = { 0 };

	if (files_names(site, &names))
		return;
	for (size_t i = 0; i < names.count; i++)
		if (has_code(site, names.list[i]))
			strings_add(paths, path_join(site + strlen(venv->path) + 1, names.list[i]));
}

void startup_files(const struct venv *venv, struct strings *paths)
{
	static const char *const libs[] = { "lib", "lib64" };
	struct library library;

	library_of(venv, &library);
	for (size_t i = 0; i < ARRAY_SIZE(libs); i++)
		/* venv makes lib64 a link to lib. */
		if (!file_link_text(AT_FDCWD, path_join(venv->path, libs[i])))
			add_code(venv, site_path(venv, &library, libs[i]), paths);
	owned_drop(venv->path, paths);
}
