/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The version and implementation of an interpreter by its file name; nothing is started. */
#ifndef AVENV_GUESS_H
#define AVENV_GUESS_H

#include "core/base.h"

/** Facts from the file name of an interpreter. */
struct python_guess {
	/** path without links */
	const char *real;
	/** "cpython" or "pypy" */
	const char *implementation;
	/** "3.12" of python3.12; NULL if the name has no version */
	const char *series;
	/** "t" if free-threaded; else "" */
	const char *threads;
	/** path of lib/python3.12 beside bin; NULL if no os.py is in that directory */
	const char *stdlib;
};

/*
 * Set GUESS by the name of PATH's real file. Returns false if PATH is no program, or if the name is
 * no interpreter's.
 */
bool python_guess(const char *path, struct python_guess *guess);

/*
 * The version specifiers of PYTHON, an argument of -p: of its version, or if it is a path, of the
 * series in its name. NULL: it tells none.
 */
const char *python_argument_specifiers(const char *python);

/* True if the file at PATH begins with "#!". */
bool python_is_script(const char *path);

/* The path of python3 or python in the directory BIN. NULL: BIN has neither. */
const char *python_in(const char *bin);

/* True if PATH is in the bin of an environment. */
bool python_in_env(const char *path);

/*
 * The base interpreter of PATH: PATH itself, or for a program in an environment the interpreter
 * that the environment was made from. NULL: the base interpreter is gone.
 */
const char *python_base(const char *path);

#endif
