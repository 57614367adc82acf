/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions to git about a repository that nobody trusts. The answer comes from files alone: git
 * starts no program that the repository's configuration names, takes no lock and fetches nothing.
 * The user's own configuration counts, and with it safe.directory.
 */
#ifndef AVENV_GIT_H
#define AVENV_GIT_H

#include "core/buf.h"

/** What git_ask() returns beside git's exit status, 0 to 255. */
enum {
	/** The user's PATH has no git. */
	GIT_MISSING = -1,
	/** git reached the time limit, now or earlier: after that it is asked nothing more. */
	GIT_SILENT = -2,
	/** git could not be started, or a signal ended it. */
	GIT_KILLED = -3,
};

enum {
	/** Seconds. A configuration can name a FIFO. */
	GIT_PATIENCE = 5,
};

/*
 * Run git with ARGS, a list that ends with NULL, in DIR, an absolute path. ANSWER is its standard
 * output.
 */
int git_ask(const char *dir, const char *const *args, struct buf *answer) NODISCARD;

/** Whether git tracks an environment. */
struct git_tracking {
	enum {
		GIT_UNTRACKED,
		GIT_TRACKED,
		/** git gave no clear answer. */
		GIT_UNKNOWN,
	} is;
	/** For a message, unless GIT_UNTRACKED: "git tracks 'p/.venv/pyvenv.cfg'". */
	const char *why;
	/** If GIT_TRACKED: the work tree and the environment's path below it. NULL: the environment
	 * is a repository itself. */
	const char *worktree, *name;
};

/*
 * Ask the repository of the nearest .git at or above ENV, a real path. Any entry called .git
 * counts. Without one git is not started.
 */
struct git_tracking git_tracks(const char *env);

#endif
