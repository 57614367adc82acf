/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that the hook asks for: what `avenv allow` would record without an option, no more. */
#ifndef AVENV_LEARN_H
#define AVENV_LEARN_H

#include "known/context.h"

/*
 * Record the slot that gives the environment ENV here: the user has just sourced its script, or, with
 * SEEN, it is new in an allowed tree. Says so only of the former, and nothing if it is refused.
 */
void learn(struct context *ctx, const char *env, bool seen);

#endif
