/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Setup's line in the text of a startup file. It ends in the comment "# avenv setup" and in marks:
 * that setup made the file, or at which byte it added a newline before the line. A line is setup's
 * only if it is as setup writes it, with the path of any program; its marks may be edited.
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
	/** a copy of its end, behind the comment */
	const char *marks;
};

/* Find the first such line in TEXT. */
bool startup_find(const struct shell *shell, const char *text, struct startup_line *line);

/* The code that loads SHELL's hook from PROGRAM. */
const char *startup_code(const struct shell *shell, const char *program);

/* TEXT with CODE in LINE; LINE is NULL: in a new line at the end, of a new file if MADE_FILE. */
const char *startup_with(const char *text, const struct startup_line *line, const char *code,
			 bool made_file);

/*
 * TEXT without SHELL's lines; NULL: setup made the file, and nothing is left. The newline that setup
 * added goes too, if it is at the byte that the mark names and no line follows.
 */
const char *startup_without(const struct shell *shell, const char *text);

/* The number of the line of TEXT in which PATTERN, an extended regular expression, begins; or 0. */
unsigned startup_match(const char *text, const char *pattern);

#endif
