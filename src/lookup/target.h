/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a typed word to an environment or a project. ENV is a path, a project's directory, a known
 * name or the start of one. In the working directory a name means what is there.
 */
#ifndef AVENV_TARGET_H
#define AVENV_TARGET_H

#include "core/context.h"
#include "plan/search.h"

struct target {
	/** a real path: the project, or the directory that the environment is in */
	const char *dir;
	/** the environment's name in `dir`; NULL: the project is meant */
	const char *name;
};

/*
 * The project or environment that the path WORD means. NULL: the environment that the shell is in,
 * else this directory's project, else this directory. Returns 0, or -1 after printing why.
 */
int target_of(struct context *ctx, const char *word, struct target *target) NODISCARD;

/*
 * The environment that ENV means; NULL: this directory's, else the one that is on. FOUND says in
 * which state it is: candidate.path is its path, and venv.path NULL if nothing was followed there.
 * Returns 0, or -1 after printing that ENV means nothing.
 */
int target_find(struct context *ctx, const char *env, struct found *found) NODISCARD;

/*
 * The same to be used; and to be looked at, in any state and without a record. Returns 0, or -1
 * after printing why.
 */
int target_use(struct context *ctx, const char *env, struct found *found) NODISCARD;
int target_look(struct context *ctx, const char *env, struct venv *venv) NODISCARD;

/*
 * The absolute path of WORD, without links in what is there before its last place. NULL, after
 * printing why.
 */
const char *target_path(const struct context *ctx, const char *word);

/* The real path of what TARGET means. */
const char *target_slot(const struct target *target);

#endif
