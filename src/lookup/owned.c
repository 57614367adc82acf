/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/owned.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "core/path.h"
#include "formats/dist_rows.h"
#include "system/files.h"

/* Add the files in ROWS, whose paths are relative to BASE. */
static void add_listed(const char *env, const char *base, const struct dist_rows *rows,
		       struct strings *owned)
{
	for (size_t i = 0; i < rows->count; i++) {
		const char *below = dist_row_below(env, base, rows->list[i].path);

		if (below)
			strings_add(owned, below);
	}
}

/* Add the files of the package whose metadata is the directory INFO in SITE. */
static void add_package(const char *env, const char *site, const char *info, struct strings *owned)
{
	const char *dir = path_join(site, info), *base = site, *list = path_join(dir, "RECORD");
	struct dist_rows rows = { 0 };
	struct text text;

	if (ends_with(info, ".egg-info")) {
		list = path_join(dir, "installed-files.txt");
		base = dir;
	} else if (!ends_with(info, ".dist-info")) {
		return;
	}
	if (!files_slurp_target(AT_FDCWD, list, DIST_RECORD_MAX, &text) &&
	    !dist_rows_take(text.data, text.len, &rows))
		add_listed(env, base, &rows, owned);
}

/* Add the files of all packages below LIB, "lib" or "lib64" of ENV, unless LIB is a link. */
static void add_library(const char *env, const char *lib, struct strings *owned)
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
			add_package(env, site, names.list[k], owned);
	}
}

struct strings owned_read(const char *env)
{
	struct strings owned = { 0 };

	add_library(env, path_join(env, "lib"), &owned);
	add_library(env, path_join(env, "lib64"), &owned);
	strings_sort(&owned);
	return owned;
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
