/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of interpreters, as in file names, in `-p` and in .python-version. */
#ifndef AVENV_PYTHON_NAME_H
#define AVENV_PYTHON_NAME_H

#include "core/base.h"

/** The name of an interpreter, in parts. */
struct python_name {
	/** "python" or "pypy" */
	const char *base;
	/** "3.12.1", "3.12", "3" or "" */
	const char *version;
	/** "3.12"; "": the name has no minor version */
	const char *series;
	bool free_threaded;
	/** of what is asked for: "==3.12.*", ">=3.12,<4" */
	const char *specifiers;
};

/*
 * Parse NAME. Returns false if it is no interpreter's: "python3.12t" and "pypy" are,
 * "python3-config" is not.
 */
bool python_name_parse(const char *name, struct python_name *parsed);

/*
 * TEXT asks for an interpreter by name or version, in words of pyenv and uv: "3.12", "3.13t",
 * "pypy3.10", "cpython@3.12", ">=3.12", "cpython-3.12.4-linux-x86_64-gnu". A name without a version
 * asks for version 3. A range of versions has none of the parts but the base.
 */
bool python_name_asked(const char *text, struct python_name *parsed);

/* sys.implementation.name of an interpreter called NAME: "cpython" for python. */
const char *python_implementation(const struct python_name *name);

/*
 * The next word of *TEXT, a .python-version file: the first one of a line, as pyenv reads it, or a
 * list of specifiers, as uv does. Lines that begin with "#" are comments. "": there is no other.
 */
const char *python_version_next(const char **text);

/*
 * WORD could be the name of a version of pyenv's: it begins as these do, and has a digit; or it is
 * GraalPy.
 */
bool python_version_valid(const char *word);

/* The first word of TEXT, a .python-version file. "": none. */
const char *python_version_word(const char *text);

#endif
