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

	/** defects that repair_write() mends */
	struct findings defects;
	/** defects that end only when VENV is made anew: with one of them nothing is written */
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
 * Find the defects of R->venv. R->dir stays open, for repair_write(); the caller closes it.
 * Returns 0, or -1 after printing the path that could not be read.
 */
int repair_look(struct repair *r) NODISCARD;

/*
 * Mend the defects, none of which may be refused, in this order: paths, pyvenv.cfg, links to
 * Python. The caller has locked the environment before repair_look(). Each file is replaced in one
 * step, and a second run finishes a killed one. Returns 0, or -1 after printing the path that could
 * not be read or written.
 */
int repair_write(struct repair *r) NODISCARD;

/*
 * Check that no other user owns VENV or can write to it, except as its record accepts. Returns 0,
 * or -1 after printing why VENV is not repaired.
 */
int repair_check_owners(struct trust *trust, const struct venv *venv) NODISCARD;

/* The path of a Python in bin that is neither a link nor a program that starts. NULL: none. */
const char *base_bad_copy(const struct base *base);

/*
 * relink_python.c: the links of Python in bin and the keys of pyvenv.cfg are to point to
 * BASE->path. relink_look() adds to FINDINGS where they do not, unless BASE->changed: the caller
 * has added that defect. relink_check() checks that pyvenv.cfg can be written, if it has to be, and
 * relink_write() writes. Each returns 0, or -1 after printing the file that cannot be read or
 * written.
 */
int relink_look(struct base *base, struct findings *findings) NODISCARD;
int relink_check(const struct base *base) NODISCARD;
int relink_write(const struct base *base) NODISCARD;

#endif
