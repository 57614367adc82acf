/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `allow`, `deny` and `forget` are told of: a project, or one environment in it. */
#ifndef AVENV_TARGET_H
#define AVENV_TARGET_H

#include "core/chain.h"
#include "known/context.h"

struct target {
	/** the project's real path */
	struct chain chain;
	/** of the environment that is meant, or of what leads to it; NULL: the project */
	const char *name;
};

/*
 * The environment that the working directory lies in, else the project that it belongs to,
 * else that directory. Returns 0, or -1 having said why not.
 */
int target_here(struct context *ctx, struct target *target) NODISCARD;

/*
 * What ARG names: an environment, what leads to one, or a directory, as a project; NULL: as
 * target_here(). Returns 0, or -1 having said why not.
 */
int target_typed(struct context *ctx, const char *arg, struct target *target) NODISCARD;

/* The directory ARG, whatever is in it. */
int target_dir(const char *arg, struct target *target) NODISCARD;

/* The path of what TARGET means. */
const char *target_path(const struct target *target);

#endif
