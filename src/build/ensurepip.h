/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wheels that an interpreter's ensurepip installs, found among its files by the rules of
 * Lib/ensurepip/__init__.py, also if a distribution ships the wheels without ensurepip. The
 * interpreter is not run.
 */
#ifndef AVENV_ENSUREPIP_H
#define AVENV_ENSUREPIP_H

#include "python/python.h"

struct bundled_wheels {
	/** absolute paths, in order of installation: setuptools, then pip */
	const char *wheels[2];
	size_t count;
	/** project whose wheel is missing, "pip" or "setuptools"; NULL: none */
	const char *missing;
};

/*
 * Find the wheels by PYTHON's stdlib and series. A missing wheel is no error: see BUNDLED->missing.
 * Returns 0, or -1 after printing the path that cannot be read.
 */
int ensurepip_find(const struct python *python, struct bundled_wheels *bundled) NODISCARD;

#endif
