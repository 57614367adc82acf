/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/owned.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/dist_rows.h"
#include "system/files.h"

/** A walk over the files that packages own. */
struct owned_walk {
	const char *env;
	/** gets the paths of all files; or NULL */
	struct strings *all;
	/** else: paths, and for each whether a package owns it */
	const struct strings *paths;
	bool *owned;
};

/* A package owns BELOW, a path relative to the environment. */
static void take_owned(struct owned_walk *w, const char *below)
{
	if (w->all)
		strings_add(w->all, below);
	for (size_t i = 0; !w->all && i < w->paths->count; i++)
		w->owned[i] |= streq(w->paths->list[i], below);
}

/* Take the files in the list at LIST, whose paths are relative to BASE. */
static void take_list(struct owned_walk *w, const char *list, const char *base)
{
	struct dist_rows rows = { 0 };
	struct text text;

	if (files_slurp_target(AT_FDCWD, list, DIST_RECORD_MAX, &text) ||
	    dist_rows_take(text.data, text.len, &rows))
		return;
	for (size_t i = 0; i < rows.count; i++) {
		const char *below = dist_row_below(w->env, base, rows.list[i].path);

		if (below)
			take_owned(w, below);
	}
}

/* Take the files of the package whose metadata is the directory INFO in SITE. */
static void take_package(struct owned_walk *w, const char *site, const char *info)
{
	struct mem_mark mark = mem_mark();
	const char *dir = path_join(site, info);

	if (ends_with(info, ".egg-info"))
		take_list(w, path_join(dir, "installed-files.txt"), dir);
	else if (ends_with(info, ".dist-info"))
		take_list(w, path_join(dir, "RECORD"), site);
	if (!w->all)
		mem_release(mark);
}

/* Take the files of all packages below LIB, "lib" or "lib64", unless LIB is a link. */
static void take_library(struct owned_walk *w, const char *lib)
{
	struct strings series = { 0 };
	struct file_info info;

	if (file_lstat(lib, &info) || !S_ISDIR(info.mode) || files_names(lib, &series))
		return;
	for (size_t i = 0; i < series.count; i++) {
		const char *site = path_join(path_join(lib, series.list[i]), "site-packages");
		struct strings names = { 0 };

		if (files_names(site, &names))
			continue;
		for (size_t k = 0; k < names.count; k++)
			take_package(w, site, names.list[k]);
	}
}

struct strings owned_read(const char *env)
{
	struct strings owned = { 0 };
	struct owned_walk w = { .env = env, .all = &owned };

	take_library(&w, path_join(env, "lib"));
	take_library(&w, path_join(env, "lib64"));
	strings_sort(&owned);
	return owned;
}

void owned_look(const char *env, const struct strings *paths, bool *owned)
{
	struct owned_walk w = { .env = env, .paths = paths, .owned = owned };

	take_library(&w, path_join(env, "lib"));
	take_library(&w, path_join(env, "lib64"));
}

/* The index of the first string that is not less than TEXT. */
static size_t first_from(const struct strings *sorted, const char *text)
{
	size_t from = 0, to = sorted->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(sorted->list[middle], text) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

bool owned_has(const struct strings *owned, const char *path)
{
	const char *below = joined(path, "/");
	size_t i = first_from(owned, below);

	if (i < owned->count && starts_with(owned->list[i], below))
		return true;
	return strings_sorted_contain(owned, path);
}
