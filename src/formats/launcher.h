/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first lines of console scripts, which start an interpreter: written as pip does, parsed in
 * the forms of several tools.
 */
#ifndef AVENV_LAUNCHER_H
#define AVENV_LAUNCHER_H

#include "core/buf.h"

/*
 * Append the first line of a script for INTERPRETER, newline included. If the kernel would not
 * accept it, because the path is too long or contains white space, append three lines that are
 * valid both in shell and in Python. ARGS is for the interpreter: "", or text that begins with a
 * space: " -E".
 */
void launcher_head(struct buf *out, const char *interpreter, const char *args);

/** The first lines of a script. */
struct launcher {
	const char *interpreter;
	/** as for launcher_head(): "" or " -E" */
	const char *args;
	/** length of these lines in bytes, the last newline included */
	size_t len;
};

/*
 * Parse the first lines of TEXT, in the forms of pip, distlib and setuptools. Returns false if TEXT
 * does not start an interpreter by an absolute path.
 */
bool launcher_parse(const char *text, struct launcher *launcher);

#endif
