/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was typed to shells that have a hook. */
#ifndef AVENV_SHELLS_H
#define AVENV_SHELLS_H

#include "command/command.h"
#include "shell/shell.h"

/* The user's login shell; NULL, having said of CMD that it has no hook. */
const struct shell *shells_login(const struct command *cmd);

/* The one called NAME, a name or a path; NULL having said of CMD that it is none. */
const struct shell *shells_find(const struct command *cmd, const char *name);

#endif
