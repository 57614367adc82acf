/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first lines of console scripts, with which pip has an environment's Python start them. */
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

#endif
