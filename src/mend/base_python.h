/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The base interpreter of an environment: whether it still fits, and the search for another one. */
#ifndef AVENV_BASE_PYTHON_H
#define AVENV_BASE_PYTHON_H

#include "core/venv.h"
#include "installed/site.h"
#include "lookup/context.h"
#include "mend/finding.h"
#include "python/python.h"

/** The base of an environment. */
struct base {
	const struct venv *venv;
	/** descriptor of the environment */
	int dir;
	/** path of the environment before a move; NULL: not moved */
	const char *old_path;
	const struct context *ctx;

	/* ---- after base_find() ---- */
	struct library library;
	/** path of the interpreter in the links in bin; NULL: none */
	const char *old;
	/** path of the interpreter to use; NULL: none was found */
	const char *path;
	struct python_guess guess;
	/** answer of `path`; all NULL: it was not started */
	struct python python;
	/** `path` is another interpreter than the old one */
	bool changed;
};

/*
 * Set BASE->path to the base, or to another interpreter of the same minor version on PATH or in the
 * usual directories. An interpreter that only an environment without a record names is not started.
 * Returns 0, or -1 after printing the path that cannot be read.
 */
int base_find(struct base *base) NODISCARD;

/*
 * The defect of the base, in words: its Python is missing, or has another minor version. Sets *NOW
 * to that version, or to NULL if it is missing.
 */
const char *base_problem(const struct base *base, const char **now);

/*
 * The reason why base_find() found no interpreter, in words. Sets *PYTHON to an argument for 'avenv
 * recreate -p', and *ID to the kind of finding.
 */
const char *base_missing(const struct base *base, const char **python, const char **id);

/*
 * The interpreter at PATH has the implementation and the version of LIBRARY, as GUESS says; it is
 * not started. False with errno, not 0: PATH cannot be read.
 */
bool base_fits(const struct library *library, const char *path, struct python_guess *guess);

/*
 * The path of an interpreter in the directory BIN for which base_fits() is true; NULL: none, with
 * errno as above.
 */
const char *base_in(const struct library *library, const char *bin, struct python_guess *guess);

/* The path of a Python in bin that is no link and does not start the base's Python; or NULL. */
const char *base_bad_copy(const struct base *base);

/*
 * Point the links of Python in bin, and pyvenv.cfg, to BASE->path. Unless BASE->changed, a defect
 * is added to FINDINGS. With DRY nothing is written. Returns 0, or -1 after printing the file that
 * cannot be read or written.
 */
int relink_python(const struct base *base, bool dry, struct findings *findings) NODISCARD;
int relink_cfg(const struct base *base, bool dry, struct findings *findings) NODISCARD;

/*
 * Check that relink_cfg() can write pyvenv.cfg, if it must. Returns 0, or -1 after printing why not.
 */
int relink_check(const struct base *base) NODISCARD;

/*
 * The command, as a line for a shell, that mends VENV's pyvenv.cfg and keeps the packages; NULL:
 * none, or the file has no defect.
 */
const char *cfg_mend(const struct venv *venv);

#endif
