/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that avenv remembers: the trust records, and what was chosen before. */
#ifndef AVENV_PURGE_H
#define AVENV_PURGE_H

#include "cli/command.h"

/*
 * Remove them, and avenv's own directories, where that leaves them empty; with PRINT_ONLY name
 * them on standard output.  *COUNT is how many files these are.  Returns 0, or
 * -1 having said why not.
 */
int purge(struct context *ctx, bool print_only, size_t *count) NODISCARD;

#endif
