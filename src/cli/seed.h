/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which wheels an interpreter's ensurepip installs, told from its files as
 * Lib/ensurepip/__init__.py of that very version chooses them; works also where
 * a distribution ships the wheels but not ensurepip.
 */
#ifndef AVENV_SEED_H
#define AVENV_SEED_H

#include "core/base.h"

struct seed {
	/** absolute, in the order of installation: setuptools, then pip */
	const char *wheels[2];
	size_t count;
	/** what is not to be had, "pip" or "setuptools"; NULL: all is there */
	const char *missing;
	/** there is an ensurepip, so that only its wheels are missing */
	bool ensurepip;
};

/*
 * The seed of the interpreter of version MAJOR.MINOR whose os.py lies in
 * STDLIB.  Only directories and small texts are read.
 */
void seed_find(const char *stdlib, int major, int minor, struct seed *seed);

#endif
