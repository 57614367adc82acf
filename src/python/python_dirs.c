/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "python/python_dirs.h"

#include <glob.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/venv.h"
#include "formats/python_name.h"
#include "print/msg.h"

/* To add a place, add a row. A directory's source is that of the first row that matches it. */
static const struct place {
	const char *source;
	/** environment variable with its directory; or NULL */
	const char *variable;
	/** default directory, absolute or below home; or NULL */
	const char *dir;
	/** pattern of glob(3) for directories of programs in it */
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

/* The path BELOW in the directory of PLACE; NULL if this user has no such directory. */
static const char *in_place(const struct place *place, const char *below)
{
	const char *dir = place->variable ? settings_path(place->variable) : NULL;

	if (!dir && place->dir)
		dir = place->dir[0] == '/' ? place->dir : settings_home(place->dir);
	return dir ? path_clean(path_join(dir, below)) : NULL;
}

static int newest_first(const void *a, const void *b)
{
	return strverscmp(*(const char *const *)b, *(const char *const *)a);
}

void paths_matching(const char *pattern, struct strings *paths)
{
	glob_t found;

	if (!pattern || glob(pattern, GLOB_NOSORT, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++)
		strings_add(paths, mem_dups(found.gl_pathv[i]));
	globfree(&found);
	if (paths->count)
		qsort(paths->list, paths->count, sizeof(*paths->list), newest_first);
}

/* ---- pyenv --------------------------------------------------------------- */

const char *python_file(const struct context *ctx, const char *start, const char *name,
			struct text *text)
{
	const char *home = ctx->settings.home;
	bool below = home && path_under(start, home);
	struct file_info info;

	*text = (struct text){ 0 };
	for (const char *dir = start;; dir = path_parent(dir)) {
		const char *path = path_join(dir, name);

		if (!file_lstat(path, &info)) {
			if (file_slurp(path, ends_with(name, ".toml") ? TOML_FILE_MAX : FILE_MAX,
				       text))
				text->data = NULL;
			return path;
		}
		if (streq(dir, "/") || (below && streq(dir, home)))
			return NULL;
	}
}

/*
 * The name of the version that pyenv uses in this directory, chosen as pyenv's own scripts do; or
 * "".
 */
static const char *version_in_use(const struct context *ctx)
{
	const char *name = getenv("PYENV_VERSION"), *root = in_place(&places[0], "");
	struct text text = { 0 };

	if (is_set(name))
		return settings_element(&name);
	if (ctx->physical)
		(void)python_file(ctx, ctx->physical, ".python-version", &text);
	name = text.data ? python_version_word(text.data) : "";
	if (!*name && root && !file_slurp(path_join(root, "version"), FILE_MAX, &text))
		name = python_version_word(text.data);
	return name;
}

const char *pyenv_bin(const struct context *ctx, const char *dir)
{
	const char *shims = in_place(&places[0], "shims"), *name;
	struct strings dirs = { 0 };

	if (!shims || !streq(dir, shims))
		return dir;
	name = version_in_use(ctx);
	/* The name is untrusted: accept only a single component that is no pattern. */
	if (!*name || name[0] == '.' || strpbrk(name, "/*?[\\{,}"))
		return NULL;
	paths_matching(in_place(&places[0], formatted("versions/%s/bin", name)), &dirs);
	paths_matching(in_place(&places[0], formatted("versions/%s.*/bin", name)), &dirs);
	return dirs.count && !venv_exists(path_parent(dirs.list[0])) ? dirs.list[0] : NULL;
}

/* ---- all of them --------------------------------------------------------- */

static void add_dir(struct python_bins *bins, struct python_bin bin)
{
	bins->list = mem_grow(bins->list, bins->count, &bins->room, sizeof(*bins->list));
	bins->list[bins->count++] = bin;
}

/*
 * True if DIR is below the working directory, whose programs are untrusted. False if that is the
 * home directory or above it.
 */
static bool is_here(const struct context *ctx, const char *dir)
{
	const char *home = ctx->settings.home, *real, *here;

	return ctx->physical && !path_under(home ? home : "/", ctx->physical) &&
	       (real = file_real(dir)) && (here = file_real(ctx->physical)) &&
	       path_under(real, here);
}

/*
 * Add the directories of PATH. pyenv's shims are scripts: the programs that they start are used
 * instead.
 */
static void add_dirs_of_path(const struct context *ctx, struct python_bins *bins)
{
	const char *list = programs_path(), *dir;

	while ((dir = settings_element(&list))) {
		dir = pyenv_bin(ctx, path_clean(dir));
		if (dir && !is_here(ctx, dir))
			add_dir(bins, (struct python_bin){ dir, "path", NULL, true });
	}
}

void python_bins(const struct context *ctx, struct python_bins *bins)
{
	*bins = (struct python_bins){ 0 };
	add_dirs_of_path(ctx, bins);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		const struct place *place = &places[i];
		struct strings dirs = { 0 };

		paths_matching(in_place(place, place->bins), &dirs);
		for (size_t k = 0; k < dirs.count; k++) {
			const char *dir = dirs.list[k];
			const char *name = *place->bins ? path_base(path_parent(dir)) : NULL;

			add_dir(bins, (struct python_bin){ dir, place->source, name, false });
		}
	}
}
