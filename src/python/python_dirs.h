/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Directories of interpreters: those of PATH, and the known places. */
#ifndef AVENV_PYTHON_DIRS_H
#define AVENV_PYTHON_DIRS_H

#include "core/file.h"
#include "python/python.h"

/** A directory of programs. */
struct python_bin {
	const char *dir;
	/** as in struct python_found */
	const char *source, *name;
	/** true for a directory of PATH */
	bool on_path;
};

struct python_bins {
	struct python_bin *list;
	size_t count, room;
};

/*
 * Find all directories: PATH in its order, then the known places, the newest installation of each
 * first. Relative directories of PATH are left out, those of environments, and those below the
 * working directory. pyenv's shims are replaced by the version in use.
 */
void python_bins(const struct context *ctx, struct python_bins *bins);

/*
 * Add the paths that match PATTERN, of glob(3) without braces, to PATHS: 3.12 before 3.9. A NULL
 * PATTERN matches none.
 */
void paths_matching(const char *pattern, struct strings *paths);

/*
 * The directory DIR; for pyenv's shims the bin of the version in use, where "3.12" is the newest
 * 3.12.x. NULL if that is not installed.
 */
const char *pyenv_bin(const struct context *ctx, const char *dir);

/*
 * The path of the first file NAME in START or above, but not above the home directory if START is
 * below it; or NULL. TEXT has no data if it is not a regular file of at most FILE_MAX bytes, or
 * TOML_FILE_MAX for *.toml.
 */
const char *python_file(const struct context *ctx, const char *start, const char *name,
			struct text *text);

#endif
