/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Recreation of an environment with the same packages: the new one is built beside the old one,
 * compared with it and exchanged with it. The old one is then removed, or is NAME.old: if the user
 * wants that, or if it holds files that no package owns. Nothing in the old one is executed or
 * written.
 */
#ifndef AVENV_RECREATE_H
#define AVENV_RECREATE_H

#include "build/stage.h"
#include "core/buf.h"
#include "core/venv.h"
#include "installed/dists.h"
#include "lookup/context.h"
#include "python/python.h"

struct recreate_how {
	struct context *ctx;
	/** argument of -p; NULL: the Python of the old environment */
	const char *python;
	/** arguments of -r; none: the packages of the old environment */
	const struct strings *files;
	/** keep the old environment as NAME.old in any case */
	bool keep;
	/** the lock file in the project, and the command that installs from it; NULL: none */
	const char *lock, *lock_command;
};

/*
 * Recreate the environment at PATH, a real path, whose pyvenv.cfg may be damaged or missing. Prints the
 * result. Returns 0, or -1 after printing why, with the old environment unchanged.
 */
int recreate(const char *path, const struct recreate_how *how) NODISCARD;

/* ---- between the recreate files -------------------------------------------- */

struct recreation {
	const struct recreate_how *how;
	/** the old environment: its path, and its descriptor, locked */
	const char *path;
	int dir;
	struct venv venv;
	struct dists dists;
	/** the new interpreter; `same`: of the minor version of the old one */
	struct python python;
	bool same;
	/**
	 * requirements for pip, parallel to dists.list: "NAME==VERSION", "NAME @ URL", "-e URL";
	 * NULL: not in the list, as all with -r
	 */
	const char **lines;
	/** number of `lines` that are not NULL */
	size_t count;
	/** packages of the old environment are not in `dists`: their metadata cannot be read */
	bool unlisted;
	/** the path that the old environment gets, and why, in words; NULL: it is removed */
	const char *kept, *why_kept;
};

/*
 * Read R->dists and set R->unlisted, after printing each package that cannot be listed. Returns 0, or
 * -1 after printing that only a lock file says how to install the packages again.
 */
int recreate_look(struct recreation *r) NODISCARD;

/*
 * Set R->lines for R->python. Returns 0, or -1 after printing the packages that pip cannot install
 * again.
 */
int recreate_list(struct recreation *r) NODISCARD;

/* The package NAME is installed in the old environment itself, not only in its base. */
bool recreate_had(const struct recreation *r, const char *name);

/*
 * Install all packages in STAGE by pip, and compare. Returns 0, or -1 after printing the failure or
 * each missing package.
 */
int recreate_install(const struct recreation *r, const struct stage *stage) NODISCARD;

#endif
