/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables for people: a row of titles, columns two spaces apart, each as wide as its widest cell.
 */
#ifndef AVENV_TABLE_H
#define AVENV_TABLE_H

#include "print/msg.h"

struct table {
	size_t *widths, column_count;
	/** row by row, the titles first */
	struct table_cell *cells;
	size_t count, room;
};

/* Make T a table of COUNT columns with TITLES and no other row. */
void table_init(struct table *t, const char *const *titles, size_t count);

/*
 * Add the next cell: from left to right, row by row. TEXT is printed through shown(); NULL is an
 * empty cell.
 */
void table_add(struct table *t, const char *text, enum colour colour);

/* The same with a sentence, WORDS, in which the names are shown() already. */
void table_add_words(struct table *t, const char *words, enum colour colour);

/* Print the table to OUT. All its rows must be complete. */
void table_print(const struct table *t, FILE *out);

#endif
