/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sections of avenv(1), as `man` shows them. */
#ifndef AVENV_MANUAL_H
#define AVENV_MANUAL_H

#include "command/command.h"

/*
 * Print the section on CMD; on a terminal the user's pager then takes this
 * program's place.  Returns 0, or -1 with the reason in *WHY, nothing having
 * been printed.
 */
int manual_show(const struct command *cmd, const char **why) NODISCARD;

#endif
