/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "python/python_dirs.h"

#include <glob.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/venv.h"
#include "formats/python_name.h"
#include "print/msg.h"
#include "trust/owners.h"

/* To add a place, add a row. A directory's source is that of the first row that matches it. */
static const struct place {
	const char *source;
	/** the environment variable that has the place's directory; or NULL */
	const char *variable;
	/** the directory without the variable, absolute or below home; or NULL */
	const char *dir;
	/** pattern of glob(3) for the directories of programs below the place's directory */
	const char *bins;
} places[] = {
	{ "pyenv", "PYENV_ROOT", ".pyenv", "versions/*/bin" },
	{ "uv", "UV_PYTHON_INSTALL_DIR", NULL, "*/bin" },
	{ "uv", NULL, ".local/share/uv", "python/*/bin" },
	{ "conda", "CONDA_EXE", NULL, "../../bin" },
	{ "conda", NULL, ".", "miniforge3/bin" },
	{ "conda", NULL, ".", "miniconda3/bin" },
	{ "conda", NULL, ".", "anaconda3/bin" },
	{ "system", NULL, "/usr/bin", "" },
	{ "local", NULL, "/usr/local/bin", "" },
	{ "opt", NULL, "/opt", "*/bin" },
	{ "opt", NULL, "/opt", "python/*/bin" },
};

static const struct place *const pyenv = &places[0];

/* The directory of PLACE; NULL if this user has none. */
static const char *place_dir(const struct place *place)
{
	const char *dir = place->variable ? settings_path(place->variable) : NULL;

	if (!dir && place->dir)
		dir = place->dir[0] == '/' ? place->dir : settings_home(place->dir);
	return dir;
}

static int newest_first(const void *a, const void *b)
{
	return strverscmp(*(const char *const *)b, *(const char *const *)a);
}

/* PATH as a pattern that matches nothing else */
static const char *as_pattern(const char *path)
{
	struct buf pattern = BUF_INIT;

	for (; *path; path++) {
		if (strchr("*?[\\", *path))
			buf_putc(&pattern, '\\');
		buf_putc(&pattern, *path);
	}
	return pattern.data;
}

void paths_matching(const char *dir, const char *pattern, struct strings *paths)
{
	glob_t matches;

	if (!dir)
		return;
	if (glob(path_clean(path_join(as_pattern(dir), pattern)), GLOB_NOSORT, NULL, &matches))
		return;
	for (size_t i = 0; i < matches.gl_pathc; i++)
		strings_add(paths, mem_dups(matches.gl_pathv[i]));
	globfree(&matches);
	if (paths->count)
		qsort(paths->list, paths->count, sizeof(*paths->list), newest_first);
}

/* ---- pyenv --------------------------------------------------------------- */

const char *file_upwards(const struct context *ctx, const char *start, const char *name,
			 struct text *text)
{
	const char *home = ctx->settings.home;
	bool in_home = home && path_under(start, home);

	*text = (struct text){ 0 };
	for (const char *dir = start;; dir = path_parent(dir)) {
		const char *path = path_join(dir, name);

		if (file_exists(path) > 0) {
			if (file_slurp(path, ends_with(name, ".toml") ? TOML_FILE_MAX : FILE_MAX,
				       text))
				text->data = NULL;
			return path;
		}
		if (streq(dir, "/") || (in_home && streq(dir, home)))
			return NULL;
	}
}

/*
 * The name of the version that pyenv uses in the working directory, by the rules of `pyenv
 * version-name`: PYENV_VERSION, .python-version, $PYENV_ROOT/version. "": none.
 */
static const char *version_in_use(const struct context *ctx)
{
	const char *name = getenv("PYENV_VERSION"), *root = place_dir(pyenv);
	struct text text = { 0 };

	if (is_set(name))
		return settings_element(&name);
	if (ctx->physical.path)
		(void)file_upwards(ctx, ctx->physical.path, ".python-version", &text);
	name = text.data ? python_version_word(text.data) : "";
	if (!*name && root && !file_slurp(path_join(root, "version"), FILE_MAX, &text))
		name = python_version_word(text.data);
	return name;
}

const char *pyenv_bin(const struct context *ctx, const char *dir)
{
	const char *root = place_dir(pyenv), *name;
	struct strings dirs = { 0 };

	if (!root || !streq(dir, path_join(root, "shims")))
		return dir;
	name = version_in_use(ctx);
	/* The name comes from an untrusted file: it must be one component, and no pattern. */
	if (!*name || name[0] == '.' || strpbrk(name, "/*?[\\{,}"))
		return NULL;
	paths_matching(root, formatted("versions/%s/bin", name), &dirs);
	paths_matching(root, formatted("versions/%s.*/bin", name), &dirs);
	return dirs.count && !venv_exists(path_parent(dirs.list[0])) ? dirs.list[0] : NULL;
}

/* ---- all directories ----------------------------------------------------- */

/*
 * True if DIR is below the working directory: a project's programs are untrusted. The home
 * directory and the directories above it are no project.
 */
static bool is_in_project(const struct context *ctx, const char *dir)
{
	const char *home = ctx->settings.home ? ctx->settings.home : "/", *real_dir, *real_cwd;

	if (!ctx->physical.path || path_under(home, ctx->physical.path))
		return false;
	real_dir = real_path_of(dir).path;
	real_cwd = real_path_of(ctx->physical.path).path;
	return real_dir && real_cwd && path_under(real_dir, real_cwd);
}

/* Add the directories of PATH, with the bin of pyenv's version in use in place of its shims. */
static void add_dirs_of_path(const struct context *ctx, struct python_bins *bins)
{
	const char *list = programs_path(), *dir;

	while ((dir = settings_element(&list))) {
		dir = pyenv_bin(ctx, path_clean(dir));
		if (dir && !is_in_project(ctx, dir))
			LIST_ADD(bins, (struct python_bin){ dir, "path", true });
	}
}

void python_bins(const struct context *ctx, struct python_bins *bins)
{
	*bins = (struct python_bins){ 0 };
	add_dirs_of_path(ctx, bins);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		const struct place *place = &places[i];
		struct strings dirs = { 0 };

		paths_matching(place_dir(place), place->bins, &dirs);
		for (size_t k = 0; k < dirs.count; k++)
			LIST_ADD(bins, (struct python_bin){ dirs.list[k], place->source, false });
	}
}

bool python_is_safe(const struct context *ctx, const struct python_bin *bin, const char *path)
{
	struct owners others = { .groups = &ctx->trust.groups };

	if (!bin->on_path)
		owners_along(&others, path, false);
	return !others.count;
}
