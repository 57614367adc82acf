/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * May `avenv remove ENV`, `move` or `recreate` do away with ENV? No, if the word does not say for
 * certain which environment is meant, or if more than an environment would be lost.
 */
#ifndef AVENV_REMOVE_CHECK_H
#define AVENV_REMOVE_CHECK_H

#include "context/context.h"
#include "lookup/target.h"

/*
 * The path of the environment that ENV, a word as typed, means, for PURPOSE: TO_NAME or TO_CHANGE.
 * The path need not exist, and a link in its last component is not followed. A name alone is
 * accepted only for an environment in the working directory, or if the user is ASKED to confirm. A
 * link or a redirect is refused, and the environment that it leads to is named. Returns NULL after
 * printing why.
 */
struct real_path remove_check_path(struct context *ctx, const char *env, enum purpose purpose,
				   bool asked);

/*
 * Check that PATH may be removed or moved. Refused are a directory that is no environment or
 * another user's, one that contains $HOME or the directory of this shell, and the environment of a
 * program that pipx or uv installed. Returns 0 and sets INFO, or -1 after printing why.
 */
int remove_check(struct context *ctx, struct real_path path, struct file_info *info) NODISCARD;

/*
 * Check that the environment at PATH may be replaced by a new one, as by remove_check(). Its
 * pyvenv.cfg may be damaged or missing. Returns 0, or -1 after printing why.
 */
int replace_check(struct context *ctx, struct real_path path) NODISCARD;

/*
 * Returns true after printing that git tracks files of the environment at PATH, or that PATH is a
 * repository; else false.
 */
bool remove_check_tracked(struct context *ctx, struct real_path path) NODISCARD;

#endif
