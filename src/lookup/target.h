/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Resolving a typed word to an environment or a project. ENV is a path, a project's directory, a
 * known name or the start of one: see known_path().
 */
#ifndef AVENV_TARGET_H
#define AVENV_TARGET_H

#include "context/context.h"

struct target {
	/** the project, or the environment's parent directory */
	struct real_path dir;
	/** name of the environment in `dir`; NULL for the project */
	const char *name;
};

/*
 * Resolve the path WORD to a project or an environment. NULL: the environment that the shell is in,
 * else this directory's project, else this directory. Returns 0, or -1 after printing why.
 */
int target_of(struct context *ctx, const char *word, struct target *target) NODISCARD;

/*
 * Find the environment ENV; NULL: this directory's, else the active one. FOUND has the result:
 * candidate.path is the path, and venv.path is NULL if a pointer at that path was not followed.
 * Returns 0, or -1 after printing why ENV cannot be found.
 */
int target_find(struct context *ctx, const char *env, struct verdict *found) NODISCARD;

/*
 * target_use() finds the environment ENV for use; target_look() for reading, in any state and
 * without a record. Both return 0, or -1 after printing why.
 */
int target_use(struct context *ctx, const char *env, struct verdict *found) NODISCARD;
int target_look(struct context *ctx, const char *env, struct venv *venv) NODISCARD;

/*
 * Check that a command may write into the environment at PATH: env_is_allowed() holds, and nobody
 * else may write there. An environment that an allowed tree covers is recorded. Returns 0, or -1
 * after printing that PATH is not DONE, such as "repaired", and what to type first. *RECORDED: a
 * record allows the slot of PATH.
 */
int target_check_allowed(struct context *ctx, struct real_path path, const char *done,
			 bool *recorded) NODISCARD;

/*
 * The absolute path of WORD, without links before its last component if that directory exists. NULL
 * after printing why.
 */
const char *target_path(const struct context *ctx, const char *word);

/* The path of the environment or project TARGET. */
struct real_path target_slot(const struct target *target);

#endif
