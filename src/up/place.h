/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where does the project's tool install, if it is typed in the project? `up` gives it the variables
 * of `avenv run`; all other settings are the user's, and may choose another environment.
 */
#ifndef AVENV_PLACE_H
#define AVENV_PLACE_H

#include "up/up.h"

/*
 * Check that the project's tool would install into the environment of U, or make one for U. Returns
 * 0, or -1 after printing the variable, setting or file that chooses another one.
 */
int up_check_place(const struct up *u) NODISCARD;

#endif
