/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions to git about a repository that nobody trusts. The answer comes from files alone: git
 * starts no program that the repository's configuration names, takes no lock and fetches nothing.
 * The user's own configuration counts, and with it safe.directory.
 */
#ifndef AVENV_GIT_H
#define AVENV_GIT_H

#include "system/child.h"

enum {
	/** The user's PATH has no git. */
	GIT_MISSING = -1,
	/** git reached the time limit. */
	GIT_LATE = -2,
	/** git's own exit status where it fails. Also: it was not started, or a signal ended it. */
	GIT_FAILED = 128,
};

/*
 * Run git with ARGS, a list that ends with NULL, in DIR, an absolute path. No directory at or
 * above CEILING counts as a repository; "" for none. GIT has the output. Returns git's exit
 * status or one of the above.
 */
int git_ask(const char *dir, const char *ceiling, const char *const *args,
	    struct child *git) NODISCARD;

/** Whether git tracks an environment. */
enum git_tracking {
	GIT_UNTRACKED,
	GIT_TRACKED,
	/** The environment has a .git itself. */
	GIT_REPOSITORY,
	/** git gave no clear answer. */
	GIT_UNKNOWN,
	/** git reads no repository of another user (safe.directory). */
	GIT_FOREIGN,
};

/*
 * Ask each repository above ENV, a real path: one that tracks ENV is enough. Any entry called .git
 * counts as one. Without one git is not started. *ANSWER is the first file that it tracks, for
 * GIT_FOREIGN the repository's directory, or why that is unknown: "git says: fatal: …", not escaped.
 */
enum git_tracking git_tracks(const char *env, const char **answer) NODISCARD;

#endif
