/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell that started this command: its hook, the effect of its next prompt, and its PATH. */
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

/* The command that turns avenv on again in the shell of S, if it is off. */
const char *session_on_line(const struct session *s);

/* PATH with the programs of VENV, unless NULL, first, and without those of the active environment. */
const char *session_path(const struct venv *venv);

#endif
