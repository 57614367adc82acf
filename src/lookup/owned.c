/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/owned.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/dist_rows.h"
#include "system/file_at.h"

/** The paths that are looked up in the lists of packages. */
struct owned_walk {
	/** the environment, open, and its path: lists may have absolute ones */
	int dir;
	const char *env;
	/** sorted */
	const struct strings *paths;
	/** parallel to `paths`: a package owns that path */
	bool *owned;
};

/* A package owns BELOW, a path relative to the environment, and so the directories around it. */
static void take_owned(struct owned_walk *w, const char *below)
{
	char *path = mem_dups(below);

	for (size_t end = strlen(path); end; end--) {
		const char **found;

		if (path[end] && path[end] != '/')
			continue;
		path[end] = '\0';
		found = bsearch(&path, w->paths->list, w->paths->count, sizeof(*found), by_bytes);
		if (found)
			w->owned[found - w->paths->list] = true;
	}
}

/* Take the files in LIST, whose paths are relative to BASE; both are below the environment. */
static void take_list(struct owned_walk *w, const char *list, const char *base)
{
	const char *at = path_join(w->env, base);
	struct dist_rows rows = { 0 };
	struct text text;

	if (file_read(files_open_target(w->dir, list), DIST_RECORD_MAX, &text) ||
	    dist_rows_take(text.data, text.len, &rows))
		return;
	for (size_t i = 0; i < rows.count; i++) {
		struct mem_mark mark = mem_mark();
		const char *below = dist_row_below(w->env, at, rows.list[i].path);

		if (below)
			take_owned(w, below);
		mem_release(mark);
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
	mem_release(mark);
}

/* Take the files of all packages in LIB, "lib" or "lib64", unless that is a link. */
static void take_library(struct owned_walk *w, const char *lib)
{
	struct strings series = { 0 };
	struct file_info info;

	if (file_lstatat(w->dir, lib, &info) || !S_ISDIR(info.mode) ||
	    dir_names_below(w->dir, lib, &series))
		return;
	for (size_t i = 0; i < series.count; i++) {
		const char *site = path_join(path_join(lib, series.list[i]), "site-packages");
		struct strings names = { 0 };

		if (dir_names_below(w->dir, site, &names))
			continue;
		for (size_t k = 0; k < names.count; k++)
			take_package(w, site, names.list[k]);
	}
}

void owned_drop(int dir, const char *env, struct strings *paths)
{
	struct owned_walk w = { .dir = dir, .env = env, .paths = paths };
	size_t count = 0;

	if (!paths->count)
		return;
	strings_sort(paths);
	w.owned = mem_array(paths->count, sizeof(*w.owned));
	take_library(&w, "lib");
	take_library(&w, "lib64");
	for (size_t i = 0; i < paths->count; i++)
		if (!w.owned[i])
			paths->list[count++] = paths->list[i];
	paths->count = count;
}
