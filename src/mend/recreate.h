/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Recreation: a new environment with the packages of an old one is built in a stage beside it, its
 * packages are compared, and the two are exchanged in one step. The old environment stays as
 * NAME.old. Nothing in it is executed or written.
 */
#ifndef AVENV_RECREATE_H
#define AVENV_RECREATE_H

#include "build/stage.h"
#include "context/context.h"
#include "core/buf.h"
#include "core/venv.h"
#include "installed/dists.h"
#include "python/python.h"

struct recreate_how {
	struct context *ctx;
	/** argument of -p; NULL: the Python of the old environment */
	const char *python;
	/** arguments of -r; empty: the packages of the old environment */
	const struct strings *files;
	/** lock file of the project; how to install it, and how to make the environment of it */
	const char *lock, *lock_next, *lock_anew;
};

/*
 * Recreate the environment at PATH, whose pyvenv.cfg may be damaged or missing. Prints the result.
 * Returns a descriptor of the new environment; or -1 after printing why, with the old environment
 * unchanged, or where the new one is now.
 */
int recreate(struct real_path path, const struct recreate_how *how) NODISCARD;

/* ---- between recreate.c and recreate_install.c ------------------------------ */

struct recreation {
	const struct recreate_how *how;
	/** the old environment: its path, and its descriptor, locked */
	const char *path;
	int dir;
	struct venv venv;
	struct dists dists;
	/** the new interpreter */
	struct python python;
	/** `python` has the minor version of the old environment */
	bool same_minor;
	/**
	 * requirements for pip, parallel to dists.list: "NAME==VERSION", "NAME @ URL", "-e URL";
	 * NULL: not installed from the list, as for all packages with -r
	 */
	const char **lines;
	/** number of `lines` that are not NULL */
	size_t line_count;
	/** the new path of the old environment */
	const char *backup;
	/** descriptor of the new environment */
	int made;
};

/*
 * Read R->dists, and print each package that cannot be listed. Returns 0, or -1 after printing that
 * the packages come from a lock file, and the command that installs them.
 */
int recreate_look(struct recreation *r) NODISCARD;

/*
 * Set R->lines for R->python. Returns 0, or -1 after printing the packages that pip cannot install
 * again.
 */
int recreate_list(struct recreation *r) NODISCARD;

/* True if the old environment itself has the package NAME, not only its base. */
bool recreate_had_package(const struct recreation *r, const char *name);

/*
 * Install all packages in STAGE by pip, and compare. Returns 0, or -1 after printing the failure or
 * each missing package.
 */
int recreate_install(const struct recreation *r, const struct stage *stage) NODISCARD;

#endif
