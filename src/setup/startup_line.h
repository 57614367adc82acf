/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Setup's line in the text of a startup file. The line ends in the comment "# avenv setup" and in
 * marks: one if setup made the file, with the number of directories made for it, and one with the
 * offset at which setup added a newline before the line. A line is setup's only if setup would
 * write the same for some program; the user may edit the marks.
 */
#ifndef AVENV_STARTUP_LINE_H
#define AVENV_STARTUP_LINE_H

#include "shell/shell.h"

/** The line of setup's that loads a shell's hook, or its file of --everywhere */
struct loader {
	const struct shell *shell;
	/** @ is the program, or the file, as a word */
	const char *template;
	/** the startup files that may have the line: as in struct shell, or paths */
	const char *const *files;
	bool everywhere;
};

/* The line that loads SHELL's hook. */
struct loader hook_loader(const struct shell *shell);

/** A line that was found */
struct startup_line {
	/** start of the line, and of the next one, in the text */
	const char *start, *next;
	/** number of the line in the file, from 1 */
	unsigned number;
	/** copy of the text behind the comment */
	const char *marks;
};

/* Find the first line of TEXT that is LOADER, for any program. Returns false if there is none. */
bool startup_find(const struct loader *loader, const char *text, struct startup_line *line);

/* The code of LOADER for PROGRAM. */
const char *startup_code(const struct loader *loader, const char *program);

/** The mark of a file that setup makes */
struct startup_made {
	bool file;
	/** directories made for the file */
	unsigned dirs;
};

/* The line with CODE, to be appended to TEXT, behind a newline if TEXT does not end in one. */
const char *startup_addition(const char *text, const char *code, struct startup_made made);

/* The mark of the first line in TEXT that is LOADER. */
struct startup_made startup_made(const struct loader *loader, const char *text);

/* LINE has CODE, so it loads the hook from the same program. */
bool startup_has_code(const struct startup_line *line, const char *code);

/*
 * TEXT without the lines that are LOADER; NULL if setup made the file and nothing is left. The
 * newline that setup added goes as well, if the newline is at the offset in the mark and no line
 * follows. If the only line left is setup's other one, that line gets the mark of a file that setup
 * made.
 */
const char *startup_without(const struct loader *loader, const char *text);

/*
 * The number, from 1, of the line of TEXT in which PATTERN, an extended regular expression, matches
 * first, comments left out; 0: none.
 */
unsigned startup_match(const char *text, const char *pattern);

#endif
