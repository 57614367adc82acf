/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands that messages name to be typed.  They are typed where the shell stands,
 * which with -C is elsewhere than in the working directory.
 */
#ifndef AVENV_TYPED_H
#define AVENV_TYPED_H

#include "known/context.h"

/* The working directory is another than the one the shell stands in. */
bool typed_elsewhere(const struct context *ctx);

/*
 * COMMAND, "avenv allow", so that it does in the working directory what it says; in
 * quotes, to be printed as paste_word().
 */
const char *typed_here(const struct context *ctx, const char *command);

/* The same in DIR, an absolute path. */
const char *typed_in(const struct context *ctx, const char *dir, const char *command);

#endif
