/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages: one line on standard error, "avenv: MESSAGE". A message is in lower case,
 * names its subject in 'quotes' and has no full stop. Also the texts and colours of
 * which messages and tables are made, and a question on a terminal.
 */
#ifndef AVENV_MSG_H
#define AVENV_MSG_H

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "core/buf.h"

/** Colours of the terminal's own palette */
enum colour {
	COLOUR_PLAIN,
	COLOUR_BOLD,
	COLOUR_FAINT,
	/** wrong */
	COLOUR_RED,
	/** on */
	COLOUR_GREEN,
};

/* -q: errors only, no notes. */
extern bool msg_quiet;

/* Print an error. Returns -1, so that `return error(…)` is one line. */
int error(const char *fmt, ...) PRINTF(1, 2);

/* Print an error, a colon and the text of errno. Returns -1. */
int error_errno(const char *fmt, ...) PRINTF(1, 2);

/* Print a line about what was done, unless -q. */
void note(const char *fmt, ...) PRINTF(1, 2);

/*
 * For callers that print later: add "cannot DO 'PATH': REASON" to WHY. The reason of
 * why_errno() is the text of errno. Returns -1.
 */
int why_not(struct buf *why, const char *what, const char *path, const char *reason);
#define why_errno(why, what, path) why_not((why), (what), (path), strerror(errno))

/* The text that printf(3) would print. */
const char *formatted(const char *fmt, ...) PRINTF(1, 2);
const char *formatted_args(const char *fmt, va_list args) PRINTF(1, 0);

/* TEXT for a person to read: home as ~, control characters escaped; see path_show(). */
const char *shown(const char *text);

/* "1 ONE", or "N MANY" for any other number. */
const char *counted(size_t n, const char *one, const char *many);

/* A size with its unit: "1.2K". */
const char *size_text(uint64_t bytes);

/* TEXT in COLOUR: only on a terminal, and not with NO_COLOR (no-color.org). */
const char *coloured(FILE *out, enum colour colour, const char *text);

/* Standard input and standard error are terminals. */
bool question_possible(void);

/* Ask QUESTION on standard error: "y" and "yes" are true. ^C ends the program. */
bool question_yes(const char *question);

#endif
