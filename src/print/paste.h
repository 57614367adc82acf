/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands that a message names, to be pasted into the shell that the user types in.
 * The results are printed as they are: shown() would escape them a second time.
 */
#ifndef AVENV_PASTE_H
#define AVENV_PASTE_H

#include "shell/shell.h"

/*
 * Characters that need no quotes. Without ~, which zsh's extended_glob also expands in the middle of
 * a word; fish expands %self.
 */
#define PASTE_PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/+@%"

/* The shell whose hook called this command, by AVENV_SHELL; NULL: no hook did. */
const struct shell *paste_hook(void);

/* The shell that the user types in: the hook's, else the parent process, else $SHELL, else bash. */
const struct shell *paste_shell(void);

/*
 * PATH as one word of SHELL, or of that shell: never an option, without control
 * characters. It is ~/… below home, unless a character in it needs quotes.
 */
const char *paste_word_in(const struct shell *shell, const char *path);
const char *paste_word(const char *path);

/* The command that unsets VARIABLE in that shell. */
const char *paste_unset(const char *variable);

/* LINE in single quotes, or in double quotes where it has single ones. */
const char *paste_quoted(const char *line);

/* "COMMAND PATH" in such quotes, PATH as a word. */
const char *paste_command(const char *command, const char *path);

#endif
