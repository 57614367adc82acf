/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands that a message names, to be pasted into the shell that the user types in.
 * The results are printed as they are: shown() would escape them a second time.
 */
#ifndef AVENV_PASTE_H
#define AVENV_PASTE_H

#include "shell/shell.h"

/* The shell whose hook called this command, by AVENV_SHELL; NULL: no hook did. */
const struct shell *paste_hook(void);

/* The shell that the user types in: the hook's, else the parent process, else $SHELL, else bash. */
const struct shell *paste_shell(void);

/* PATH as a word of that shell, and a command LINE in quotes: shell_word(), shell_line(). */
const char *paste_word(const char *path);
const char *paste_quoted(const char *line);

/* The command that unsets VARIABLE in that shell. */
const char *paste_unset(const char *variable);

/* "COMMAND PATH" in such quotes, PATH as a word. */
const char *paste_command(const char *command, const char *path);

#endif
