/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Colour, sparingly: only on a terminal that is not dumb, and never where
 * NO_COLOR says so.  Of a terminal's own eight, so that they suit its ground.
 */
#ifndef AVENV_COLOUR_H
#define AVENV_COLOUR_H

#include <stdio.h>

#include "core/base.h"

enum colour {
	COLOUR_PLAIN,
	COLOUR_BOLD,
	COLOUR_FAINT,
	/** something is wrong */
	COLOUR_RED,
	/** it is on */
	COLOUR_GREEN,
	/** it waits for the user's word */
	COLOUR_YELLOW,
};

/* TEXT, which is shown() already, as it is to be printed to OUT. */
const char *coloured(FILE *out, enum colour colour, const char *text);

#endif
