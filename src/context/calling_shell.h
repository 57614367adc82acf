/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell that runs this command: its hook, the effect of its next prompt, and its PATH. */
#ifndef AVENV_CALLING_SHELL_H
#define AVENV_CALLING_SHELL_H

#include "context/context.h"
#include "plan/plan.h"
#include "print/reason.h"
#include "shell/shell.h"

struct calling_shell {
	/** the shell, if its hook is loaded and of this protocol; else NULL */
	const struct shell *hook;
	struct look look;
	struct plan plan;
};

/*
 * Set S from this process's variables, among them the hook's AVENV_SHELL, AVENV_STATE and
 * AVENV_OLD_PATH. s->plan is the plan for EVENT in ctx->pwd.
 */
void calling_shell_read(struct context *ctx, enum event event, struct calling_shell *s);

/* avenv is off in the shell of S: that reason, and the command that turns it on again. */
struct reason calling_shell_off(const struct calling_shell *s);

/* PATH without the active environment, and with VENV first; NULL: with none. */
const char *calling_shell_path(const struct venv *venv);

/*
 * The variables of a tool that works on VENV of the directory PROJECT, as `avenv run` sets them;
 * without an environment if VENV is NULL.
 */
const char *const *calling_shell_child(const struct venv *venv, const char *project);

#endif
