/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The distributions in an environment, as its pip lists them, read from their files. No program is
 * started, and no import line of a .pth file runs. All files are untrusted: only regular files are
 * read, up to a limit. Links are followed, as pip and Python follow them.
 */
#ifndef AVENV_DISTS_H
#define AVENV_DISTS_H

#include "core/venv.h"
#include "installed/dist.h"
#include "installed/site.h"

/** Rules of `pip freeze` that changed since pip 21.3. */
struct pip_rules {
	/** since 26.1, `hashes` in direct_url.json has precedence over `hash` */
	bool hashes_first;
	/** before pip 23.2 or Python 3.12, setuptools, distribute and wheel are left out */
	bool skips_setuptools;
};

/** The distributions of an environment. */
struct dists {
	/** the environment's Python */
	struct library library;
	struct pip_rules pip;
	/** distributions, each name once, in the order in which pip prints them */
	struct dist *list;
	size_t count;
	/** pointers into `list`, sorted by key, for dists_find() */
	const struct dist **by_key;
	struct dist_problem *problems;
	size_t problem_count;
};

/* Read the distributions in VENV; its Python may be missing. Errors are in DISTS->problems. */
void dists_read(const struct venv *venv, struct dists *dists);

/*
 * dists_read() with a limit: at most *LEFT bytes are read and subtracted from *LEFT. A distribution
 * beyond the limit is a fatal problem.
 */
void dists_read_within(const struct venv *venv, struct dists *dists, size_t *left);

/* Print DISTS->problems. Returns 0, or -1 if a problem is fatal. */
int dists_complain(const struct dists *dists);

/* The distribution NAME, in any spelling (PEP 503). NULL: not installed. */
const struct dist *dists_find(const struct dists *dists, const char *name);

#endif
