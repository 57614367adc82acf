/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of environments that `list` and `select` print. */
#ifndef AVENV_LIST_H
#define AVENV_LIST_H

#include <stdio.h>

#include "lookup/known.h"

/* Print KNOWN to OUT. NUMBERED: each row begins with its number, from 1. */
void list_table(const struct known *known, FILE *out, bool numbered);

/* Name the command for environments of KNOWN whose project is gone, if one is. */
void note_gone(const struct known *known);

/* "no environment is known", and the command that makes one in this directory. */
const char *none_known(struct context *ctx);

#endif
