/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The requirements of the distributions in an environment, and the values of their markers. */
#ifndef AVENV_NEEDS_H
#define AVENV_NEEDS_H

#include "formats/requirement.h"
#include "installed/dists.h"

/** One requirement of a distribution. */
struct need {
	struct requirement requirement;
	/** the distribution of that name; NULL: not installed */
	const struct dist *there;
	/** its marker holds where no extra is asked for */
	bool holds;
};

/** The valid requirements of one distribution, sorted by name. */
struct needs {
	struct need *list;
	size_t count, room;
};

/* The requirements of all DISTS of VENV, an element for each of DISTS->list. */
struct needs *needs_read(const struct venv *venv, const struct dists *dists);

/* The distribution that is there, if any, is in a version that NEED wants. */
bool need_met(const struct need *need);

/* The names of the other distributions that require DIST where no extra is asked for. */
struct strings needs_required_by(const struct dists *dists, const struct needs *needs,
				 const struct dist *dist);

/* ---- the tree: each distribution is followed once ------------------------------ */

/** A line of the tree. */
struct tree_line {
	/** how far to the right: 0 at the top, where `need` is NULL */
	size_t depth;
	/** NULL: not installed */
	const struct dist *dist;
	const struct need *need;
	/** its requirements were visited before */
	bool seen;
};

typedef void tree_visitor(const struct tree_line *line);

/*
 * Visit each distribution that no other one requires, and behind it its requirements; then those
 * that were not reached, as they require each other.
 */
void tree_visit(const struct dists *dists, const struct needs *needs, tree_visitor *visit);

/* ---- markers ------------------------------------------------------------------- */

/*
 * The values of the Python of VENV, which is LIBRARY, on this machine; nothing is started.
 * pyvenv.cfg says the patch release, else it is 0. The version of an implementation other than
 * CPython is "".
 */
void marker_env_of(const struct venv *venv, const struct library *library, struct marker_env *env);

#endif
