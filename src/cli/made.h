/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What avenv itself made is the user's own: recorded as allowed. */
#ifndef AVENV_MADE_H
#define AVENV_MADE_H

#include "cli/command.h"
#include "cli/record.h"

/** What became of it. */
enum made {
	/** the next prompt turns it on where it lies */
	MADE_ON,
	/** it was on record before, and is on where it lies */
	MADE_KNOWN,
	/** on record, but something else answers where it lies */
	MADE_OTHER,
	/** it was there before, and whose it is the user never said */
	MADE_UNKNOWN,
	/** something speaks against it, which was said; nothing was recorded */
	MADE_NOT,
	/** it could not be recorded, which was said */
	MADE_FAILED,
};

/*
 * Record the environment at ENV, which avenv just made for the user: as
 * `avenv allow` would, but never against a denial, and in $HOME, / and where another
 * lies beside it only the environment by itself, not what else lies there.  Nor where
 * there is a record of it by itself, which may be of what stood there before, or at
 * WAS, where it was moved from; or NULL.
 */
enum made made_record(struct context *ctx, const char *env, const char *was);

/*
 * What the records say of the environment at ENV, a real path, before anything
 * is done to it.  Returns 0, or -1 having said why it cannot be told.
 */
int made_verdict(struct context *ctx, const char *env, enum verdict *verdict) NODISCARD;

/* ENV, a real path, is denied. */
bool made_is_denied(struct context *ctx, const char *env);

/* Deny ENV, a real path, by itself.  Returns 0, or -1 having said why not. */
int made_deny(struct context *ctx, const char *env) NODISCARD;

/*
 * ENV was denied before it was made anew, perhaps as what it was: so it stays.  Returns
 * 0, or -1 having said why not.
 */
int made_keep_denied(struct context *ctx, const char *env) NODISCARD;

/* What `avenv allow ENV`, a real path, does: it "turns it on", unless another comes first. */
const char *made_by_allowing(struct context *ctx, const char *env);

/* The environment at ENV, a real path, is on in the directory that it lies in. */
bool made_is_on(struct context *ctx, const char *env);

#endif
