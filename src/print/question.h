/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions on a terminal. */
#ifndef AVENV_QUESTION_H
#define AVENV_QUESTION_H

#include "core/base.h"

/* True if standard input and standard error are terminals. */
bool question_possible(void);

/*
 * Ask "VERB ALL?", as in "Remove '~/p/.venv'?", on standard error. Returns true after "y" or "yes";
 * ^C ends the program. After printing that ALL
 * is not DONE, as "removed", returns false: the answer was no, or there is no terminal.
 */
bool question_confirmed(const char *verb, const char *all, const char *done);

#endif
