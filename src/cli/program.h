/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths of this program, its helper and its manual, and the files embedded in it. */
#ifndef AVENV_PROGRAM_H
#define AVENV_PROGRAM_H

#include "core/base.h"
#include "shell/shell.h"

/*
 * The absolute path of this program. Exits with status 1 after printing that the system does not
 * report it.
 */
const char *program_path(void);

/*
 * The absolute path of avenv-hook: beside this program, or in ../libexec/avenv, so that an
 * installed tree can be moved. NULL if neither exists.
 */
const char *program_helper(void);

/*
 * The command that shows the manual, in quotes. `man` searches only beside the directories of PATH,
 * and a link of pipx or uv in one of them has no manual beside it: outside of /usr the command has
 * the file's path.
 */
const char *program_manual(void);

/*
 * The hook of SHELL, or its completion, with the paths of the two programs filled in. NULL after
 * printing that the helper is missing.
 */
const char *program_hook(const struct shell *shell, bool completion);

/* everywhere_text() of setup/everywhere.h. */
const char *program_everywhere(const struct shell *shell, const char *name, const char *data,
			       const char *bash_env);

/* The files hooks/avenv.SHELL, completions/avenv.SHELL and src/setup/everywhere.SHELL, byte for byte. */
extern const struct embedded {
	const char *shell, *hook, *completion, *everywhere;
} embedded[];

#endif
