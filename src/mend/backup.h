/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The backup of an environment: a private directory `.avenv-backup-NAME` beside it, in which the
 * environment that `recreate` replaced is called `env`. It is one level down, so that a scan of
 * the project finds one environment. The records know what is kept there by its identity: whatever
 * else has that name was brought by somebody, and is left alone. ENV is always a real path.
 */
#ifndef AVENV_BACKUP_H
#define AVENV_BACKUP_H

#include "build/stage.h"
#include "core/trust.h"

/* The path of the backup of ENV, whether there or not. */
const char *backup_path(const char *env);

/* The path of the environment in it. */
const char *backup_kept(const char *env);

enum backup {
	/** errno says why that cannot be seen */
	BACKUP_UNKNOWN = -1,
	/** none, or the rest of a killed run */
	BACKUP_NONE,
	BACKUP_OURS,
	/** another one has its name */
	BACKUP_OTHER,
};

enum backup backup_look(struct trust *trust, const char *env) NODISCARD;

/* A new backup of ENV can be made. Returns 0, or -1 after printing what is in the way. */
int backup_check(struct trust *trust, const char *env) NODISCARD;

/*
 * Exchange STAGE with ENV, open and locked as OLD, which is kept in the backup and recorded. The
 * stage ends. Returns 0, or -1 after printing why, with ENV as it was.
 */
int backup_keep(struct trust *trust, struct stage *stage, const char *env, int old) NODISCARD;

/*
 * Exchange ENV and its backup; if ENV is gone, put the backup there. The files of what was in the
 * backup name ENV afterwards, also if it was repaired there. Returns 0, or -1 after printing why.
 */
int backup_undo(struct trust *trust, const char *env) NODISCARD;

/* Remove the backup of ENV. Returns 0, or -1 after printing why. */
int backup_discard(struct trust *trust, const char *env) NODISCARD;

#endif
