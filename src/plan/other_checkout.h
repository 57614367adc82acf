/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which environments do the other checkouts of a repository have for a linked worktree (git
 * worktree)? For ~/web/.worktrees/fix/api, a search leaves out ~/web/.venv, since ~/web is another
 * checkout. The main checkout has ~/web/api/.venv there; which command makes one for the worktree?
 */
#ifndef AVENV_OTHER_CHECKOUT_H
#define AVENV_OTHER_CHECKOUT_H

#include "trust/trust.h"

/** The environment that the main checkout has for a directory of a linked worktree */
struct main_env {
	/** "/home/ann/web/api/.venv" */
	const char *path;
	/** its project in the worktree: "/home/ann/web/.worktrees/fix/api" */
	struct real_path place;
	/** the root of the worktree, `place` or above it */
	const char *top;
	/** the directory that was asked for, `place` or below it */
	const char *dir;
};

/*
 * Find MAIN for DIR if the environment is allowed and worktree and repository name each other.
 * Returns false, with MAIN->path NULL, if there is none.
 */
bool find_main_env(struct trust *trust, struct real_path dir, struct main_env *main);

/*
 * `avenv up` makes an environment in DIR: a file there declares packages. Else `avenv create` does.
 * And the one of these commands that does.
 */
bool new_env_by_up(const char *dir);
const char *new_env_command(const char *dir);

/* The environment of another checkout that a search from DIR leaves out; NULL: there is none. */
const char *find_left_out(struct trust *trust, struct real_path dir);

#endif
