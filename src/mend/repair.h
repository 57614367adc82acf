/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room mend changes existing environments, relocation, repair and recreation, and has the
 * checks before that and the findings of `doctor`. Repair makes an environment work again at its
 * present path, after it was moved or copied, or has lost its Python. Nothing of the environment is
 * executed; only another, installed interpreter is started.
 */
#ifndef AVENV_REPAIR_H
#define AVENV_REPAIR_H

#include "lookup/context.h"
#include "mend/base_python.h"
#include "mend/relocate.h"

struct repair {
	/** the environment, as venv_read() fills it in */
	const struct venv *venv;
	const struct context *ctx;
	/** only find defects, write nothing */
	bool dry;

	/** defects that were mended; with `dry` the defects to mend */
	struct findings mended;
	/**
	 * defects that cannot be mended in place. If there is one, nothing is written. Their `mend`
	 * is a `recreate`.
	 */
	struct findings refused;
	/** descriptor of the environment */
	int dir;
	struct base base;
	/** the paths in its files; `from` is NULL if the environment was not moved */
	struct relocation relocation;
};

/*
 * Find the defects of R->venv, and mend them in this order: paths, pyvenv.cfg, links to Python.
 * Each file is replaced in one step, and a second run finishes a killed one. Returns 0, or -1 after
 * printing the path that could not be read or written.
 */
int repair(struct repair *r) NODISCARD;

/*
 * Check that no other user owns VENV or can write to it, except as its record accepts. Returns 0,
 * or -1 after printing why VENV is not repaired.
 */
int repair_refused(struct trust *trust, const struct venv *venv) NODISCARD;

#endif
