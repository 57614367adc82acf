/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many environments there are already, and the command that allows them. */
#ifndef AVENV_CENSUS_H
#define AVENV_CENSUS_H

#include "cli/command.h"

/*
 * Say so of the stores of other tools and of DIRS, or without any of where
 * projects usually are.  Returns 0, or -1 having said what is wrong with one.
 */
int census_tell(struct context *ctx, const struct strings *dirs) NODISCARD;

#endif
