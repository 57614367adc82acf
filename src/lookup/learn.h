/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that the hook requests: only those that `avenv allow` would make without an option. */
#ifndef AVENV_LEARN_H
#define AVENV_LEARN_H

#include "context/context.h"
#include "plan/verdict.h"

/*
 * Record the slot of FOUND if it is new in an allowed tree; or, if SOURCED is not NULL, if it has
 * SOURCED, the environment whose script the user has just sourced, and print a note. Nothing is
 * printed if recording is refused.
 */
void learn(struct context *ctx, const struct verdict *found, const char *sourced);

/* A command uses FOUND: if a tree or a main checkout covers it, record it, and look again. */
void learn_covered(struct context *ctx, struct verdict *found);

#endif
