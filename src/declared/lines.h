/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of requirements files: lines, comments and options, as pip reads them. */
#ifndef AVENV_LINES_H
#define AVENV_LINES_H

#include "core/buf.h"

/*
 * The text of the LEN bytes at DATA, which a NUL follows, in UTF-8. NULL: a comment names another
 * encoding than UTF-8.
 */
const char *lines_text(const char *data, size_t len);

/*
 * Read the line at *S, and add the number of its lines to *COUNT. A line ends as for Python's
 * str.splitlines(); a "\" at the end continues it, except in a comment.
 */
const char *lines_take(const char **s, size_t *count);

/* A copy of the bytes from S to END without the white space of Python's str.strip(), in UTF-8. */
const char *lines_stripped(const char *s, const char *end);

/* LINE without its comment, and without blanks around it. */
const char *lines_uncomment(const char *line);

/* TEXT with the values of variables for "${NAME}"; an unset or empty variable stays. */
const char *lines_with_variables(const char *text);

/** The part of a line that asks for something; all zero: none */
struct line {
	/** the value of -e, that of -r or -c, and a requirement without its options */
	const char *editable, *file, *requirement;
	/** where packages are looked for: the values of -f, -i and --extra-index-url */
	struct strings links;
	/** `file` is of -c */
	bool constraints;
	/** it has an option that pip does not document: pip takes abbreviations, too */
	bool unknown;
};

struct line lines_parse(const char *line);

/* NAME ends as an archive that pip installs: in ".whl", ".tar.gz", … */
bool lines_is_archive(const char *name);

/*
 * TEXT, the path or URL of the wheel a-1.0-….whl, as the requirement "a==1.0"; "[x]" behind the
 * name or the wheel stays. NULL: TEXT is no wheel.
 */
const char *wheel_requirement(const char *text);

#endif
