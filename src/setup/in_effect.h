/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reasons why avenv is not in effect: no hook, no prompt that runs it, another Python on PATH. */
#ifndef AVENV_IN_EFFECT_H
#define AVENV_IN_EFFECT_H

#include "lookup/calling_shell.h"
#include "lookup/reason.h"
#include "setup/everywhere.h"

/*
 * The first of python, python3, pip and pip3 that VENV has, but that the PATH of S's next prompt
 * does not start from VENV. Returns the program that PATH starts instead, "" if there is none;
 * NULL: all start from VENV.
 */
const char *outranked_by(const struct calling_shell *s, const struct venv *venv);

/* The path of the Python that the alias `python` of S's shell starts; NULL: no such alias. */
const char *aliased_python(const struct calling_shell *s);

/* The command that puts the programs of VENV, which is active, before FIRST on PATH. */
const char *order_line(const struct calling_shell *s, const struct venv *venv, const char *first);

/* Set R if another program comes before those of the active environment on PATH. */
void outranked_reason(const struct calling_shell *s, struct reason *r);

/*
 * The reason why no prompt of S's shell runs avenv, although the hook is loaded, and the command
 * that changes that. All NULL: prompts run avenv, or an older hook does not tell.
 */
struct reason unasked_reason(const struct calling_shell *s);

/*
 * The reason why nothing changes by itself in a shell without the hook, and the command that
 * changes that: the shims are not in effect, or the hook is not loaded. Or that the shims are in
 * effect.
 */
struct reason no_hook_reason(struct context *ctx, const struct calling_shell *s);

#endif
