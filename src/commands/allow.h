/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told of an environment that is allowed now. */
#ifndef AVENV_ALLOW_H
#define AVENV_ALLOW_H

#include "core/context.h"

/* Why the next prompt does not turn on ENV, and what does; NULL: it does. */
const char *allow_obstacle(struct context *ctx, const char *env);

/* Print when the slot NAME of PROJECT, a real path, which is allowed now, is on. */
void allow_tell(struct context *ctx, const char *project, const char *name);

/* Print the records, `avenv allow --list`. Returns 0, or -1 after printing why not. */
int allow_list(struct context *ctx) NODISCARD;

#endif
