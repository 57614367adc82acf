/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first lines of console scripts: those that pip writes and those that others write. */
#ifndef AVENV_LAUNCHER_H
#define AVENV_LAUNCHER_H

#include "core/buf.h"

/*
 * Add the first line that starts INTERPRETER, with the newline.  Where the
 * kernel could not do with one, as the path is too long or has a space in it,
 * three lines that are both shell and Python.  ARGS goes to the interpreter:
 * "" or, beginning with a space, as in " -E".
 */
void launcher_head(struct buf *out, const char *interpreter, const char *args);

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
