/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions on a terminal. */
#ifndef AVENV_QUESTION_H
#define AVENV_QUESTION_H

#include "core/base.h"

/* True if standard input and standard error are terminals. */
bool question_possible(void);

/*
 * Ask QUESTION, whose names are escaped, on standard error. Returns true for the answers "y" and
 * "yes". ^C ends the program.
 */
bool question_yes(const char *question);

/*
 * Ask "VERB ALL?", as in "Remove '~/p/.venv'?". Returns true after a yes. After printing that ALL
 * is not DONE, as "removed", returns false: the answer was no, or there is no terminal.
 */
bool question_confirmed(const char *verb, const char *all, const char *done);

#endif
