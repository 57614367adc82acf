/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages: one line on standard error, "avenv: error, subject in 'quotes'",
 * lower case, no full stop, with what a terminal would act on escaped.
 */
#ifndef AVENV_MSG_H
#define AVENV_MSG_H

#include <stdarg.h>
#include <stdint.h>

#include "core/base.h"
#include "core/buf.h"
#include "print/colour.h"

enum {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
};

/* No notes, only errors: -q. */
extern bool msg_quiet;

/* What printf(3) would print. */
const char *formatted(const char *fmt, va_list args) PRINTF(1, 0);

/*
 * Print "avenv COMMAND: TEXT", or "avenv: TEXT" where that is "": in one write, so
 * that no other program's words come into it.
 */
void msg_line(enum colour colour, const char *command, const char *text);

/* An error.  Returns -1, so that `return error(…)` is one line. */
int error(const char *fmt, ...) PRINTF(1, 2);

/* An error with what errno says behind a colon.  Returns -1. */
int error_errno(const char *fmt, ...) PRINTF(1, 2);

/*
 * Where it is not yet the time to print: add "cannot DO 'PATH': REASON" to WHY, or
 * what errno says for the reason.  Returns -1.
 */
int why_not(struct buf *why, const char *what, const char *path, const char *reason);
int why_errno(struct buf *why, const char *what, const char *path);

/* What was done, unless -q. */
void note(const char *fmt, ...) PRINTF(1, 2);

/* TEXT as a terminal may see it, see path_show(). */
const char *shown(const char *text);

/* "1 ONE", or "N MANY" for any other number. */
const char *counted(size_t n, const char *one, const char *many);

/* "1.2K": how large something is. */
const char *size_text(uint64_t bytes);

/* PATH with ~ for HOME, which may be NULL: to be read in a table. */
const char *from_home(const char *home, const char *path);

#endif
