/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell that started this command, and what its next prompt does. */
#ifndef AVENV_HERE_H
#define AVENV_HERE_H

#include "core/plan.h"
#include "known/context.h"
#include "shell/shell.h"

struct here {
	/** the shell whose hook started us; NULL: no hook, or one of another version */
	const struct shell *hook;
	struct look look;
	struct plan plan;
};

/*
 * Fill in H from this process's environment, with what the hook hands over in AVENV_SHELL,
 * AVENV_STATE and AVENV_OLD_PATH. h->plan is what EVENT leads to in ctx->pwd.
 */
void here_ask(struct context *ctx, enum event event, struct here *h);
#define here_look(ctx, h) here_ask((ctx), EVENT_PROMPT, (h))

/* Print h->plan as code, which the hook evaluates. */
void here_print(const struct here *h);

/* What the search from ctx->pwd finds. */
void here_find(struct context *ctx, struct found *found);

/* The command that unsets VARIABLE in the user's shell. */
const char *here_unset_line(const char *variable);

/* The command that turns avenv on again in the shell H, where it is off. */
const char *here_on_line(const struct here *h);

/* PATH with the environment VENV first, without the one that is on. */
const char *here_path(const struct venv *venv);

/* Why nothing can be searched for: ctx->physical is NULL. */
extern const char here_lost[];

/* COMMAND, "avenv use x", as it is typed to act in DIR: with -C if the shell is elsewhere. */
const char *here_line(const struct context *ctx, const char *dir, const char *command);

/*
 * COMMAND with PATH, an environment or a project; without it, if that is what a command finds
 * where the shell is. The second one is in quotes, for messages.
 */
const char *here_line_for(const struct context *ctx, const char *command, const char *path);
const char *here_command(const struct context *ctx, const char *command, const char *path);

/* DIR, a real path, is $HOME or the root: what is allowed there is on nearly everywhere. */
bool is_home(const struct settings *settings, const char *dir);

/* If it is, print that. */
void warn_home(const struct settings *settings, const char *dir);

#endif
