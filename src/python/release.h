/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Version numbers of interpreters. */
#ifndef AVENV_PYTHON_RELEASE_H
#define AVENV_PYTHON_RELEASE_H

#include "core/base.h"

/** "3.12": two numbers. Numbers that were not given are 0. */
struct release {
	int numbers[3];
	size_t count;
};

/* Read numbers and dots at TEXT. Returns what follows; NULL: no release begins there. */
const char *release_parse(const char *text, struct release *release);

/* Compare A with the first COUNT numbers of B: below 0, 0, or above 0. */
int release_compare(const struct release *a, const struct release *b, size_t count);

/* VERSION, "3.12.1", satisfies SPECIFIERS, ">=3.9,<4". False if one is not understood. */
bool release_satisfies(const char *version, const char *specifiers);

#endif
