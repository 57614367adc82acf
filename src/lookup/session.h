/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell that started this command, and what its next prompt does. */
#ifndef AVENV_SESSION_H
#define AVENV_SESSION_H

#include "core/context.h"
#include "plan/plan.h"
#include "shell/shell.h"

struct session {
	/** the shell whose hook started us; NULL: no hook, or one of another version */
	const struct shell *hook;
	struct look look;
	struct plan plan;
};

/*
 * Fill in S from this process's environment, with what the hook hands over in AVENV_SHELL,
 * AVENV_STATE and AVENV_OLD_PATH. s->plan is what EVENT leads to in ctx->pwd.
 */
void session_read(struct context *ctx, enum event event, struct session *s);

/* What the search from ctx->pwd finds. */
void find_pwd(struct context *ctx, struct found *found);

/* The command that turns avenv on again in the shell S, where it is off. */
const char *session_on_line(const struct session *s);

/* PATH with the environment VENV first, without the one that is on. */
const char *session_path(const struct venv *venv);

/* Why nothing can be searched for: ctx->physical is NULL. */
extern const char pwd_lost[];

/* COMMAND, "avenv use x", as it is typed to act in DIR: with -C if the shell is elsewhere. */
const char *cmdline_in(const struct context *ctx, const char *dir, const char *command);

/*
 * COMMAND with PATH, an environment or a project; without it, if that is what a command finds
 * where the shell is. The second one is in quotes, for messages.
 */
const char *cmdline_for(const struct context *ctx, const char *command, const char *path);
const char *cmdline_quoted(const struct context *ctx, const char *command, const char *path);

#endif
