/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `avenv create` says when it is done: the fewest lines that help. */
#ifndef AVENV_CREATE_TELL_H
#define AVENV_CREATE_TELL_H

#include "build/create.h"
#include "commands/made.h"

/* Say what was made. */
void create_tell_made(const struct create_how *how, const struct create_target *target,
		      const struct python *python);

/*
 * Say how to use the environment, whose record came out as MADE says. If PYTHON is not NULL, the
 * command that installs what PROJECT needs is named, too.
 */
void create_tell_use(struct context *ctx, const struct create_target *target, const char *project,
		     enum made made, const struct python *python);

#endif
