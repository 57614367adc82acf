/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of `avenv recreate`.  The environment that was replaced lies whole in
 * a backup beside the new one: a directory `.avenv-backup-NAME`, in which it is
 * called `env`.  As the two are exchanged in one step, what lies there is always
 * an environment that can be put back: exchanged again, the other one lies there.
 */
#ifndef AVENV_RECREATE_H
#define AVENV_RECREATE_H

#include "cli/python.h"
#include "cli/reinstall.h"
#include "cli/stage.h"
#include "cli/subject.h"
#include "core/venv.h"

extern const struct act recreate_act;

/*
 * The real path of the environment NAME, with NULL of that of the working
 * directory; NULL having said why there is none.
 */
const char *recreate_find(struct context *ctx, const char *name);

/** What was typed. */
struct recreate_how {
	/** -p; NULL: the Python that it was made of */
	const char *python;
	struct reinstall_how what;
};

/*
 * Make the environment NAME anew, as HOW says; with NULL the one of the working
 * directory, which then has to be allowed, as what is noted in it says what pip
 * installs.  Returns an exit status.
 */
int recreate(struct context *ctx, const char *name, const struct recreate_how *how);

/*
 * What is at PATH now was put there: the user's word on what was there, VERDICT,
 * holds of it, too.  Returns an exit status.
 */
int recreate_record(struct context *ctx, const char *path, enum verdict verdict);

/*
 * The interpreter to make VENV anew with: the one that SPEC names, as `-p` has
 * it; with NULL the one that it was made of, or where that is gone another one
 * of the same minor, which is said.  Unless VENV is ALLOWED, none is started that
 * nobody else names.  Returns 0, or -1 having said why there is none.
 */
int recreate_python(struct context *ctx, const struct venv *venv, bool allowed, const char *spec,
		    struct python *python) NODISCARD;

/* Say which of the user's processes run from VENV. */
void recreate_warn_running(const struct venv *venv);

/* The path of the backup of the environment at PATH, whether there or not. */
const char *backup_path(const char *path);

/* Is there one, with an environment in it?  1 or 0, or -1 having said that it
 * cannot be told. */
int backup_exists(const char *path) NODISCARD;

/* What goes by a backup's name is one of the user's, or nothing does.  Returns 0,
 * or -1 having said why it cannot be used. */
int backup_check(const char *path) NODISCARD;

/* The environment at PATH is gone, but has a backup. */
bool backup_is_alone(const char *path);

/* An environment in DIR of which only a backup of the user's is there; or NULL. */
const char *backup_of_gone(const char *dir);

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

/*
 * Remove the backup of PATH.  Returns 0; -1 having said why not; or STAGE_LEFT,
 * see stage_discard().
 */
int backup_discard(const char *path) NODISCARD;

#endif
