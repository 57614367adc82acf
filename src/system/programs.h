/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's programs, as opposed to a project's: PATH without elements that are
 * an environment's bin, whatever leads there, or not absolute.
 */
#ifndef AVENV_PROGRAMS_H
#define AVENV_PROGRAMS_H

#include "core/base.h"

/* That PATH; the system's, where nothing is left of the user's. */
const char *programs_path(void);

/* The path of the program NAME on it; NULL: there is none. */
const char *programs_find(const char *name);

#endif
