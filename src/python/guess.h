/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Knowledge about an interpreter from its name and place, without starting it. */
#ifndef AVENV_PYTHON_GUESS_H
#define AVENV_PYTHON_GUESS_H

#include "core/base.h"

/** The interpreter at a path. */
struct python_guess {
	/** the path without links */
	const char *real;
	const char *implementation;
	/** "3.12" of python3.12; NULL: the name does not say */
	const char *series;
	/** "t": free-threaded; else "" */
	const char *threads;
	/** lib/python3.12 beside bin; NULL: there is no os.py in it */
	const char *stdlib;
};

/* False: PATH is no program, or the program that it leads to has another name. */
bool python_guess(const char *path, struct python_guess *guess);

/* The standard library NAME, "python3.12", of the interpreter in PREFIX: in lib or lib64; or NULL. */
const char *python_stdlib(const char *prefix, const char *name);

/* The file at PATH begins with "#!". */
bool python_is_script(const char *path);

/* The Python in the directory BIN of an installation or environment; or NULL. */
const char *python_in(const char *bin);

/* PATH lies in the bin of an environment. */
bool python_in_env(const char *path);

/* PATH, or the interpreter that an environment's PATH was made of; NULL: that is gone. */
const char *python_base(const char *path);

#endif
