/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments that must not be removed, moved or replaced. */
#ifndef AVENV_PROTECT_H
#define AVENV_PROTECT_H

#include "core/context.h"
#include "core/file.h"

/*
 * The path of the environment that ENV means; a link in its last place is not followed, and
 * nothing needs to be there. A mere name means one in the working directory only, unless the user
 * is ASKED. NULL, after printing why.
 */
const char *protect_find(struct context *ctx, const char *env, bool asked);

/*
 * Is what is at PATH, a real path, not to be taken away: no environment, a link, another user's, a
 * directory that $HOME or this shell is in? Returns 0 with its INFO, or -1 after printing why.
 */
int protect_check(const struct context *ctx, const char *path, struct file_info *info) NODISCARD;

/* The command that finishes the move of the environment at PATH, which was killed; NULL: none was. */
const char *unfinished_move(struct context *ctx, const char *path);

/* Was a move of the environment at PATH killed? True, after printing the command that finishes it. */
bool protect_unfinished(struct context *ctx, const char *path) NODISCARD;

/* Does git track files of the environment at PATH? True, after printing that. */
bool protect_tracked(struct context *ctx, const char *path) NODISCARD;

#endif
