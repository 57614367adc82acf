/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking the user, on a terminal. */
#ifndef AVENV_ASK_H
#define AVENV_ASK_H

#include "core/base.h"

/* Standard input and standard error are a terminal. */
bool ask_can(void);

/*
 * Ask QUESTION and wait for "y" or "yes"; anything else, ^C and ^D are no.
 * Only where ask_can().
 */
bool ask_yes(const char *question);

#endif
