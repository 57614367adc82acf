/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was typed to shells that have a hook. */
#ifndef AVENV_SHELLS_H
#define AVENV_SHELLS_H

#include "cli/command.h"
#include "shell/shell.h"

/* The user's login shell; NULL, having said that it has no hook. */
const struct shell *shells_login(void);

/*
 * Those named by ARGV, each once, ended by NULL.  NULL, having said of CMD what
 * is wrong, and an exit status in *STATUS.
 */
const struct shell *const *shells_named(const struct command *cmd, int argc,
					char **argv, int *status);

#endif
