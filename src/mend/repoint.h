/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Changes what leads to an environment from outside of it:
 * - the redirect `.venv` (PEP 832) of one project, which `use` writes;
 * - the redirects and links whose records have the environment as their target: they are led to
 *   its new place, or removed with it. Their records are left alone;
 * - the record of the environment's own slot, which is added once avenv has made or moved it.
 */
#ifndef AVENV_REPOINT_H
#define AVENV_REPOINT_H

#include "core/context.h"

/*
 * Is .venv in PROJECT, a real path, a redirect (1) or missing (0)? -1 after printing that
 * something else is there.
 */
int redirect_present(const char *project) NODISCARD;

/*
 * The text of a redirect in PROJECT that leads to ENV, a real path. NULL after printing that
 * none can hold the path.
 */
const char *redirect_text(const char *project, const char *env);

/*
 * .venv in PROJECT can be written with all its attributes. Returns 0, or -1 after printing why not.
 */
int redirect_check_write(const char *project) NODISCARD;

/* Make .venv in PROJECT a redirect with TEXT, in one step. Returns 0, or -1 after printing why. */
int redirect_write(const char *project, const char *text) NODISCARD;

/* redirect_check_write() of each redirect that repoint_env() would write. */
int repoint_check(struct trust *trust, const char *env) NODISCARD;

/*
 * Lead the redirects and links on record that lead to ENV, a real path, to TO; NULL: remove them.
 * Each is named. One that leads elsewhere by now, or belongs to another user, stays. Returns 0, or
 * -1 after printing which could not be changed.
 */
int repoint_env(struct trust *trust, const char *env, const char *to) NODISCARD;

/*
 * The verdict of the records on the environment at ENV, a real path. Returns 0, or -1 after
 * printing why there is none.
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
	/** the records could not be written; that was printed */
	RECORDED_FAILED,
};

/*
 * Record the slot of the environment at ENV, which avenv just made for the user: as `avenv allow`
 * would, with --tracked if TRACKED, but against no denial.
 */
enum recorded record_env(struct context *ctx, const char *env, bool tracked);

#endif
