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
};

/*
 * Parse NAME, of a program. Returns false if NAME is no interpreter's: "python3.12t" and "pypy" are
 * interpreters' names, "python3-config" is not.
 */
bool python_name_parse(const char *name, struct python_name *parsed);

/** The words that python_name_asked() accepts, for people */
#define PYTHON_WORDS "3.12, 3.12.4, 3.13t or pypy3.10"

/*
 * Parse TEXT, an argument of -p or the word of a .python-version file: a version, or the name of an
 * interpreter with one: "3.12", "3.12.4", "3.13t", "pypy3.10", "python3.12". Returns false if TEXT
 * is neither.
 */
bool python_name_asked(const char *text, struct python_name *parsed);

/* The version specifiers of NAME, which has a version: "==3.12.*". */
const char *python_specifiers(const struct python_name *name);

/* The version specifiers of TEXT, as python_name_asked() reads it; NULL: it has no version. */
const char *python_asked_specifiers(const char *text);

/*
 * The series, "3.12", of the first release of Python 3 that matches SPECIFIERS; NULL: none. "3.0"
 * if SPECIFIERS are longer than any of a project, and not tried.
 */
const char *python_series_of(const char *specifiers);

/* A release of Python 3 matches the specifiers A, and B as well. */
bool python_matches_both(const char *a, const char *b);

/* sys.implementation.name of an interpreter called NAME: "cpython" for python. */
const char *python_implementation(const struct python_name *name);

/*
 * The first word of TEXT, a .python-version file, outside of lines that begin with "#". "": none.
 */
const char *python_version_word(const char *text);

#endif
