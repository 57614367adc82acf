/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An environment that the user named, turned on in the user's shell. */
#ifndef AVENV_TURN_ON_H
#define AVENV_TURN_ON_H

#include "known/here.h"

/*
 * Print the code that turns FOUND on in the shell of H.  Returns an exit
 * status: where the hook does not evaluate it, says what does it.
 */
int turn_on(const struct context *ctx, struct here *h, const struct found *found);

/* Say that H has no hook, or an old one, and what helps. Returns an exit status. */
int turn_on_hookless(const struct context *ctx, const struct here *h);

#endif
