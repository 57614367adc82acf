/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * May a command write into an environment? Only where the user's word is about that environment. A
 * tree and a main checkout cover what was made in its place, and a file that a command writes looks as
 * if it were.
 */
#ifndef AVENV_ALLOWED_H
#define AVENV_ALLOWED_H

#include "lookup/context.h"

/*
 * A record of its own allows the environment at PATH, a real path: of its slot, of the slot in its
 * project before that was moved, or of a link to it. AVENV_TRUST and the store of a tool count as one.
 */
bool env_is_allowed(struct context *ctx, const char *path);

/*
 * Returns 0 if env_is_allowed(), or -1 after printing that PATH is not allowed, so that it is not DONE,
 * such as "repaired", and what to type first.
 */
int env_check_allowed(struct context *ctx, const char *path, const char *done) NODISCARD;

#endif
