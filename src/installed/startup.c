/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/startup.h"

#include <fcntl.h>
#include <fnmatch.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/pep440.h"
#include "installed/site.h"
#include "lookup/owned.h"
#include "system/files.h"

enum {
	/** largest .pth file that is read, in bytes */
	PTH_MAX = 1024 * 1024,
};

/* Python runs LINE of the .pth file NAME, and no tool is known to write that line. */
static bool is_code(const char *name, const char *line)
{
	static const char *const known[] = {
		/* easy-install.pth; virtualenvwrapper's _virtualenv_path_extensions.pth */
		"import sys; sys.__plen = len(sys.path)",
		"import sys; new=sys.path[sys.__plen:]; del sys.path[sys.__plen:]; "
		"p=getattr(sys,'__egginsert',0); sys.path[p:p]=new; "
		"sys.__egginsert = p+len(new)",
	};
	size_t len = strlen(line);

	while (len && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		len--;
	/* virtualenv and uv write both files. */
	if (streq(name, "_virtualenv.pth") && streq(mem_dup(line, len), "import _virtualenv"))
		return false;
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

	if (files_slurp_follow(path, PTH_MAX, &text))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!text.data[i])
			text.data[i] = '?';
	rest = text.data + (starts_with(text.data, "\xEF\xBB\xBF") ? 3 : 0);
	/* The ASCII characters of str.splitlines() */
	for (char *line; (line = strsep(&rest, "\r\n\v\f\x1C\x1D\x1E"));)
		if (is_code(path_base(path), line))
			return true;
	return false;
}

/* NAME in SITE is MODULE, of Python or compiled, or a package. */
static bool is_module(const char *site, const char *name, const char *module)
{
	const char *end = name + strlen(module);

	if (!starts_with(name, module))
		return false;
	return streq(end, ".py") || streq(end, ".pyc") || !fnmatch(".*so", end, 0) ||
	       (!*end && file_exists(path_join(site, joined(name, "/__init__.py"))) > 0);
}

/* The Python of VENV reads a .pth file with a name that begins with a dot, as before gh-113659. */
static bool reads_hidden(const struct venv *venv)
{
	static const char *const first_without[] = { "3.8.19", "3.9.19", "3.10.14", "3.11.8",
						     "3.12.2" };
	const char *version = venv->cfg.version ? venv->cfg.version : "";

	for (size_t i = 0; i < ARRAY_SIZE(first_without); i++)
		if (streq(cfg_series(version), cfg_series(first_without[i])))
			return pep440_compare(version, first_without[i]) < 0;
	return false;
}

/* `setup.py develop` writes NAME-nspkg.pth beside NAME.egg-link, and lists it nowhere. */
static bool is_of_egg_link(const char *site, const char *name)
{
	static const char end[] = "-nspkg.pth";
	const char *project;

	if (!ends_with(name, end))
		return false;
	project = mem_dup(name, strlen(name) - strlen(end));
	return file_exists(path_join(site, joined(project, ".egg-link"))) > 0;
}

static bool has_code(const struct venv *venv, const char *site, const char *name)
{
	struct mem_mark mark = mem_mark();
	bool code = is_module(site, name, "sitecustomize");

	/* Without the system's packages Python has no user's site, and imports no usercustomize. */
	if (venv->cfg.system_site)
		code = code || is_module(site, name, "usercustomize");
	if (ends_with(name, ".pth"))
		code = (*name != '.' || reads_hidden(venv)) && !is_of_egg_link(site, name) &&
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
		if (has_code(venv, site, names.list[i]))
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
