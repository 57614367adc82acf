/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/table.h"

#include <locale.h>
#include <stdio.h>
#include <wchar.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

struct table_cell {
	/** shown() */
	const char *text;
	size_t width;
	enum colour colour;
};

void table_init(struct table *t, const struct table_column *columns, size_t count)
{
	*t = (struct table){ .columns = columns, .column_count = count };
}

void table_add(struct table *t, const char *text, enum colour colour)
{
	const char *safe = text ? shown(text) : "";

	t->cells = mem_grow(t->cells, t->count, &t->room, sizeof(*t->cells));
	t->cells[t->count++] = (struct table_cell){
		.text = safe,
		.width = table_width(safe),
		.colour = colour,
	};
}

/* The C library's own table is for the locale's characters: ours are UTF-8. */
static size_t width_of(uint32_t c)
{
	static locale_t utf8;
	locale_t before;
	int width;

	if (!utf8)
		utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (!utf8)
		return 1;
	before = uselocale(utf8);
	width = wcwidth((wchar_t)c);
	uselocale(before);
	return width < 0 ? 1 : (size_t)width;
}

size_t table_width(const char *text)
{
	size_t width = 0;

	while (*text) {
		uint32_t c = 0;
		size_t len = path_utf8_decode(text, &c);

		width += c < 0x80 || !len ? 1 : width_of(c);
		text += len ? len : 1;
	}
	return width;
}

enum {
	/** what is wider sticks out in its own row, and widens no other */
	WIDEST = 30,
};

/* How wide each column is. */
static size_t *measure(const struct table *t)
{
	size_t *widths = mem_array(t->column_count, sizeof(*widths));

	for (size_t i = 0; i < t->column_count; i++)
		widths[i] = table_width(t->columns[i].title);
	for (size_t i = 0; i < t->count; i += t->column_count)
		for (size_t k = 0; k < t->column_count; k++)
			if (t->cells[i + k].width > widths[k] && t->cells[i + k].width <= WIDEST)
				widths[k] = t->cells[i + k].width;
	return widths;
}

static void put_spaces(struct buf *line, size_t n)
{
	while (n--)
		buf_putc(line, ' ');
}

/* The spaces before a cell wait until something follows: no line ends in any. */
static void print_row(const struct table *t, const struct table_cell *cells, const size_t *widths,
		      FILE *out)
{
	struct buf line = BUF_INIT;
	size_t spaces = 0;

	for (size_t i = 0; i < t->column_count; i++) {
		size_t fill = widths[i] > cells[i].width ? widths[i] - cells[i].width : 0;

		if (t->columns[i].right)
			spaces += fill;
		if (*cells[i].text) {
			put_spaces(&line, spaces);
			buf_puts(&line, coloured(out, cells[i].colour, cells[i].text));
			spaces = 0;
		}
		if (!t->columns[i].right)
			spaces += fill;
		spaces += 2;
	}
	fprintf(out, "%s\n", line.data);
}

void table_print(const struct table *t, FILE *out)
{
	struct table_cell *titles = mem_array(t->column_count, sizeof(*titles));
	const size_t *widths = measure(t);

	for (size_t i = 0; i < t->column_count; i++) {
		titles[i].text = t->columns[i].title;
		titles[i].width = table_width(titles[i].text);
		titles[i].colour = COLOUR_BOLD;
	}
	print_row(t, titles, widths, out);
	for (size_t i = 0; i < t->count; i += t->column_count)
		print_row(t, &t->cells[i], widths, out);
}
