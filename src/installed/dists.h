/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The distributions in an environment, as its pip sees them, read from files: nothing runs, not
 * even the import lines of a .pth file. All files are hostile input: bounded, regular files only.
 * Links are followed, as pip and Python follow them.
 */
#ifndef AVENV_DISTS_H
#define AVENV_DISTS_H

#include "core/venv.h"
#include "installed/dist.h"
#include "installed/site.h"

/** The differences between versions of pip since 21.3. */
struct pip_rules {
	/** since 26.1: `hashes` in direct_url.json has precedence over `hash` */
	bool hashes_first;
	/** before 23.2, or before Python 3.12: setuptools, distribute and wheel are left out */
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
	/** distributions that share a directory of the environment with another one of their name, by key */
	const struct dist **duplicates;
	size_t duplicate_count;
	struct dist_problem *problems;
	size_t problem_count;
};

/* Read the distributions in VENV, whose Python may be missing. Errors are in DISTS->problems. */
void dists_read(const struct venv *venv, struct dists *dists);

/* dists_read() that reads at most *LEFT bytes, and counts *LEFT down; then an error is fatal. */
void dists_read_within(const struct venv *venv, struct dists *dists, size_t *left);

/* DISTS->duplicates has the name KEY. */
bool dists_have_duplicates(const struct dists *dists, const char *key);

/* The newest of the COUNT distributions at LIST; NULL: two are of that version. */
const struct dist *dists_newest(const struct dist **list, size_t count);

/* Print the problems. Returns 0, or -1 if one is fatal. */
int dists_complain(const struct dists *dists);

/* The distribution NAME, in any spelling (PEP 503); NULL: none. */
const struct dist *dists_find(const struct dists *dists, const char *name);

#endif
