/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell that this program was started from, as far as it can be known. */
#ifndef AVENV_HERE_H
#define AVENV_HERE_H

#include "core/plan.h"
#include "known/context.h"
#include "shell/shell.h"

struct here {
	/** the shell that called, by its hook; NULL: no hook did, or one of another version */
	const struct shell *hook;
	/** the hook came with another version of avenv */
	bool outdated;
	struct look look;
	struct plan plan;
};

/*
 * Fill in H from the environment and from what the hook hands over: AVENV_SHELL,
 * AVENV_STATE, AVENV_OLD_PATH. h->plan is what the next prompt in ctx->pwd would do.
 */
void here_look(struct context *ctx, struct here *h);

/* The same for EVENT, whose plan is to be carried out by here_print(). */
void here_ask(struct context *ctx, enum event event, struct here *h);

/* Print h->plan as code for the hook to evaluate. Returns EXIT_DONE. */
int here_print(const struct here *h);

/* The result of a search from ctx->pwd. */
void here_find(struct context *ctx, struct found *found);

/* The command that unsets VARIABLE in the user's shell. */
const char *here_unset_line(const char *variable);

/* The command that ends that avenv is off, as H says. */
const char *here_on_line(const struct here *h);

#endif
