/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first lines of console scripts: how pip has an environment's Python
 * start them, and finding that Python in them again.
 */
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

/** What was found in the first lines of a script. */
struct launcher {
	const char *interpreter;
	/** as launcher_head() takes it */
	const char *args;
	/** bytes of the head, with its last newline */
	size_t len;
};

/*
 * Find the head of the LEN bytes at TEXT, in any of the forms that pip,
 * distlib and setuptools write.  False for what starts no absolute path; of
 * what env or a shell starts, that is the interpreter.
 */
bool launcher_parse(const char *text, size_t len, struct launcher *launcher);

#endif
