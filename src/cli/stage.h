/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a new environment is built until it is whole, and how it gets to its
 * place in one step: the rules of "safe at every moment".
 *
 * A stage is a private directory `.avenv-new-XXXXXXXX`, beside the target or,
 * where that cannot be, in it.  Who builds there holds a lock (flock) on it;
 * what nobody holds is the leftover of a killed run, and the next run that
 * comes by sweeps it.  What was exchanged or is on its way out is called
 * `.avenv-old-XXXXXXXX`.
 *
 * Sweeping goes by the name alone, so it is done only where nobody else can
 * give names: in directories that belong to the user or root and that others
 * cannot write to, or are sticky.  Elsewhere leftovers stay.
 */
#ifndef AVENV_STAGE_H
#define AVENV_STAGE_H

#include "core/buf.h"
#include "core/file.h"
#include "system/tree.h"

/*
 * In the directory that keeps it, what was replaced is called so; and on its way
 * there, where the file system cannot exchange in one step.
 */
#define STAGE_KEPT "env"

enum stage_way {
	/** the target is not there: renamed into place */
	STAGE_NEW,
	/** it is replaced as a whole: exchanged, the old one then removed */
	STAGE_EXCHANGE,
	/** it stays: each file is renamed into place, pyvenv.cfg last */
	STAGE_MERGE,
};

struct stage {
	/** the real path at which it will be; its last component need not exist */
	const char *target;
	/** the directory to build in: its path, and open and locked */
	const char *path;
	int dir;
	enum stage_way way;
	/** with STAGE_MERGE: what the new tree has not, goes */
	bool clear;
	/** the directory that holds the stage, and the stage's name in it */
	int holder;
	const char *name;
	/** the directory that holds the target */
	int parent;
	/** the target where it is there: open and locked; else -1 */
	int old;
	/** a new target's mode, set by who builds; 0: as the umask has it */
	mode_t mode;
	/** with STAGE_EXCHANGE, set by who builds: an open directory beside the
	 * target, in which what is replaced is kept as STAGE_KEPT; -1: it goes */
	int keep;
	/** the topmost directory that was made above the target, or NULL */
	const char *made;
};

/** What a stage is for. */
struct stage_want {
	/** absolute and clean; links in its parent are followed, its own last
	 * component must not be one */
	const char *target;
	/** nothing of what is there stays */
	bool clear;
	/** the directory that the user's shell is in, real; NULL: unknown */
	const char *shell_dir;
};

/*
 * Make a stage, sweeping leftovers first; parents of the target are made.
 * Returns 0, or -1 having said why not, with nothing changed.
 *
 * From here on SIGINT, SIGTERM, SIGHUP and SIGQUIT are only noted, see
 * stage_interrupted(); what waits returns with EINTR.  A program that is started
 * meanwhile has its signals as ever, as no handler outlives an exec; started by
 * posix_spawn() it misses none before that.
 */
int stage_open(const struct stage_want *want, struct stage *stage) NODISCARD;

/*
 * Put what was built in its place and let the stage go, as stage_drop() does
 * where that fails.  Returns 0; or -1 having said why not: the target is as it
 * was or, with STAGE_MERGE, each file is old or new.  Where somebody else was
 * faster, says so.
 *
 * Nothing is synced to the disk: thousands of files can be made again, and
 * `python -m venv` and pip do not do it either.
 */
int stage_commit(struct stage *stage) NODISCARD;

/* The two ways of stage_commit() that have files of their own: */

/*
 * Exchange what was built in STAGE, whose `keep` is set, with what it replaces.
 * Returns 0, or -1 having said why not, all being as it was.
 */
int stage_commit_keeping(const struct stage *stage) NODISCARD;

/*
 * Bring each file of STAGE into its target.  Returns 0, or -1 having said why
 * not; what is left of the stage stays.
 */
int stage_merge(const struct stage *stage) NODISCARD;

/* Remove what was built, and parents made for it, and let the stage go. */
void stage_drop(struct stage *stage);

/* What stage_open() does about signals, for what else must not be cut short. */
void stage_catch_signals(void);

/* A signal asks to stop: drop the stage and call stage_end(). */
bool stage_interrupted(void);

/*
 * Signals are taken as before again; one that came is now delivered.  Call it
 * once all is done, also after a stage_open() that failed.
 */
void stage_end(void);

/** What is to be discarded, as it was looked at. */
struct stage_seen {
	struct file_info info;
	/** what was written to since then stays; NULL: that does not matter */
	const struct tree_size *size;
	/** looks at it once more, through FD: returns 0, or -1 having said why it
	 * may not go; NULL: it may */
	int (*refused)(int fd, const char *path);
};

/** It is not at its place any more, but could not be removed altogether. */
#define STAGE_LEFT 1

/*
 * Take the directory at PATH, a real path, out of the way in one step and
 * remove it: renamed to `.avenv-old-…` beside it first, else, where the file
 * system cannot, from within, pyvenv.cfg last.  Never through a link; a mount
 * point, what holds one, and what is not SEEN are refused.  Returns 0; -1
 * having said why not; or STAGE_LEFT, having said where it is now.
 */
int stage_discard(const char *path, const struct stage_seen *seen) NODISCARD;

#endif
