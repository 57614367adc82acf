/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turning on an environment that the user named. */
#ifndef AVENV_ACTIVATE_H
#define AVENV_ACTIVATE_H

#include "lookup/session.h"

/* Print the code that turns ENV on in the shell S, which has a hook. Returns 0 or -1. */
int activate_named(struct context *ctx, struct session *s, const char *env);

/* Print that it has no hook, or one of another version, and what loads it. Returns -1. */
int hookless(const struct context *ctx);

#endif
