/* SPDX-License-Identifier: GPL-3.0-or-later */
/* .pth files, as Python's site.py takes them, but for what it would run. */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "cli/dist_parts.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

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

/* LINE, from PTH at PATH: a directory's path, or NULL. */
static const char *take_line(struct dist_reading *r, const char *path,
			     const char *pth, char *line)
{
	struct dists *dists = r->dists;
	size_t len = strlen(line);

	if (*line == '#')
		return NULL;
	if (starts_with(line, "import ") || starts_with(line, "import\t")) {
		const char *file = path_join(path, pth);
		size_t n = dists->import_count;

		if (is_harmless(line) ||
		    (n && streq(dists->imports[n - 1], file)))
			return NULL;
		dists->imports =
			mem_grow(dists->imports, n, &dists->import_room,
				 sizeof(*dists->imports));
		dists->imports[dists->import_count++] = file;
		return NULL;
	}
	while (len && isspace((unsigned char)line[len - 1]))
		line[--len] = '\0';
	return len ? path_clean(path_join(path, line)) : NULL;
}

const char *const *dist_pth(struct dist_reading *r, int fd, const char *path,
			    const char *pth)
{
	size_t count = 0, room = 0;
	const char **lines = NULL;
	char *s, *end;

	if (dist_slurp(r, fd, pth, DIST_PTH_MAX)) {
		dists_problem(r->dists, path_join(path, pth),
			      errno == ELOOP ?
				      "is a link, which is not followed" :
				      "cannot be read",
			      false);
	} else if (r->cut) {
		dists_problem(r->dists, path_join(path, pth),
			      "is larger than 1 MiB", true);
		r->len = 0;
	}
	s = r->data;
	end = r->data ? r->data + r->len : NULL;
	while (s < end) {
		char *line = s, *stop = s + strcspn(s, "\r\n");
		const char *dir;

		s = stop + 1;
		/* No path has a NUL in it. */
		if (stop < end && !*stop) {
			s = memchr(stop, '\n', (size_t)(end - stop));
			s = s ? s + 1 : end;
			continue;
		}
		*stop = '\0';
		dir = take_line(r, path, pth, line);
		if (!dir)
			continue;
		lines = mem_grow(lines, count, &room, sizeof(*lines));
		lines[count++] = dir;
	}
	lines = mem_grow(lines, count, &room, sizeof(*lines));
	lines[count] = NULL;
	return lines;
}
