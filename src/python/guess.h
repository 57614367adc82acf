/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts about an interpreter from its name and path, without starting it. */
#ifndef AVENV_GUESS_H
#define AVENV_GUESS_H

#include "core/base.h"

/** The interpreter at a path. */
struct python_guess {
	/** path without links */
	const char *real;
	const char *implementation;
	/** "3.12" of python3.12; NULL if the name has no version */
	const char *series;
	/** "t" if free-threaded; else "" */
	const char *threads;
	/** path of lib/python3.12 beside bin; NULL if that has no os.py */
	const char *stdlib;
};

/*
 * Fill in GUESS for the program PATH. Returns false if PATH is no program, or the name of the file
 * that it resolves to is not a Python's.
 */
bool python_guess(const char *path, struct python_guess *guess);

/* The path of the standard library NAME, "python3.12", in lib or lib64 of PREFIX; or NULL. */
const char *python_stdlib(const char *prefix, const char *name);

/* True if the file at PATH begins with "#!". */
bool python_is_script(const char *path);

/* The path of python3 or python in BIN, the programs of an installation or environment; or NULL. */
const char *python_in(const char *bin);

/* True if PATH is in the bin of an environment. */
bool python_in_env(const char *path);

/*
 * The interpreter from which the environment of PATH was made, NULL if that is gone; PATH itself
 * outside of environments.
 */
const char *python_base(const char *path);

#endif
