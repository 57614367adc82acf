/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line into a shell's startup file, and out again. */
#ifndef AVENV_SETUP_H
#define AVENV_SETUP_H

#include "core/base.h"
#include "shell/shell.h"

/*
 * Put the line that loads PROGRAM's hook into SHELL's startup file, where
 * there is a home directory. Returns 1 if the file changed, 0, or -1; after printing that.
 */
int setup_add(const struct shell *shell, const char *program) NODISCARD;

/* Take setup's line out again, in the same way; the user's own lines stay. */
int setup_undo(const struct shell *shell) NODISCARD;

/*
 * The command after which a shell like this one has the hook: `avenv setup`, or, where the startup
 * file loads it already, starting another shell.
 */
const char *setup_next(void);

/* PROGRAM in a directory of PATH or ~/.local/bin, if it is there: that path also leads to an upgrade. */
const char *setup_lasting(const char *program);

/* PROGRAM lies in a cache (CACHEDIR.TAG), as what `uvx` and `pipx run` start does. */
bool setup_in_cache(const char *program);

#endif
