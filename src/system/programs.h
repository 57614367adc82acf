/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's programs, as opposed to a project's: PATH without elements that are
 * an environment's bin, whatever leads there, or not absolute.
 */
#ifndef AVENV_PROGRAMS_H
#define AVENV_PROGRAMS_H

#include <sys/types.h>

#include "core/base.h"

/* That PATH; the system's, where nothing is left of the user's. */
const char *programs_path(void);

/* The path of the program NAME on it; NULL: there is none. */
const char *programs_find(const char *name);

/*
 * Start PROGRAM, a path, with nothing to read, its output to the descriptor OUT
 * and its errors to nobody.  Returns 0 or an errno value.
 */
int programs_start(const char *program, char *const *argv, char *const *envp, int out,
		   pid_t *pid) NODISCARD;

#endif
