/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the user runs the active environment's programs, and whether prompts run avenv. */
#ifndef AVENV_IN_EFFECT_H
#define AVENV_IN_EFFECT_H

#include "lookup/reason.h"
#include "lookup/session.h"
#include "setup/everywhere.h"

/*
 * The program that comes before VENV's own on the PATH of S's next prompt: of python, python3, pip
 * and pip3 the first that VENV has and PATH leads elsewhere. "": PATH has none; NULL: all are VENV's.
 */
const char *outranked_by(const struct session *s, const struct venv *venv);

/* The command that puts the programs of VENV, which is active, before FIRST on PATH. */
const char *order_line(const struct session *s, const struct venv *venv, const char *first);

/* Set R if another program comes before those of the active environment on PATH. */
void outranked_reason(const struct session *s, struct reason *r);

/*
 * Why no prompt of S's shell runs avenv, although the hook is loaded, and the command that changes
 * it; all NULL: its prompts do, or an older hook does not tell.
 */
struct reason unasked_reason(const struct session *s);

/*
 * The reason for a shell without the hook, in which nothing changes by itself: the shims, why they
 * are not in effect, or the hook; and the command that changes it. TEXT: see everywhere_fault().
 */
struct reason no_hook_reason(struct context *ctx, const struct session *s, everywhere_text *text);

#endif
