/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The directories that may have interpreters: those of PATH, and the places in which pyenv, uv,
 * conda and the system install them.
 */
#ifndef AVENV_PYTHON_DIRS_H
#define AVENV_PYTHON_DIRS_H

#include "core/file.h"
#include "python/python.h"

/** A directory of programs. */
struct python_bin {
	const char *dir;
	/** as in struct python_installed */
	const char *source;
	/** true for a directory of PATH */
	bool on_path;
};

struct python_bins {
	struct python_bin *list;
	size_t count, room;
};

/*
 * Set BINS to the directories of PATH in its order, then the known places, the newest installation
 * of each place first. Left out are directories of PATH that are relative, that belong to an
 * environment, or that are below the working directory. pyenv's directory of shims is replaced by
 * the bin of the version in use.
 */
void python_bins(const struct context *ctx, struct python_bins *bins);

/*
 * True unless PATH, in BIN, is in a known place that is not on PATH, and another user can change
 * it: nobody typed it, so it is not started. A directory of PATH is the user's own choice.
 */
bool python_is_safe(const struct context *ctx, const struct python_bin *bin, const char *path);

/*
 * Add to PATHS the paths in the absolute DIR that match PATTERN, a relative one for glob(3) without
 * braces, in the order of strverscmp(3), reversed: 3.12 before 3.9. A NULL DIR has none.
 */
void paths_matching(const char *dir, const char *pattern, struct strings *paths);

/*
 * DIR; or, if DIR is pyenv's directory of shims, the bin of the version in use. "3.12" is the
 * newest 3.12.x. NULL: the version in use is not installed.
 */
const char *pyenv_bin(const struct context *ctx, const char *dir);

/*
 * The path of the first file NAME in START or above. The search ends at the home directory if START
 * is below it. NULL: there is no such file. TEXT is its content; TEXT->data is NULL if the file is
 * no regular file of at most FILE_MAX bytes, or TOML_FILE_MAX for *.toml.
 */
const char *file_upwards(const struct context *ctx, const char *start, const char *name,
			 struct text *text);

#endif
