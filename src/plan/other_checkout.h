/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which environments do the other checkouts of a repository have for a linked worktree (git
 * worktree)? For ~/web/.worktrees/fix/api, a search leaves out ~/web/.venv, since ~/web is another
 * checkout; and `create --like` can copy ~/web/api/.venv, which the main checkout has there.
 */
#ifndef AVENV_OTHER_CHECKOUT_H
#define AVENV_OTHER_CHECKOUT_H

#include "trust/trust.h"

/** The environment that the main checkout has for a directory of a linked worktree */
struct main_env {
	/** real path: "/home/ann/web/api/.venv" */
	const char *path;
	/** its project, "/home/ann/web/api", and the same directory in the worktree */
	const char *project, *place;
	/** the path to type: `path`, or `project` if the environment is not in there */
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
