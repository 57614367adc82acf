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
	/** it came with another version, and does nothing any more */
	bool outdated;
	/** what is printed is evaluated there */
	bool evaluates;
	/** EXIT_MADE is understood there: of what was made; of what was allowed */
	bool unmutes, heeds;
	/** it has said that a variable is readonly that would have to change, and one is */
	bool refused;
	struct session session;
	/** who shows the environment in its prompt, or the variable for which
	 * nobody does; NULL or empty: we do */
	const char *prompt;
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

/* What a search from ctx->pwd finds; TRACE may be NULL. */
void here_find(struct context *ctx, struct trace *trace, struct found *found);

/* What takes VARIABLE away in the user's shell. */
const char *here_unset_line(const char *variable);

/* What ends that avenv is off, as H says. */
const char *here_on_line(const struct here *h);

#endif
