/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wheels that an interpreter's ensurepip installs, told from its files as
 * Lib/ensurepip/__init__.py chooses them; also where a distribution ships the wheels but not
 * ensurepip. The interpreter is not run.
 */
#ifndef AVENV_SEED_H
#define AVENV_SEED_H

#include "python/python.h"

struct seed {
	/** absolute, in the order of installation: setuptools, then pip */
	const char *wheels[2];
	size_t count;
	/** "pip" or "setuptools", if its wheel is missing; NULL: all are there */
	const char *missing;
};

/* By PYTHON's stdlib and series. Returns 0, or -1 after an error that names what cannot be read. */
int seed_find(const struct python *python, struct seed *seed) NODISCARD;

#endif
