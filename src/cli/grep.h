/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a file that match, its comments aside: it is never executed. */
#ifndef AVENV_GREP_H
#define AVENV_GREP_H

#include "core/file.h"

/*
 * TEXT line by line, without its comments: from COMMENT ("#", "//") at the
 * start of a word to the end of the line.
 */
const char *grep_code(const struct text *text, const char *comment);

/*
 * The number of the line of CODE, from 1 on, in which the first match of the
 * extended regular expression PATTERN ends; 0: there is none.
 */
unsigned grep_line(const char *code, const char *pattern);

#endif
