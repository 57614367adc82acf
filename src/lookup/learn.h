/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that the hook asks for: what `avenv allow` would record without an option, no more. */
#ifndef AVENV_LEARN_H
#define AVENV_LEARN_H

#include "core/context.h"
#include "plan/search.h"

/*
 * Record the slot that FOUND is in: it is new in an allowed tree; or it is SOURCED, unless NULL, an
 * environment whose script the user has just sourced, and that is printed. If it is refused,
 * nothing is printed.
 */
void learn(struct context *ctx, const struct found *found, const char *sourced);

#endif
