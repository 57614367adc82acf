/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The backup of an environment: a private directory `.avenv-backup-NAME` beside it, in which the
 * environment that `recreate` replaced is called `env`. It is one level down, so that a scan of
 * the project finds one environment. ENV is always a real path.
 */
#ifndef AVENV_BACKUP_H
#define AVENV_BACKUP_H

#include "build/stage.h"

/* The path of the backup of ENV, whether there or not. */
const char *backup_path(const char *env);

/* An environment is in the backup of ENV: 1 or 0, or -1 with errno where that cannot be seen. */
int backup_exists(const char *env) NODISCARD;

/* A new backup of ENV can be made. Returns 0, or -1 after printing what is in the way. */
int backup_check(const char *env) NODISCARD;

/*
 * Exchange STAGE with ENV, open and locked as OLD, which is kept in the backup. The stage ends.
 * Returns 0, or -1 after printing why, with ENV as it was.
 */
int backup_keep(struct stage *stage, const char *env, int old) NODISCARD;

/*
 * Exchange ENV and its backup; if ENV is gone, put the backup there. Returns 0, or -1 after
 * printing why.
 */
int backup_undo(const char *env) NODISCARD;

/* Remove the backup of ENV. Returns 0, or -1 after printing why. */
int backup_discard(const char *env) NODISCARD;

#endif
