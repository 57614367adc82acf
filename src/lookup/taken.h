/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that moves away a directory in whose place an environment is to be made. */
#ifndef AVENV_TAKEN_H
#define AVENV_TAKEN_H

#include "trust/trust.h"

/* The command that moves PATH to PATH.old, or another name that is free. */
const char *away_line(const char *path);

/*
 * The command that moves PATH, a directory .venv without a pyvenv.cfg, out of the way of `create`.
 * NULL: PATH has another name, no files, or a Python, so that it is not in the way.
 */
const char *taken_line(const char *path);

/*
 * The command that moves PATH out of the way of `create`: taken_line(), or away_line() of parts of an
 * environment that no record allows. NULL: nothing is in the way.
 */
const char *taken_next(struct trust *trust, const char *path);

#endif
