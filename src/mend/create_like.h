/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `avenv create --like`: a copy of an environment, relocated as if it had been made there. */
#ifndef AVENV_CREATE_LIKE_H
#define AVENV_CREATE_LIKE_H

#include "build/create.h"
#include "lookup/context.h"

/*
 * Make TARGET, whose name and path are set, like the environment ENV, as typed; "": that of the
 * main checkout, in a linked worktree. Nothing in ENV is started or written. Returns 0, or -1 after
 * printing why, with no environment made. The caller has set TARGET->dir to -1, and closes it in
 * both cases.
 */
int create_like(struct context *ctx, const char *env, const struct create_how *how,
		struct create_target *target) NODISCARD;

#endif
