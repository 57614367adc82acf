/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The base interpreter of an environment (the `home` of PEP 405): whether it is still installed,
 * the search for another one of the same minor version, and the links and keys that name the base.
 */
#ifndef AVENV_BASE_PYTHON_H
#define AVENV_BASE_PYTHON_H

#include "context/context.h"
#include "core/venv.h"
#include "installed/site.h"
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
	/** target of the links of Python in bin; NULL: no link leads out of the environment */
	const char *old;
	/** path of the interpreter to use; NULL: base_find() found none */
	const char *path;
	/** the answer of `path`; all members NULL: `path` was not started */
	struct python python;
	/** `path` is another interpreter than the old one */
	bool changed;
	/** errno if the old interpreter cannot be looked at: `path` is NULL then */
	int error;

	/** after relink_look(): pyvenv.cfg does not have `path` */
	bool rewrite_cfg;
};

/*
 * Set BASE->path to the base; or, if the base is gone, to another interpreter of the same minor
 * version on PATH or in the known places (python_dirs.h). The environment is untrusted: what its
 * files name is not started.
 */
void base_find(struct base *base);

/*
 * The defect of the base, in words: it is gone, cannot be looked at, or was upgraded to another
 * minor version. Sets *UPGRADE to that version, "3.13", or to NULL.
 */
const char *base_problem(const struct base *base, const char **upgrade);

/*
 * The reason why base_find() found no interpreter, in words. Sets *PYTHON to an argument of 'avenv
 * recreate -p' that works, and *ID, if ID is not NULL, to that of struct finding.
 */
const char *base_missing(const struct base *base, const char **python, const char **id);

/*
 * True if the interpreter at PATH has the implementation and minor version of LIBRARY, by its name;
 * nothing is started. errno is 0 if false is the answer, else PATH cannot be read.
 */
bool base_fits(const struct library *library, const char *path);

/*
 * The path of an interpreter in the directory BIN for which base_fits() is true. NULL: none, with
 * errno as after base_fits().
 */
const char *base_in(const struct library *library, const char *bin);

#endif
