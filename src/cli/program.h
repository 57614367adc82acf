/* SPDX-License-Identifier: GPL-3.0-or-later */
/* This program: where it and its helper are, and the files that are in it. */
#ifndef AVENV_PROGRAM_H
#define AVENV_PROGRAM_H

#include "core/base.h"

/* The absolute path of this program. If the system cannot tell, the command ends. */
const char *program_path(void);

/*
 * The absolute path of avenv-hook: beside this program, or in ../libexec/avenv, so that an
 * installed tree can be moved. NULL: in neither.
 */
const char *program_helper(void);

/*
 * The command that shows the manual, in quotes. `man` looks beside the directories of PATH alone, and what
 * pipx or uv links into one of them has no manual beside it.
 */
const char *program_manual(void);

/* The files hooks/avenv.SHELL and completions/avenv.SHELL of each shell, byte for byte. */
extern const struct embedded {
	const char *shell, *hook, *completion;
} embedded[];

#endif
