/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room setup adds the line that loads avenv's hook to a shell's startup file, and removes it.
 * Other lines are not changed.
 */
#ifndef AVENV_SETUP_H
#define AVENV_SETUP_H

#include "print/reason.h"
#include "setup/startup_line.h"

/*
 * Add the line LOADER for PROGRAM to a startup file. The user must have a home directory. Returns 1
 * if the file changed, 0 if not, or -1; each result is printed.
 */
int setup_add(struct loader loader, const char *program) NODISCARD;

/*
 * Remove the line LOADER from its startup files; the user's own lines are unchanged. Returns 1 if a
 * file changed, 0 if not, or -1; each result is printed.
 */
int setup_undo(struct loader loader) NODISCARD;

/* One result for two of these functions: -1 if one failed, else 1 if one changed a file, else 0. */
int setup_both(int one, int other);

/*
 * The number, from 1, of the first line of the file at PATH that PATTERN, an extended regular
 * expression, matches; 0: none, or the file cannot be read.
 */
unsigned setup_line(const char *path, const char *pattern);

/* The first startup file of SHELL with such a line, and its *NUMBER; NULL: none. */
const char *setup_find_line(const struct shell *shell, const char *pattern, unsigned *number);

/* A file of LOADER has its line, for PROGRAM. */
bool setup_has(struct loader loader, const char *program);

/* A startup file of SHELL exists, or loads its hook. */
bool setup_has_file(const struct shell *shell);
bool setup_loads_hook(const struct shell *shell);

/* The command that starts SHELL anew, with the hook that a startup file loads. */
const char *setup_new_shell(const struct shell *shell);

/*
 * A shell without the hook turns nothing on: that reason, and the command that loads the hook. The
 * command is `avenv setup`, or the start of a new shell if the startup file loads the hook already.
 */
struct reason setup_missing(void);

/* True if PROGRAM is in a cache (CACHEDIR.TAG), as programs of `uvx` and `pipx run` are. */
bool setup_in_cache(const char *program);

#endif
