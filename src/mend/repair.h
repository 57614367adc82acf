/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Repair: an environment that was moved or copied, or whose base interpreter is gone, works again
 * at its present path. Nothing of the environment is executed; only another, installed interpreter
 * is started.
 *
 * The room mend changes existing environments: relocation, repair, recreation. It also has the
 * checks before such a change, and the findings of `doctor`.
 */
#ifndef AVENV_REPAIR_H
#define AVENV_REPAIR_H

#include "context/context.h"
#include "lookup/base_python.h"
#include "mend/finding.h"
#include "mend/relocate.h"

struct repair {
	/** an environment, as venv_read() fills it in, with a pyvenv.cfg that Python can read */
	const struct venv *venv;
	const struct context *ctx;
	/** find defects only, write nothing */
	bool dry;

	/** defects that were mended; with `dry` the defects to mend */
	struct findings mended;
	/** defects that only `recreate` mends: if one is in the list, nothing is written */
	struct findings refused;
	/** descriptor of the environment */
	int dir;
	struct base base;
	/** the path at which the environment was before; NULL: it was not moved */
	const char *old;
	/** the paths in its files, if it was moved */
	struct relocations paths;
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
int repair_check_owners(struct trust *trust, const struct venv *venv) NODISCARD;

/* The path of a Python in bin that is neither a link nor a program that starts. NULL: none. */
const char *base_bad_copy(const struct base *base);

/*
 * relink_python.c: point the links of Python in bin, or the keys of pyvenv.cfg, to BASE->path. A
 * defect is added to FINDINGS, unless BASE->changed: the caller has added that one. With DRY
 * nothing is written. Return 0, or -1 after printing the file that cannot be read or written.
 */
int relink_python(const struct base *base, bool dry, struct findings *findings) NODISCARD;
int relink_cfg(const struct base *base, bool dry, struct findings *findings) NODISCARD;

/*
 * Check that pyvenv.cfg can be written if relink_cfg() has to change it. Returns 0, or -1 after
 * printing why not.
 */
int relink_check(const struct base *base) NODISCARD;

#endif
