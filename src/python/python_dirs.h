/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The directories that hold interpreters: those of PATH, and the known places. */
#ifndef AVENV_PYTHON_DIRS_H
#define AVENV_PYTHON_DIRS_H

#include "core/file.h"
#include "python/python.h"

/** A directory of programs. */
struct python_bin {
	const char *dir;
	/** as of struct python_found */
	const char *source, *name;
	/** it is on PATH */
	bool on_path;
};

struct python_bins {
	struct python_bin *list;
	size_t count, room;
};

/*
 * All directories: PATH in its order, then the known places, the newest installation of each
 * first. A directory of PATH that is relative, an environment's, or below the working
 * directory is left out. pyenv's shims stand for the version in use.
 */
void python_bins(const struct context *ctx, struct python_bins *bins);

/* Add the paths that PATTERN, glob(3)'s without braces, matches: 3.12 before 3.9. NULL matches none. */
void places_match(const char *pattern, struct strings *paths);

/*
 * DIR, or for the directory of pyenv's shims the bin of the version in use here, "3.12" being
 * the newest of those. NULL: that is not installed.
 */
const char *pyenv_bin(const struct context *ctx, const char *dir);

/*
 * The path of the first file NAME from START upwards, but not above the home directory when
 * START is below it; or NULL. TEXT has no data if it is not a plain file of FILE_MAX bytes.
 */
const char *python_file(const struct context *ctx, const char *start, const char *name,
			struct text *text);

#endif
