/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * References to an environment from outside of it:
 * - the redirect `.venv` (PEP 832) of one project, which `use` writes;
 * - the redirects and links whose records have the environment as their target;
 * - the record of the environment's own slot, which is added once avenv has made or moved it.
 */
#ifndef AVENV_REPOINT_H
#define AVENV_REPOINT_H

#include "lookup/context.h"

/*
 * Returns 1 if .venv in PROJECT, a real path, is a redirect, 0 if it is missing, or -1 after
 * printing that another file or directory has that name, or why it cannot be read.
 */
int redirect_present(const char *project) NODISCARD;

/*
 * The text of a redirect in PROJECT to ENV, a real path. NULL after printing that a redirect cannot
 * contain the path.
 */
const char *redirect_text(const char *project, const char *env);

/*
 * Check that .venv in PROJECT can be written with all its attributes. Returns 0, or -1 after
 * printing why not.
 */
int redirect_check_write(const char *project) NODISCARD;

/* Make .venv in PROJECT a redirect with TEXT, in one step. Returns 0, or -1 after printing why. */
int redirect_write(const char *project, const char *text) NODISCARD;

/*
 * Print the redirects and links on record that lead to ENV, a real path, each with the command that
 * has it lead to TO; NULL: that removes it.
 */
void note_pointers(struct trust *trust, const char *env, const char *to);

/*
 * Set *VERDICT to that of the records on the environment at ENV, a real path. Returns 0, or -1
 * after printing why ENV cannot be found.
 */
int record_verdict(struct context *ctx, const char *env, enum verdict *verdict) NODISCARD;

/** The outcome of record_env() */
enum recorded {
	/** the next prompt turns it on in its project */
	RECORDED_ON,
	/** on record, but another environment comes first in its project */
	RECORDED_BEHIND,
	/** denied or refused, and nothing was recorded; that was printed */
	RECORDED_NOT,
	/** the environment was not found, or the records could not be written; that was printed */
	RECORDED_FAILED,
};

/*
 * Record the slot of the environment at ENV, which avenv has just made for the user: as `avenv
 * allow` does, with --tracked if TRACKED, but a denial is not lifted.
 */
enum recorded record_env(struct context *ctx, const char *env, bool tracked);

#endif
