/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions to git about a repository that nobody vouches for: what it answers
 * from its files, in a way that starts none of the programs that a repository
 * can name (hooks, a pager, fsmonitor, aliases), takes no lock and fetches
 * nothing.  The user's own configuration counts, safe.directory with it.
 */
#ifndef AVENV_GIT_H
#define AVENV_GIT_H

#include "core/buf.h"

/** What git_ask() returns beside git's own exit status, 0 to 255. */
enum {
	/** there is none on the user's PATH */
	GIT_MISSING = -1,
	/** it did not answer in time, or did not before: then it is asked
	 * nothing more */
	GIT_SILENT = -2,
	/** it could not be started, or was killed, for too long an answer as
	 * well */
	GIT_KILLED = -3,
};

enum {
	/** seconds that an answer may take: a configuration can name a FIFO */
	GIT_PATIENCE = 5,
};

/*
 * Run git with ARGS, up to a NULL, as if in DIR, an absolute path; ANSWER is
 * what it prints.
 */
int git_ask(const char *dir, const char *const *args, struct buf *answer) NODISCARD;

#endif
