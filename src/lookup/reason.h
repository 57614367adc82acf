/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why an environment is not turned on, and the command that changes that. */
#ifndef AVENV_REASON_H
#define AVENV_REASON_H

#include "core/context.h"
#include "plan/search.h"

struct reason {
	/** a sentence, ready to be shown */
	const char *why;
	/** a command to be typed where the shell is, and what it does: "makes one"; or "" */
	const char *next, *does;
};

/* The reason why FOUND is not FIND_ENV. */
struct reason reason_of(struct context *ctx, const struct found *found);

/* No word is missing for FOUND: a tree covers it, and it is recorded when the shell comes there. */
bool reason_is_covered(struct context *ctx, const struct found *found);

/* The same in one text, with the command. */
const char *reason_text(struct context *ctx, const struct found *found);

/* Print that. Returns -1. */
int reason_error(struct context *ctx, const struct found *found);

/* The tool's command that installs what the lock file *FILE in DIR says; NULL: none is there. */
const char *lock_command(const char *dir, const char **file);

/*
 * Behind "there is no environment in DIR": the command that makes one, or that says why one that is
 * there may be hidden.
 */
const char *none_next(const struct context *ctx, const char *dir);

#endif
