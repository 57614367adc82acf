/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of TOML that are neither tables nor arrays. */
#ifndef AVENV_TOML_VALUE_H
#define AVENV_TOML_VALUE_H

#include "formats/toml_tree.h"

/*
 * The length of the word at S: ASCII letters, digits and the characters ALSO. strspn() with so many
 * characters costs more than the words of a document.
 */
static inline size_t toml_word_len(const char *s, const char *also)
{
	const char *at = s;

	while ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
	       (*at >= '0' && *at <= '9') || (*at && strchr(also, *at)))
		at++;
	return (size_t)(at - s);
}

/*
 * Read the string at *S into VALUE, and advance *S. WITH_LINES: the string may have several lines.
 * Returns false if no string begins at *S, or if the string is malformed.
 */
bool toml_take_string(const char **s, bool with_lines, struct toml *value);

/*
 * Read the number, boolean, date or time at *S into VALUE, and advance *S. Returns false if no such
 * value is at *S.
 */
bool toml_take_scalar(const char **s, struct toml *value);

#endif
