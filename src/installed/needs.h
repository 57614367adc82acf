/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requirements (Requires-Dist) of installed distributions, and the values of PEP 508 markers. */
#ifndef AVENV_NEEDS_H
#define AVENV_NEEDS_H

#include "formats/requirement.h"
#include "installed/dists.h"

/** One requirement of a distribution. */
struct need {
	struct requirement requirement;
	/** the installed distribution of the required name; NULL: not installed */
	const struct dist *installed;
	/** the marker is true if no extra is asked for; an unsure one, if `installed` meets this */
	bool holds;
};

/** The valid requirements of one distribution, sorted by name. */
struct needs {
	struct need *list;
	size_t count, room;
};

/* The requirements of all distributions in VENV: an array parallel to DISTS->list. */
struct needs *needs_read(const struct venv *venv, const struct dists *dists);

/* True if the required distribution is installed in a version that NEED accepts. */
bool need_met(const struct need *need);

/* The names of the other distributions that require DIST without an extra. */
struct strings needs_required_by(const struct dists *dists, const struct needs *needs,
				 const struct dist *dist);

/* ---- the tree ------------------------------------------------------------------ */

/** A line of the tree. */
struct tree_line {
	/** 0 at the top, where `need` is NULL */
	size_t depth;
	/** the distribution; NULL: not installed */
	const struct dist *dist;
	/** the requirement that leads to `dist` */
	const struct need *need;
	/** the requirements of `dist` were visited before: no lines for them follow */
	bool seen;
};

typedef void tree_visitor(const struct tree_line *line);

/*
 * Call VISIT for each distribution that no other requires, each followed by its requirements. At
 * the end, distributions that require each other in a circle are visited the same way.
 */
void tree_visit(const struct dists *dists, const struct needs *needs, tree_visitor *visit);

/* ---- markers ------------------------------------------------------------------- */

/*
 * Set ENV to the values of markers (PEP 508) on this machine for the Python of VENV, which LIBRARY
 * describes. No interpreter is started: the patch release comes from pyvenv.cfg, or is 0, and
 * implementation_version is "" for other implementations than CPython.
 */
void marker_env_of(const struct venv *venv, const struct library *library, struct marker_env *env);

/*
 * marker_judge() for each patch release of ENV's Python: -1 if these differ. An upgrade of the base
 * Python leaves the old patch release in pyvenv.cfg.
 */
int marker_judge_series(const char *marker, const struct marker_env *env, const char *extra);

#endif
