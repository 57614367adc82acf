/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Data on standard output: byte for byte in a pipe or a file. On a terminal control characters are
 * escaped: escape_unprintable().
 */
#ifndef AVENV_DATA_H
#define AVENV_DATA_H

/* Print LINE, a single name, and a newline. */
void data_line(const char *line);

/* Print TEXT; its newlines and tabs are not escaped. */
void data_text(const char *text);

#endif
