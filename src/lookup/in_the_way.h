/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Directories in the way of a new environment, and the command that moves each of them away. */
#ifndef AVENV_IN_THE_WAY_H
#define AVENV_IN_THE_WAY_H

#include "trust/trust.h"

/* The command that moves PATH to PATH.old, or to another free name. */
const char *mv_line(const char *path);

/*
 * mv_line() of PATH if `create` would refuse PATH because of the user's files: PATH is called .venv, has
 * such files, and no bin/python. Else NULL.
 */
const char *files_in_the_way_line(const char *path);

/*
 * files_in_the_way_line(), or mv_line() of a directory PATH with parts of an environment that no record
 * allows. NULL: PATH is not in the way.
 */
const char *in_the_way_line(struct trust *trust, const char *path);

#endif
