/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wheels that an interpreter's ensurepip installs, told from its files as
 * Lib/ensurepip/__init__.py chooses them; also where a distribution ships the wheels but not
 * ensurepip. The interpreter is not run.
 */
#ifndef AVENV_SEED_H
#define AVENV_SEED_H

#include "core/base.h"

/** An interpreter, as far as it is known before it is asked. */
struct wheel_source {
	/** the directory of os.py */
	const char *stdlib;
	/** "3.12" */
	const char *series;
	/** its path, for messages */
	const char *python;
};

struct seed {
	/** absolute, in the order of installation: setuptools, then pip */
	const char *wheels[2];
	size_t count;
	/** "pip" or "setuptools", if its wheel is missing; NULL: all are there */
	const char *missing;
};

/* Returns 0, or -1 after an error that names the path that cannot be read. */
int seed_find(const struct wheel_source *source, struct seed *seed) NODISCARD;

#endif
