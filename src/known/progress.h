/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Progress of a search, as one line on standard error: on a terminal, without -q, and
 * once the search has taken half a second.
 */
#ifndef AVENV_PROGRESS_H
#define AVENV_PROGRESS_H

#include "core/base.h"

/* DIRS directories were searched, FOUND environments were in them. */
void progress_show(size_t dirs, size_t found);

/* DONE environments of ALL were read. */
void progress_step(size_t done, size_t all);

/* Erase the line, before anything else is printed. */
void progress_end(void);

#endif
