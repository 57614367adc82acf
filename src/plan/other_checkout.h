/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The environments of other checkouts of a repository, which a linked worktree does not share: that
 * of the main checkout can be copied, and the search passes over those around the worktree.
 */
#ifndef AVENV_OTHER_CHECKOUT_H
#define AVENV_OTHER_CHECKOUT_H

#include "trust/trust.h"

/** The environment that the main checkout has at the same place */
struct main_env {
	const char *path;
	/** its project, and the directory of the worktree at the same place */
	const char *project, *place;
	/** the path to type: of the environment, or of a project whose environment is elsewhere */
	const char *word;
};

/*
 * Find MAIN for DIR, a real path, if the environment is allowed and worktree and repository name
 * each other. Returns false if there is none.
 */
bool find_main_env(struct trust *trust, const char *dir, struct main_env *main);

/* The word of the environment that can be copied to DIR, which is not denied; NULL: none. */
const char *main_env_to_copy(struct trust *trust, const char *dir);

/* The environment of another checkout that a search from DIR leaves out; NULL: there is none. */
const char *find_left_out(struct trust *trust, const char *dir);

#endif
