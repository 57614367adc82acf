/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking the user, on a terminal. */
#ifndef AVENV_QUESTION_H
#define AVENV_QUESTION_H

#include "core/base.h"

/* Standard input and standard error are a terminal. */
bool question_possible(void);

/*
 * Ask QUESTION and wait for "y" or "yes"; anything else, ^C and ^D are no.
 * Only where question_possible().
 */
bool question_yes(const char *question);

#endif
