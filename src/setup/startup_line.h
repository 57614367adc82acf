/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Setup's line in a startup file, as text. It ends in the comment "# avenv setup", which says in
 * brackets what else setup made, so that undo restores the file byte for byte. A line is setup's
 * only if its code is, byte for byte, as setup writes it, now or in the first edition.
 */
#ifndef AVENV_STARTUP_LINE_H
#define AVENV_STARTUP_LINE_H

#include "core/file.h"
#include "shell/shell.h"

/** A change of a startup file. */
struct startup_edit {
	struct buf text;
	/** the text is not the old one */
	bool changed;
	/** the number of setup's line, after its removal the one that it had; 0: there is none */
	unsigned line;
	/** the same, or else the number of a line of the user's own that loads the hook */
	unsigned loads;
	/** setup made the file */
	bool made_file;
};

/* The line that loads SHELL's hook from PROGRAM, without its comment. */
const char *startup_line(const struct shell *shell, const char *program);

/* OLD with LINE in place of setup's line; LINE is NULL: without it, as the file was before. */
void startup_replace(const struct shell *shell, const struct text *old, const char *line,
		     struct startup_edit *e);

/* LINE at the end of E's text; E says what is made for it. */
void startup_append(const char *line, struct startup_edit *e);

/* The number of the line of TEXT in which PATTERN, an extended regular expression, begins; or 0. */
unsigned startup_find(const char *text, const char *pattern);

/* A line that loads the hook, whoever wrote it, for startup_find(). */
extern const char startup_loads[];

#endif
