/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell that started this command, and the effect of its next prompt. */
#ifndef AVENV_SESSION_H
#define AVENV_SESSION_H

#include "lookup/context.h"
#include "plan/plan.h"
#include "shell/shell.h"

struct session {
	/** shell whose hook started this command; NULL: no hook, or another protocol version */
	const struct shell *hook;
	struct look look;
	struct plan plan;
};

/*
 * Fill in S from this process's environment, including the hook's AVENV_SHELL, AVENV_STATE and
 * AVENV_OLD_PATH. s->plan is the plan for EVENT in ctx->pwd.
 */
void session_read(struct context *ctx, enum event event, struct session *s);

/* Search for an environment from ctx->pwd. */
void find_pwd(struct context *ctx, struct found *found);

/* The command that turns avenv on again in the shell of S, if it is off. */
const char *session_on_line(const struct session *s);

/* PATH with the programs of VENV, unless NULL, first, and without those of the active environment. */
const char *session_path(const struct venv *venv);

/* The message if ctx->physical is NULL, so that no search is possible. */
extern const char pwd_lost[];

/* COMMAND, "avenv use x", for use on DIR: with -C if the shell is in another directory. */
const char *cmdline_in(const struct context *ctx, const char *dir, const char *command);

/*
 * COMMAND with the argument PATH, an environment or a project; without it if the shell is in that
 * project. cmdline_quoted() adds quotes, for messages.
 */
const char *cmdline_for(const struct context *ctx, const char *command, const char *path);
const char *cmdline_quoted(const struct context *ctx, const char *command, const char *path);

#endif
