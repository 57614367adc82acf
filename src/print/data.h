/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Data on standard output: byte for byte in a pipe or a file. On a terminal a person reads it:
 * path_printable().
 */
#ifndef AVENV_DATA_H
#define AVENV_DATA_H

/* Print LINE, which is one name, and a newline. */
void data_line(const char *line);

/* Print TEXT, in which newlines and tabs are the text's own. */
void data_text(const char *text);

#endif
