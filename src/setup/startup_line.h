/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Setup's line in the text of a startup file. It ends in the comment "# avenv setup", which says in
 * brackets what else setup made, so that undo restores the file byte for byte. A line is setup's
 * only if its code is as setup writes it, with any program.
 */
#ifndef AVENV_STARTUP_LINE_H
#define AVENV_STARTUP_LINE_H

#include "core/base.h"
#include "shell/shell.h"

struct startup_line {
	/** the line and the next one, in the text */
	const char *start, *next;
	/** its number in the file */
	unsigned number;
	/** a copy of its comment */
	const char *comment;
};

/* Find the line in TEXT. */
bool startup_find(const struct shell *shell, const char *text, struct startup_line *line);

/* The code that loads SHELL's hook from PROGRAM. */
const char *startup_code(const struct shell *shell, const char *program);

/* TEXT with CODE in LINE; LINE is NULL: in a new line at the end, of a new file if MADE_FILE. */
const char *startup_with(const char *text, const struct startup_line *line, const char *code,
			 bool made_file);

/* TEXT without LINE, as it was before; NULL: setup made the file, and nothing is left. */
const char *startup_without(const char *text, const struct startup_line *line);

/* The number of the line of TEXT in which PATTERN, an extended regular expression, begins; or 0. */
unsigned startup_match(const char *text, const char *pattern);

#endif
