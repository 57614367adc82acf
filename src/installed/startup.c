/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/startup.h"

#include <errno.h>
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
	/* virtualenv and uv write this file, beside _virtualenv.py. */
	if (streq(name, "_virtualenv.pth") && streq(mem_dup(line, len), "import _virtualenv"))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (strlen(known[i]) == len && starts_with(line, known[i]))
			return false;
	return starts_with(line, "import ") || starts_with(line, "import\t");
}

/* Python is older than VERSION; one of unknown version is not. */
static bool python_is_before(const struct venv *venv, const char *version)
{
	return venv->cfg.version && pep440_compare(venv->cfg.version, version) < 0;
}

/*
 * Write a newline over what ends a line besides, and over a byte order mark at the beginning.
 * Python 3.13 splits a .pth file by str.splitlines(), and skips the mark; an older one splits it at
 * \r and \n.
 */
static void end_lines(char *text)
{
	static const char *const ends[] = { "\v",   "\f",       "\x1C",         "\x1D",
					    "\x1E", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9" };
	static const char mark[] = "\xEF\xBB\xBF";

	if (starts_with(text, mark))
		memset(text, '\n', strlen(mark));
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		for (char *s = text; (s = strstr(s, ends[i]));)
			memset(s, '\n', strlen(ends[i]));
}

/* 1: the Python of VENV runs a line of the .pth file PATH; 0: none; -1 with errno: unknown. */
static int pth_has_code(const struct venv *venv, const char *path)
{
	struct text text;
	char *rest;

	if (files_slurp_follow(path, PTH_MAX, &text)) {
		if (errno == EFBIG)
			return 1;
		return file_leads_nowhere(errno) || errno == EINVAL ? 0 : -1;
	}
	for (size_t i = 0; i < text.len; i++)
		if (!text.data[i])
			text.data[i] = '?';
	if (!python_is_before(venv, "3.13"))
		end_lines(text.data);
	rest = text.data;
	for (char *line; (line = strsep(&rest, "\r\n"));)
		if (is_code(path_base(path), line))
			return 1;
	return 0;
}

/* NAME in SITE is MODULE, of Python or compiled, or a package, or may be one. */
static bool is_module(const char *site, const char *name, const char *module)
{
	const char *end, *init;

	if (!starts_with(name, module))
		return false;
	end = name + strlen(module);
	init = path_join(site, joined(name, "/__init__.py"));
	return streq(end, ".py") || streq(end, ".pyc") || !fnmatch(".*so", end, 0) ||
	       (!*end && (file_exists(init) || file_exists(joined(init, "c"))));
}

/* The Python of VENV is from before gh-113659: it reads .pth files whose name begins with a dot. */
static bool reads_hidden(const struct venv *venv)
{
	static const char *const first_without[] = { "3.8.19", "3.9.19", "3.10.14", "3.11.8",
						     "3.12.2" };
	const char *version = venv->cfg.version ? venv->cfg.version : "";

	for (size_t i = 0; i < ARRAY_SIZE(first_without); i++)
		if (streq(cfg_series(version), cfg_series(first_without[i])))
			return python_is_before(venv, first_without[i]);
	return python_is_before(venv, "3.8");
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

/* As pth_has_code(), of the entry NAME of SITE. */
static int has_code(const struct venv *venv, const char *site, const char *name)
{
	struct mem_mark mark = mem_mark();
	int code;

	/* Without the system's packages Python has no user's site, and imports no usercustomize. */
	if (ends_with(name, ".pth"))
		code = (*name != '.' || reads_hidden(venv)) && !is_of_egg_link(site, name) ?
			       pth_has_code(venv, path_join(site, name)) :
			       0;
	else
		code = is_module(site, name, "sitecustomize") ||
		       (venv->cfg.system_site && is_module(site, name, "usercustomize"));
	mem_release(mark);
	return code;
}

/*
 * Add the files with code in the site-packages SITE of VENV to PATHS. Set *ERR to errno, if one
 * cannot be read.
 */
static void add_code(const struct venv *venv, const char *site, struct strings *paths, int *err)
{
	struct strings names = { 0 };

	if (files_names(site, &names) && !file_leads_nowhere(errno))
		*err = errno;
	for (size_t i = 0; i < names.count; i++) {
		int code = has_code(venv, site, names.list[i]);

		if (code < 0)
			*err = errno;
		if (code > 0)
			strings_add(paths, path_join(site + strlen(venv->path) + 1, names.list[i]));
	}
}

int startup_files(const struct venv *venv, struct strings *paths)
{
	static const char *const libs[] = { "lib", "lib64" };
	struct library library;
	int err = 0;

	library_of(venv, &library);
	for (size_t i = 0; i < ARRAY_SIZE(libs); i++)
		/* venv makes lib64 a link to lib. */
		if (!file_link_text(AT_FDCWD, path_join(venv->path, libs[i])))
			add_code(venv, site_path(venv, &library, libs[i]), paths, &err);
	owned_drop(venv->path, paths);
	errno = err;
	return err ? -1 : 0;
}
