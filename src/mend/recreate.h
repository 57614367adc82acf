/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An environment made anew, with the same packages: built beside the old one, compared with it
 * and exchanged. The old one stays in a backup (backup.h). Nothing in it is executed or written.
 */
#ifndef AVENV_RECREATE_H
#define AVENV_RECREATE_H

#include "build/stage.h"
#include "core/buf.h"
#include "core/context.h"
#include "core/venv.h"
#include "installed/dists.h"
#include "python/python.h"

struct recreate_how {
	struct context *ctx;
	/** -p as typed; NULL: the Python of the old one */
	const char *python;
	/** -r as typed; none: the packages of the old one */
	const struct strings *files;
	/** a record allows the old one: the interpreter that it names may be started */
	bool allowed;
	/** the lock file in its project, and the command that installs it; NULL: none */
	const char *lock, *lock_command;
};

/*
 * Make the environment at PATH, a real path, anew with PYTHON, which is filled in. Returns 0, or
 * -1 after printing why, with the old one as it was.
 */
int recreate(const char *path, const struct recreate_how *how, struct python *python) NODISCARD;

/* ---- between the recreate files -------------------------------------------- */

struct recreation {
	const struct recreate_how *how;
	/** the old environment, open and locked */
	const char *path;
	int dir;
	struct venv venv;
	struct dists dists;
	/** PYTHON is of the old one's minor version */
	struct python python;
	bool same;
	/**
	 * for pip, by the index of `dists`: "NAME==VERSION", "NAME @ URL", "-e URL"; NULL: not a line of
	 * the list, as all are with -r
	 */
	const char **lines;
	/** how many are not NULL */
	size_t count;
};

/* Read r->dists. Returns 0, or -1 after printing why they cannot be installed again. */
int recreate_look(struct recreation *r) NODISCARD;

/* Fill in r->lines for r->python. Returns 0, or -1 after printing what no list can have. */
int recreate_list(struct recreation *r) NODISCARD;

/* The old one has the package NAME itself, not its Python. */
bool recreate_had(const struct recreation *r, const char *name);

/* Have pip install all in STAGE, and compare. Returns 0, or -1 after printing what is missing. */
int recreate_install(const struct recreation *r, const struct stage *stage) NODISCARD;

#endif
