/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room commands has a file for each command or family of commands: it parses the arguments,
 * calls another room and prints the result. This header has the messages about an environment that
 * was just allowed.
 */
#ifndef AVENV_ALLOW_H
#define AVENV_ALLOW_H

#include <stdio.h>

#include "context/context.h"

/* The reason why the next prompt does not turn on ENV, and the command that does; NULL: it does. */
const char *allow_obstacle(struct context *ctx, const char *env);

/* The other environment that comes before ENV in its project, and the command that chooses ENV. */
const char *allow_behind(struct context *ctx, const char *env);

/* Print when the slot NAME of PROJECT, which was just allowed, is on. */
void allow_tell(struct context *ctx, struct real_path project, const char *name);

/* Print the records, `avenv allow --list`. Returns 0, or -1 after printing why not. */
int allow_list(struct context *ctx) NODISCARD;

/* Print the COUNT records of LIST as a table to OUT. Returns true if one is gone. */
bool allow_print(struct trust *trust, const struct record *const *list, size_t count, FILE *out);

#endif
