/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reasons why avenv is not in effect: no hook, no prompt that runs it, another Python on PATH. */
#ifndef AVENV_IN_EFFECT_H
#define AVENV_IN_EFFECT_H

#include "context/calling_shell.h"
#include "lookup/why_off.h"
#include "print/reason.h"
#include "setup/everywhere.h"

/*
 * Set R if another program comes before those of the active environment, on PATH or as an alias.
 * Returns whether one does.
 */
bool outranked_reason(const struct calling_shell *s, struct reason *r);

/*
 * The reason why `python` is that of an environment although none is on: PATH alone was passed on.
 * All NULL: it is not, or S has no hook. The user may want it so.
 */
struct reason path_alone_reason(const struct calling_shell *s);

/* Set R if an environment of conda's other than `base` comes after the one that avenv activated. */
void conda_behind_reason(const struct calling_shell *s, struct reason *r);

/* Set R if `setup --everywhere` is set up, but not in effect here. Returns whether that is so. */
bool everywhere_reason(struct reason *r);

/*
 * The reason why no prompt of S's shell runs avenv, although the hook is loaded, and the command
 * that changes that. All NULL: prompts run avenv, or an older hook does not tell.
 */
struct reason unasked_reason(const struct calling_shell *s);

/*
 * The plugin that turns environments on and off at each cd in the shell of S, too; NULL: none that
 * is known.
 */
const char *rival_plugin(const struct calling_shell *s);

/*
 * The reason why nothing changes by itself in a shell without the hook, and the command that
 * changes that: the shims are not in effect, or the hook is not loaded. Or that the shims are in
 * effect.
 */
struct reason no_hook_reason(struct context *ctx, const struct calling_shell *s);

#endif
