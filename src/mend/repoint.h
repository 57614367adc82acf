/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * References to an environment from outside of it:
 * - the link `.venv` of one project, which `use` makes in place of a link or a redirect (PEP 832);
 * - the links and redirects whose records have the environment as their target;
 * - the record of the environment's own slot, which is added once avenv has made or moved it.
 */
#ifndef AVENV_REPOINT_H
#define AVENV_REPOINT_H

#include "context/context.h"
#include "mend/relocate.h"

/* Check that .venv in PROJECT can be replaced. Returns 0, or -1 after printing why not. */
int project_link_check(const char *project) NODISCARD;

/*
 * Make .venv in PROJECT a link to ENV in one step, relative if ENV is in PROJECT; or remove it. It
 * must be SEEN still; NULL: nothing is there. Return 0, or -1 after printing why.
 */
int project_link_write(struct real_path project, struct real_path env,
		       const struct file_info *seen) NODISCARD;
int project_link_remove(struct real_path project, const struct file_info *seen) NODISCARD;

/*
 * Print the links and redirects on record that lead to ENV: each with the command that makes it
 * lead to TO, or for a NULL TO with the command that removes it.
 */
void note_pointers(struct trust *trust, struct real_path env, const char *to);

/** The result of record_env() */
enum recorded {
	/** the next prompt turns it on in its project */
	RECORDED_ON,
	/** on record, but another environment comes first in its project */
	RECORDED_BEHIND,
	/** denied or refused, and nothing was recorded; that was printed */
	RECORDED_NOT,
	/** the environment is not there any longer, or the records could not be written; that was printed */
	RECORDED_FAILED,
};

/*
 * Record the slot of the environment at ENV, open as DIR, which avenv has just made for the user:
 * as `avenv allow` does with the options ACCEPTS of BY_OPTIONS, but a denial is not lifted.
 */
enum recorded record_env(struct context *ctx, const char *env, int dir, unsigned accepts);

#endif
