/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `avenv activate ENV`: turning on an environment that the user named, also for `select`. */
#ifndef AVENV_ACTIVATE_H
#define AVENV_ACTIVATE_H

#include "context/calling_shell.h"

/*
 * Print the code that turns on the environment ENV, as typed, in the shell of S; S->hook is not
 * NULL. Returns 0, or -1 after printing why not.
 */
int activate_named(struct context *ctx, struct calling_shell *s, const char *env);

/*
 * Print that this shell has no hook, or one of another version, and the command that loads it.
 * Returns -1.
 */
int fail_without_hook(void);

#endif
