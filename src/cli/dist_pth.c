/* SPDX-License-Identifier: GPL-3.0-or-later */
/* .pth files, as Python's site.py takes them, but for what it would run. */
#include <ctype.h>

#include "cli/dist.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** bytes of a .pth file */
	PTH_MAX = 1024 * 1024,
};

/*
 * These add nothing that has metadata: setuptools' distutils and its namespace
 * packages, its editables, virtualenv's patches.
 */
static bool is_harmless(const char *line)
{
	static const char *const starts[] = {
		"import os; var = 'SETUPTOOLS_USE_DISTUTILS'",
		"import sys, types, os;",
		"import __editable__",
		"import _virtualenv",
	};

	for (size_t i = 0; i < ARRAY_SIZE(starts); i++)
		if (starts_with(line, starts[i]))
			return true;
	return false;
}

/* Python would run lines of PTH, a file at PATH. */
static void see_import(struct dists *dists, const char *path, const char *pth)
{
	const char *file = path_join(path, pth);
	size_t n = dists->imports.count;

	if (!n || !streq(dists->imports.list[n - 1], file))
		strings_add(&dists->imports, file);
}

/* Take LINE, of PTH at PATH, which names a directory, or nothing. */
static void take_line(struct dist_reading *r, const char *path, const char *pth, char *line,
		      struct strings *dirs)
{
	size_t len = strlen(line);

	if (*line == '#')
		return;
	if (starts_with(line, "import ") || starts_with(line, "import\t")) {
		if (!is_harmless(line))
			see_import(r->dists, path, pth);
		return;
	}
	while (len && isspace((unsigned char)line[len - 1]))
		line[--len] = '\0';
	if (len)
		strings_add(dirs, path_clean(path_join(path, line)));
}

/* Read PTH in FD, which is at PATH, to R->data. */
static int slurp(struct dist_reading *r, int fd, const char *path, const char *pth)
{
	const char *file = path_join(path, pth);

	if (dist_slurp(r, fd, pth, PTH_MAX)) {
		dist_unread(r, file);
		return -1;
	}
	if (r->cut) {
		dists_problem(r->dists, file, "is larger than 1 MiB", true);
		return -1;
	}
	return 0;
}

void dist_pth(struct dist_reading *r, int fd, const char *path, const char *pth,
	      struct strings *dirs)
{
	char *s, *end, *stop;

	if (slurp(r, fd, path, pth))
		return;
	end = r->data + r->len;
	for (s = r->data; s < end; s = stop + 1) {
		for (stop = s; stop < end && *stop != '\n' && *stop != '\r';)
			stop++;
		*stop = '\0';
		/* No path has a NUL in it. */
		if (strlen(s) == (size_t)(stop - s))
			take_line(r, path, pth, s, dirs);
	}
}
