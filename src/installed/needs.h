/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The requirements of the distributions in an environment, and the values of their markers. */
#ifndef AVENV_NEEDS_H
#define AVENV_NEEDS_H

#include "formats/requirement.h"
#include "installed/dists.h"

/** One requirement of a distribution. */
struct need {
	struct requirement requirement;
	/** the installed distribution of that name; NULL: not installed */
	const struct dist *installed;
	/** the marker is true without an extra */
	bool holds;
};

/** The valid requirements of one distribution, sorted by name. */
struct needs {
	struct need *list;
	size_t count, room;
};

/* The requirements of DISTS, the distributions in VENV: an array parallel to DISTS->list. */
struct needs *needs_read(const struct venv *venv, const struct dists *dists);

/* The required distribution is installed, in a version that NEED accepts. */
bool need_met(const struct need *need);

/* The names of the other distributions that require DIST without an extra. */
struct strings needs_required_by(const struct dists *dists, const struct needs *needs,
				 const struct dist *dist);

/* ---- the tree: requirements of a distribution are visited once ----------------- */

/** A line of the tree. */
struct tree_line {
	/** level: 0 at the top, where `need` is NULL */
	size_t depth;
	/** the distribution; NULL: not installed */
	const struct dist *dist;
	const struct need *need;
	/** the requirements of `dist` were visited before, and are not visited a second time */
	bool seen;
};

typedef void tree_visitor(const struct tree_line *line);

/*
 * Call VISIT for each distribution that no other one requires, and then for its requirements; at
 * last for distributions that require each other and were not visited so.
 */
void tree_visit(const struct dists *dists, const struct needs *needs, tree_visitor *visit);

/* ---- markers ------------------------------------------------------------------- */

/*
 * Set ENV to the values of markers (PEP 508) for the Python of VENV, described by LIBRARY, on this
 * machine. No interpreter is started. The patch release is that of pyvenv.cfg, else 0. The version
 * of an implementation other than CPython is "".
 */
void marker_env_of(const struct venv *venv, const struct library *library, struct marker_env *env);

#endif
