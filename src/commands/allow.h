/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of `avenv allow`; each returns an exit status. */
#ifndef AVENV_ALLOW_H
#define AVENV_ALLOW_H

#include "commands/record.h"

/* --list: print every record, and whether it holds. */
int allow_list(struct context *ctx);

/* --found: allow each environment below the directories ARGV that is there now. */
int allow_found(struct context *ctx, const struct allow_how *how, int argc, char **argv);

#endif
