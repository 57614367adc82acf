/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands in messages, quoted for the user's shell, into which they are pasted. Callers print the
 * results without shown(), which would escape them again: by error() and note(), or on standard
 * output by shell_lines().
 */
#ifndef AVENV_PASTE_H
#define AVENV_PASTE_H

#include "print/reason.h"
#include "shell/shell.h"

/* The shell whose hook called this command, from AVENV_SHELL; NULL if no hook did. */
const struct shell *paste_hook(void);

/*
 * Set shell_avenv, the word for avenv in commands to type: the path of this program, if the user's
 * shell has neither the function of a hook nor an avenv on PATH. A command that a hook's answer
 * starts is not called by the function, though the shell has it: for that command, paste_by_hook()
 * sets "avenv".
 */
void paste_set_avenv(void);
void paste_by_hook(void);

/*
 * The shell into which a message is pasted: the hook's, else the parent process, else $SHELL if
 * standard error is a terminal, else bash.
 */
const struct shell *paste_shell(void);

/*
 * PATH as a word of that shell, see shell_word(), and the command LINE in quotes, see shell_line().
 * Several commands, separated by newlines, stand on lines of their own.
 */
const char *paste_word(const char *path);
const char *paste_quoted(const char *line);

/* The sentence of R and its command, quoted, in one text. */
const char *reason_line(struct reason r);

/* The commands that export VARIABLE as VALUE, and that unset it, in that shell. */
const char *paste_export(const char *variable, const char *value);
const char *paste_unset(const char *variable);

/* "COMMAND PATH" in quotes, with PATH as a word. */
const char *paste_command(const char *command, const char *path);

/*
 * Set the working directory of the shell for the functions below to DIR; NULL: unknown. ENV returns
 * the path of the environment of that directory; NULL: it has none.
 */
void paste_set_dir(const char *dir, const char *(*env)(void));

/* COMMAND, "avenv use x", for use on DIR: with -C if the shell is in another directory. */
const char *paste_in(const char *dir, const char *command);

/*
 * COMMAND with the argument PATH, an environment or a project; without it if the shell is in that
 * project. paste_for_quoted() adds quotes, for messages.
 */
const char *paste_for(const char *command, const char *path);
const char *paste_for_quoted(const char *command, const char *path);

/* COMMAND, "avenv repair", for the environment PATH; alone if the shell's directory has that. */
const char *paste_env(const char *command, const char *path);

/*
 * Set the command as typed, for the functions below: WORDS behind "avenv", the last one NULL, of
 * which the one at NAME is the command's name. NULL: it was wrong, and paste_is_typed() is false.
 */
void paste_set_typed(char **words, int name);

/* The command of that NAME was typed. */
bool paste_is_typed(const char *name);

/* The command as typed with OPTION, "--clear" or "-p 3.12", behind its name. */
const char *paste_with(const char *option);

/* The command as typed with NEW, quoted, for OLD: one of its words, an option's value, or NULL. */
const char *paste_instead(const char *old, const char *new);

/*
 * PATH, or PATH with ".old" behind it as often as it takes until there is no such file; and the
 * command that moves PATH to such a name.
 */
const char *paste_free_name(const char *path);
const char *paste_aside(const char *path);

#endif
