/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of `avenv recreate`.  The environment that was replaced lies whole in
 * a backup beside the new one: a directory `.avenv-backup-NAME`, in which it is
 * called `env`.  As the two are exchanged in one step, what lies there is always
 * an environment that can be put back: exchanged again, the other one lies there.
 */
#ifndef AVENV_RECREATE_H
#define AVENV_RECREATE_H

#include "cli/stage.h"

/* The path of the backup of the environment at PATH, whether there or not. */
const char *backup_path(const char *path);

/* There is one, with an environment in it. */
bool backup_exists(const char *path);

/*
 * Put what was built in STAGE at its target, and what is there into the backup.
 * Returns 0, or -1 having said why not: what is there stays as it is, and the
 * stage is let go.
 */
int backup_commit(struct stage *stage) NODISCARD;

/*
 * Exchange the environment at PATH, a real path, with its backup; where PATH is
 * gone, put the backup there.  Returns 0, or -1 having said why not.
 */
int backup_undo(const char *path) NODISCARD;

/* Remove the backup of PATH.  Returns 0, or -1 having said why not. */
int backup_discard(const char *path) NODISCARD;

#endif
