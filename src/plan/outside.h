/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program that leaves the environment: a script that another Python runs. */
#ifndef AVENV_OUTSIDE_H
#define AVENV_OUTSIDE_H

#include "core/base.h"

/*
 * A line for people, where FILE, called NAME, in the directory BIN of an environment or else the
 * first on PATH, is a script whose first line starts a Python outside of BIN, or a shim of pyenv's.
 * REPAIR, in quotes, repairs the environment. NULL: it is neither, or cannot be read.
 */
const char *outside_line(const char *file, const char *name, const char *bin, const char *path,
			 const char *repair);

#endif
