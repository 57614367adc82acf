/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The backup of an environment: a private directory `.avenv-backup-NAME` beside it, in which `env`
 * is the environment that `recreate` replaced. With this extra level, a scan of the project finds
 * one environment. The records have the identity of `env`: another file or directory of that name
 * is neither used nor removed. ENV is always a real path.
 */
#ifndef AVENV_BACKUP_H
#define AVENV_BACKUP_H

#include "build/stage.h"
#include "trust/trust.h"

/* The path of the backup of ENV, which need not exist. */
const char *backup_path(const char *env);

/* The path of the environment in the backup of ENV. */
const char *backup_kept(const char *env);

enum backup {
	/** cannot be read, for errno */
	BACKUP_UNKNOWN = -1,
	/** no backup, or only leftovers of a killed run */
	BACKUP_NONE,
	BACKUP_OURS,
	/** another file or directory has the backup's name */
	BACKUP_OTHER,
};

/* The state of the backup of ENV, by its files and the records. */
enum backup backup_look(struct trust *trust, const char *env) NODISCARD;

/* Check that a new backup of ENV can be made. Returns 0, or -1 after printing why not. */
int backup_check(struct trust *trust, const char *env) NODISCARD;

/*
 * Exchange STAGE with ENV, open and locked as OLD. The old environment is kept in the backup and
 * recorded. Ends the stage. Returns 0, or -1 after printing why, with ENV unchanged.
 */
int backup_keep(struct trust *trust, struct stage *stage, const char *env, int old) NODISCARD;

/*
 * Exchange ENV and its backup; if ENV is gone, put the backup there. The files of what was in the
 * backup name ENV afterwards, also if it was repaired there. Returns 0, or -1 after printing why.
 */
int backup_undo(struct trust *trust, const char *env) NODISCARD;

/*
 * Remove the backup of ENV and its records. Returns 0; -1 after printing why; or DISCARD_LEFT, as
 * discard().
 */
int backup_discard(struct trust *trust, const char *env) NODISCARD;

#endif
