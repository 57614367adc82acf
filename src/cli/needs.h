/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the distributions of an environment require of each other. */
#ifndef AVENV_NEEDS_H
#define AVENV_NEEDS_H

#include "cli/dist.h"
#include "cli/requirement.h"

/** One requirement of a distribution. */
struct need {
	struct requirement requirement;
	/** what is there of that name; NULL: nothing */
	const struct dist *there;
	/** its marker holds where no extra is asked for */
	bool holds;
};

/** All of one distribution, in the order of its metadata. */
struct needs {
	struct need *list;
	size_t count, room;
	/** the first of them that is no requirement; NULL: all are */
	const char *invalid;
};

/*
 * Those of all DISTS, which live in ENV: an element for each of DISTS->list.  As
 * pip has it, an egg-info says it in requires.txt where PKG-INFO does not.
 */
struct needs *needs_read(const struct dists *dists, const struct marker_env *env);

/* What is there, if anything, is in a version that NEED wants. */
bool need_met(const struct need *need);

/** The other distributions that require one, each once, in the order of DISTS. */
struct requirers {
	const struct dist **list;
	size_t count, room;
};

/*
 * Who requires each of DISTS->list where no extra is asked for, as `pip show`
 * has it in "Required-by".  NEEDS is from needs_read().
 */
struct requirers *requirers_of(const struct dists *dists, const struct needs *needs);

#endif
