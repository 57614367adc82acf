/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a search is, as one line on standard error: only on a terminal, not
 * with -q, and only once it has taken half a second.
 */
#ifndef AVENV_PROGRESS_H
#define AVENV_PROGRESS_H

#include "core/base.h"

/*
 * Of so many directories that were searched, and environments found in them.
 * The first call starts the clock.
 */
void progress_show(size_t dirs, size_t found);

/* So many environments of so many were looked into. */
void progress_step(size_t done, size_t all);

/* Erase the line: something else is to be printed. */
void progress_end(void);

#endif
