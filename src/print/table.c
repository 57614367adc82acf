/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/table.h"

#include <locale.h>
#include <stdlib.h>
#include <wchar.h>

#include "core/escape.h"
#include "core/mem.h"

struct table_cell {
	const char *text;
	size_t width;
	enum colour colour;
};

void table_init(struct table *t, const char *const *titles, size_t count)
{
	*t = (struct table){ .column_count = count };
	t->widths = mem_array(count, sizeof(*t->widths));
	for (size_t i = 0; i < count; i++)
		table_add(t, titles[i], COLOUR_BOLD);
}

/* The width of TEXT, printable, in columns of a terminal. */
static size_t width_of(const char *text)
{
	wchar_t *wide = mem_array(strlen(text) + 1, sizeof(*wide));
	static locale_t utf8;
	locale_t before;
	int width;

	/* wcswidth() uses the locale's character set: the text is UTF-8. */
	if (!utf8)
		utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	before = uselocale(utf8);
	width = wcswidth(wide, mbstowcs(wide, text, strlen(text)));
	uselocale(before);
	return width < 0 ? strlen(text) : (size_t)width;
}

/* Add the cell TEXT, which is printed as it is. */
static void add_cell(struct table *t, const char *text, enum colour colour)
{
	size_t *widest = &t->widths[t->count % t->column_count], width = width_of(text);

	if (width > *widest)
		*widest = width;
	t->cells = mem_grow(t->cells, t->count, &t->room, sizeof(*t->cells));
	t->cells[t->count++] = (struct table_cell){ text, width, colour };
}

void table_add(struct table *t, const char *text, enum colour colour)
{
	add_cell(t, text ? shown(text) : "", colour);
}

void table_add_words(struct table *t, const char *words, enum colour colour)
{
	add_cell(t, escape_unprintable(words), colour);
}

void table_print(const struct table *t, FILE *out)
{
	static const char any[] = "";
	/* A terminal is asked once, not for each cell. */
	bool plain = coloured(out, COLOUR_BOLD, any) == any;
	size_t spaces = 0;

	for (size_t i = 0; i < t->count; i++) {
		const struct table_cell *cell = &t->cells[i];
		size_t column = i % t->column_count, width = t->widths[column];

		/* Spaces are printed only before a text: no line ends in one. */
		spaces = column ? spaces + 2 : 0;
		if (*cell->text) {
			fprintf(out, "%*s%s", (int)spaces, "",
				plain ? cell->text : coloured(out, cell->colour, cell->text));
			spaces = 0;
		}
		spaces += width > cell->width ? width - cell->width : 0;
		if (column + 1 == t->column_count)
			putc('\n', out);
	}
}
