/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Python that a script in bin starts. */
#ifndef AVENV_SCRIPT_H
#define AVENV_SCRIPT_H

#include "core/base.h"

/** The first lines of a script. */
struct launcher {
	const char *interpreter;
	/** "", or " -E": as launcher_head() takes them */
	const char *args;
	/** bytes of the head, with its last newline */
	size_t len;
};

/*
 * Find the head of TEXT, in the forms that pip, distlib and setuptools write.
 * False: TEXT starts no interpreter by an absolute path.
 */
bool launcher_parse(const char *text, struct launcher *launcher);

#endif
