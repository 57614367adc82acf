/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environments that must not be removed, moved or replaced. */
#ifndef AVENV_REMOVE_CHECK_H
#define AVENV_REMOVE_CHECK_H

#include "core/venv.h"
#include "lookup/context.h"

/*
 * The path of the environment ENV, as typed; it need not exist, and a link in its last component is
 * not followed. A name without a directory must be of an environment in the working directory,
 * unless the user is ASKED to confirm. Returns NULL after printing why.
 */
const char *remove_check_path(struct context *ctx, const char *env, bool asked);

/*
 * Check that PATH, a real path, may be removed or moved. Refused are a link, a directory that is no
 * environment or another user's, and one that contains $HOME or the directory of this shell.
 * Returns 0 and sets INFO, or -1 after printing why.
 */
int remove_check(const struct context *ctx, const char *path, struct file_info *info) NODISCARD;

/*
 * VENV, whose pyvenv.cfg may be missing, has the rest of an environment: a script that activates it, and
 * a directory for packages in lib.
 */
bool env_is_rest(const struct venv *venv);

/* remove_check(), but pyvenv.cfg may be damaged or missing. */
int replace_check(const struct context *ctx, const char *path, struct file_info *info) NODISCARD;

/*
 * git tracks files of the environment at PATH, or PATH is a repository. True after printing that.
 */
bool remove_check_tracked(struct context *ctx, const char *path) NODISCARD;

#endif
