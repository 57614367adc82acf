/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between python_pick.c, which finds what is named, and python_default.c. */
#ifndef AVENV_PYTHON_PICK_H
#define AVENV_PYTHON_PICK_H

#include "cli/python.h"

/** One search for an interpreter. */
struct picking {
	struct context *ctx;
	/** nothing is started and nothing is said; a guess will do */
	bool listing;
	/** what is installed, once that was looked for */
	bool searched;
	struct interpreters installed;
};

/* The path of what TEXT names, which is no path; NULL: it is not installed. */
const char *python_find(struct picking *p, const char *text);

/* The python3 that PATH gives, else its python where that is 3; or NULL. */
const char *python_of_path(const struct picking *p);

/*
 * The path of the interpreter for PROJECT; NULL: there is none.  *WHY as of
 * python_pick().
 */
const char *python_default(struct picking *p, const char *project, const char **why);

const struct interpreters *python_installed(struct picking *p);

/* The version in full, for which INTERPRETER may be started. */
const char *python_version_of(const struct picking *p, const struct interpreter *interpreter);

#endif
