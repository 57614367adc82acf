/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table for people: columns aligned by how wide they look, but for cells that
 * are much wider, two spaces apart, with a line of titles.
 */
#ifndef AVENV_TABLE_H
#define AVENV_TABLE_H

#include <stdio.h>

#include "core/base.h"
#include "print/colour.h"

struct table_column {
	const char *title;
	/** for numbers */
	bool right;
};

struct table {
	const struct table_column *columns;
	size_t column_count;
	/** one row after the other */
	struct table_cell *cells;
	size_t count, room;
};

/* An empty table of COUNT columns; COLUMNS is kept. */
void table_init(struct table *t, const struct table_column *columns, size_t count);

/*
 * Add the next cell, from left to right and row by row.  TEXT is shown as
 * shown() has it; NULL leaves the cell empty.
 */
void table_add(struct table *t, const char *text, enum colour colour);

/* Print it to OUT, once all rows are complete. */
void table_print(const struct table *t, FILE *out);

/* How many columns of a terminal TEXT, which is shown() already, takes. */
size_t table_width(const char *text);

#endif
