/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/json.h"

#include <stdint.h>
#include <stdio.h>

#include "core/path.h"

#include "core/banned.h"

static void put_escape(struct buf *b, uint32_t unit)
{
	static const char hex[] = "0123456789abcdef";

	buf_puts(b, "\\u");
	for (int shift = 12; shift >= 0; shift -= 4)
		buf_putc(b, hex[(unit >> shift) & 15]);
}

/* What a terminal would act on, and bytes that are no character. */
static size_t put_odd(struct buf *b, const char *s)
{
	uint32_t c = 0;
	size_t len = path_utf8_decode(s, &c);

	if (!len) {
		put_escape(b, 0xDC00 + (unsigned char)*s);
		return 1;
	}
	if (c >= 0x10000) {
		put_escape(b, 0xD800 + ((c - 0x10000) >> 10));
		c = 0xDC00 + ((c - 0x10000) & 0x3FF);
	}
	put_escape(b, c);
	return len;
}

static void put_string(struct buf *b, const char *s)
{
	buf_putc(b, '"');
	while (*s) {
		size_t len = path_utf8_len(s);

		if (*s == '"' || *s == '\\')
			buf_putc(b, '\\');
		if (len)
			buf_put(b, s, len);
		else
			len = put_odd(b, s);
		s += len;
	}
	buf_putc(b, '"');
}

static void begin(struct json *j, const char *name)
{
	if (j->more)
		buf_putc(&j->out, ',');
	if (j->depth) {
		buf_putc(&j->out, '\n');
		for (unsigned i = 0; i < j->depth; i++)
			buf_puts(&j->out, "  ");
	}
	if (name) {
		put_string(&j->out, name);
		buf_puts(&j->out, ": ");
	}
	j->more = true;
}

static void open_one(struct json *j, const char *name, char bracket)
{
	begin(j, name);
	buf_putc(&j->out, bracket);
	j->depth++;
	j->more = false;
}

static void close_one(struct json *j, char bracket)
{
	j->depth--;
	if (j->more) {
		buf_putc(&j->out, '\n');
		for (unsigned i = 0; i < j->depth; i++)
			buf_puts(&j->out, "  ");
	}
	buf_putc(&j->out, bracket);
	j->more = true;
}

void json_object(struct json *j, const char *name)
{
	open_one(j, name, '{');
}

void json_object_end(struct json *j)
{
	close_one(j, '}');
}

void json_list(struct json *j, const char *name)
{
	open_one(j, name, '[');
}

void json_list_end(struct json *j)
{
	close_one(j, ']');
}

void json_string(struct json *j, const char *name, const char *value)
{
	begin(j, name);
	if (value)
		put_string(&j->out, value);
	else
		buf_puts(&j->out, "null");
}

void json_bool(struct json *j, const char *name, bool value)
{
	begin(j, name);
	buf_puts(&j->out, value ? "true" : "false");
}

void json_number(struct json *j, const char *name, long long value)
{
	begin(j, name);
	if (value < 0)
		buf_putc(&j->out, '-');
	buf_putu(&j->out, value < 0 ? 0ULL - (unsigned long long)value : (unsigned long long)value);
}

void json_print(const struct json *j)
{
	fwrite(j->out.data, 1, j->out.len, stdout);
	putchar('\n');
}
