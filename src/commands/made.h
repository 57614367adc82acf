/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What avenv itself made is the user's own: its slot is recorded. */
#ifndef AVENV_MADE_H
#define AVENV_MADE_H

#include "command/command.h"

/** What became of it. */
enum made {
	/** the next prompt turns it on where it lies */
	MADE_ON,
	/** on record, but something else answers where it lies */
	MADE_OTHER,
	/** it was there before, and whose it is the user never said */
	MADE_UNKNOWN,
	/** denied, which was said: it stays off */
	MADE_DENIED,
	/** something speaks against it, which was said; nothing was recorded */
	MADE_NOT,
	/** it could not be recorded, which was said */
	MADE_FAILED,
};

/*
 * Record the slot of the environment at ENV, which avenv just made for the
 * user: as `avenv allow` would, but never against a denial.
 */
enum made made_record(struct context *ctx, const char *env);

/*
 * What the records say of the environment at ENV, a real path, before anything
 * is done to it.  Returns 0, or -1 having said why it cannot be told.
 */
int made_verdict(struct context *ctx, const char *env, enum verdict *verdict) NODISCARD;

/* What `avenv allow ENV`, a real path, does: it "turns it on", unless another comes first. */
const char *made_by_allowing(struct context *ctx, const char *env);

#endif
