/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Defects of an environment that is on all the same. */
#ifndef AVENV_DEFECT_H
#define AVENV_DEFECT_H

#include "lookup/reason.h"

/*
 * Set R to the first defect of FOUND, with the command that mends it: its Python has another minor
 * version now, its scripts contain an old path, or git tracks it since it was allowed. Returns
 * whether there is one. May start git.
 */
bool defect_of(struct context *ctx, const struct verdict *found, struct reason *r);

#endif
