/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The paths of the running avenv, of its helper and its manual, and the files embedded in it. */
#ifndef AVENV_PROGRAM_H
#define AVENV_PROGRAM_H

#include "core/base.h"
#include "shell/shell.h"

/*
 * The absolute path of the running program. If the system does not report the path, exits with
 * status 1 after printing that.
 */
const char *program_path(void);

/* The absolute path of avenv-hook; NULL: it is missing, which the second function also prints. */
const char *program_helper(void);
const char *program_need_helper(void);

/*
 * Check that no other user can change PROGRAM, an avenv, or the programs that are written into
 * files with it. Returns 0, or -1 after printing who can.
 */
int program_check(const char *program) NODISCARD;

/*
 * The command that shows the manual, in quotes. `man` searches only beside the directories of PATH,
 * and a link that pipx or uv made there has no manual beside it. Outside of /usr the command
 * therefore has the path of the manual.
 */
const char *program_manual(void);

/*
 * The hook of SHELL, or with COMPLETION its completion, with the paths of avenv and avenv-hook
 * filled in. NULL after printing that the helper is missing.
 */
const char *program_hook(const struct shell *shell, bool completion);

/*
 * The file of --everywhere for NAME, "sh", "agent" or a shell, with the directory DATA, BASH_ENV
 * and the programs filled in for SHELL. NULL after printing an error.
 */
const char *program_everywhere(const struct shell *shell, const char *name, const char *data,
			       const char *bash_env);

/* hooks/avenv.SHELL, completions/avenv.SHELL and src/setup/everywhere.SHELL, byte for byte. */
extern const struct embedded {
	const char *shell, *hook, *completion, *everywhere;
} embedded[];

#endif
