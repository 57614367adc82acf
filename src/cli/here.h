/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell that this program was started from, as far as it can be known. */
#ifndef AVENV_HERE_H
#define AVENV_HERE_H

#include "cli/command.h"
#include "core/session.h"
#include "shell/shell.h"

struct here {
	/** the hook runs in that shell, and it is this one */
	const struct shell *hook;
	/** what is printed is evaluated there */
	bool evaluates;
	struct session session;
	/** AVENV_DISABLE is on, exported or not */
	bool disabled;
	struct trace trace;
	struct plan plan;
};

/*
 * Fill in H: from the environment, and from what the hook's function hands
 * over in AVENV_HOOK and AVENV_HOOK_*.  What would happen at the next prompt
 * in ctx->pwd is in h->plan.
 */
void here_look(struct context *ctx, struct here *h);

/* What takes AVENV_DISABLE away in the user's shell. */
const char *here_enable_line(const struct here *h);

/* The user's shell, so far as that can be known: for messages. */
const struct shell *here_shell(const struct here *h);

#endif
