/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What `-p` and .python-version files say: "3.12", "python3.12t", "pypy3.10",
 * "cpython-3.12.1", or a name that pyenv, uv or conda gave.
 */
#ifndef AVENV_PYTHON_SPEC_H
#define AVENV_PYTHON_SPEC_H

#include "cli/python.h"

struct python_spec {
	/** as typed */
	const char *text;
	/** it is only a name; what follows is not filled in */
	bool name_only;
	/** NULL: whichever, CPython first */
	const char *implementation;
	/** "3.12.1", "3.12", "3"; "" for any */
	const char *version;
	bool free_threaded;
	/** what a program of that kind may be called, up to a NULL */
	const char *commands[4];
};

void python_spec_parse(const char *text, struct python_spec *spec);

/*
 * VERSION, maybe only "3.9", is one that SPEC asks for; where that cannot be
 * told for want of the last number, *UNSURE is set as well.
 */
bool python_spec_has_version(const struct python_spec *spec, const char *version, bool *unsure);

/* The same of all that is known of INTERPRETER. */
bool python_spec_matches(const struct python_spec *spec, const struct interpreter *interpreter,
			 bool *unsure);

#endif
