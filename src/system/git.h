/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Queries to git about untrusted repositories. git only reads files for them: it starts no program
 * that the repository's configuration names, takes no lock and fetches nothing. The user's own
 * configuration applies, with safe.directory in it.
 */
#ifndef AVENV_GIT_H
#define AVENV_GIT_H

#include "core/real_path.h"
#include "system/child.h"

enum {
	/** no git on the user's PATH */
	GIT_MISSING = -1,
	/** git killed at the time limit of 5 seconds */
	GIT_LATE = -2,
	/**
	 * git was not started, or a signal ended it; also git's own exit status for a fatal error
	 */
	GIT_FAILED = 128,
};

/*
 * Run git with ARGS, a NULL-terminated list, in DIR, an absolute path. Directories at or above
 * CEILING are not searched for a repository (GIT_CEILING_DIRECTORIES); "": no ceiling. GIT gets the
 * output. Returns git's exit status or one of the above.
 */
int git_ask(const char *dir, const char *ceiling, const char *const *args,
	    struct child *git) NODISCARD;

/** Whether git tracks an environment. */
enum git_tracking {
	GIT_UNTRACKED,
	/** the index has a file of it */
	GIT_TRACKED,
	/** only the commit of HEAD has one: the index is missing, or no longer has it */
	GIT_IN_HEAD,
	/** only another commit has one: a git command that failed may have left its files */
	GIT_IN_COMMIT,
	/** the environment itself has a .git */
	GIT_REPOSITORY,
	/** the file system ignores case, and git compares that of ASCII letters only */
	GIT_ANY_CASE,
	/** git gave no clear answer */
	GIT_UNKNOWN,
	/** git reads no repository of another user (safe.directory). */
	GIT_OTHER_USER,
};

/** git's answer about an environment */
struct git_answer {
	enum git_tracking tracking;
	/**
	 * the path of the first file of it that git has, or for GIT_IN_COMMIT its own; for
	 * GIT_OTHER_USER that of the repository; for GIT_UNKNOWN the reason, escaped for people:
	 * "git says: fatal: …"; else NULL
	 */
	const char *text;
	/** for GIT_IN_COMMIT: the commit's ID */
	const char *commit;
};

/*
 * Ask each repository above ENV until one has a file of ENV's. Any entry called .git makes a
 * directory a repository; without a repository git is not started. In one it is started twice, and
 * three times more before the first commit.
 */
void git_tracks(struct real_path env, struct git_answer *a);

#endif
