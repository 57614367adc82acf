/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interpreter that an environment is built upon: whether it is there, and another one. */
#ifndef AVENV_BASE_PYTHON_H
#define AVENV_BASE_PYTHON_H

#include "core/context.h"
#include "core/venv.h"
#include "installed/site.h"
#include "mend/finding.h"
#include "python/python.h"

/** The base of an environment. */
struct base {
	const struct venv *venv;
	/** the environment, open */
	int dir;
	/** where it was; NULL: it was not moved */
	const char *old_path;
	const struct context *ctx;
	/** no record allows the environment: an interpreter that only it names does not count */
	bool foreign;

	/* ---- after base_find() ---- */
	struct library library;
	/** the interpreter that bin/python leads to; NULL: to none */
	const char *old;
	/** the one that it is to lead to; NULL: there is none */
	const char *path;
	struct python_guess guess;
	/** the answer of `path`; all NULL: it was not asked */
	struct python python;
	/** `path` is not the old one */
	bool changed;
};

/*
 * Find the base, or another one of the same minor version on PATH or where Pythons are. No
 * interpreter that only the environment names is started. Returns 0, or -1 after printing what
 * cannot be looked at.
 */
int base_find(struct base *base) NODISCARD;

/*
 * Its Python is gone, or another one by now, in words; *NOW is then the minor version that it has
 * now, else NULL.
 */
const char *base_problem(const struct base *base, const char **now);

/*
 * Why base_find() found none, in words; *PYTHON is one that 'avenv recreate -p' takes instead, *ID
 * the kind of finding.
 */
const char *base_missing(const struct base *base, const char **python, const char **id);

/*
 * The interpreter at PATH is of LIBRARY. It is not started. False with errno: that cannot be
 * looked at.
 */
bool base_fits(const struct library *library, const char *path, struct python_guess *guess);

/* Such an interpreter in the directory BIN; NULL: none, with errno as above. */
const char *base_in(const struct library *library, const char *bin, struct python_guess *guess);

/* A name of Python in bin is a file that does not start Python here; or NULL. */
const char *base_bad_copy(const struct base *base);

/*
 * Have the names of Python in bin, links, and pyvenv.cfg lead to BASE. Each that does not is added
 * to FINDINGS; with DRY nothing is written. Returns 0, or -1 after printing what cannot be done.
 */
int base_link(const struct base *base, bool dry, struct findings *findings) NODISCARD;
int base_cfg(const struct base *base, bool dry, struct findings *findings) NODISCARD;

/* base_cfg() can write pyvenv.cfg, or need not. Returns 0, or -1 after printing why not. */
int base_check(const struct base *base) NODISCARD;

/*
 * The command that mends VENV's pyvenv.cfg and keeps its packages, to be pasted. NULL: there is
 * none, or nothing is wrong with the file.
 */
const char *cfg_mend(const struct venv *venv);

#endif
