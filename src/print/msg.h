/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room print writes for people and programs: messages, tables, JSON, and commands to paste.
 * Names in text for people are escaped, so that none of them controls the terminal.
 *
 * Messages: one line on standard error, "avenv: MESSAGE". A message is in lower case, names its
 * subject in 'quotes' and has no full stop. A command of paste.h may take a line of its own. Also
 * text and colours for messages and tables.
 */
#ifndef AVENV_MSG_H
#define AVENV_MSG_H

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "core/buf.h"

enum {
	/** names in one message */
	NAMES_SHOWN = 3,
};

/** Colours from the terminal's own palette */
enum colour {
	COLOUR_PLAIN,
	COLOUR_BOLD,
	COLOUR_FAINT,
	/** errors and problems */
	COLOUR_RED,
	/** an active environment */
	COLOUR_GREEN,
};

/* True after -q: print errors only, no notes. */
extern bool msg_quiet;

/* Print an error. Returns -1, so that `return error(…)` is one line. */
int error(const char *fmt, ...) PRINTF(1, 2);

/* strerror(), but for the errors of system/replace.h in words. */
const char *errno_text(int number);

/*
 * Print an error, a colon and the text of errno, as it is before the arguments are evaluated.
 * Returns -1.
 */
#define error_errno(...) (errno_keep(), error_kept(__VA_ARGS__))
void errno_keep(void);
int error_kept(const char *fmt, ...) PRINTF(1, 2);

/* Print a message that is no error, unless -q is given. */
void note(const char *fmt, ...) PRINTF(1, 2);

/*
 * Add "cannot WHAT 'PATH': REASON" to WHY, for callers that print later. The REASON of why_errno()
 * is the text of errno. Returns -1.
 */
int why_not(struct buf *why, const char *what, const char *path, const char *reason);
#define why_errno(why, what, path) why_not((why), (what), (path), errno_text(errno))

/* The text that printf(3) would print. */
const char *formatted(const char *fmt, ...) PRINTF(1, 2);
const char *formatted_args(const char *fmt, va_list args) PRINTF(1, 0);

/* TEXT escaped for people, with the home directory as ~: see escape_put(). */
const char *shown(const char *text);

/* "1 ONE", or "N MANY" for any other number. */
const char *counted(size_t n, const char *one, const char *many);

/* The first NAMES_SHOWN of NAMES, escaped, in quotes and with commas; and "..." for more. */
const char *names_text(const struct strings *names);

/* BYTES with a unit: "1.2K"; "unknown" for SIZE_UNKNOWN of system/tree.h. */
const char *size_text(uint64_t bytes);

/* TEXT in COLOUR if OUT is a terminal and NO_COLOR is not set (no-color.org), else TEXT. */
const char *coloured(FILE *out, enum colour colour, const char *text);

/*
 * Work begins: if it takes longer than a second, a terminal shows "avenv: WHAT ..." until the end
 * of the work, or the next message. WHAT is escaped. progress_end() keeps errno.
 */
void progress_begin(const char *what);
void progress_end(void);

#endif
