/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/json.h"

#include <stdio.h>

#include "core/utf8.h"

/*
 * Add an escape for the unprintable character at S, or for its first byte if that is not UTF-8.
 * Returns the length of the character or byte.
 */
static size_t put_escaped(struct buf *b, const char *s)
{
	char text[24];
	uint32_t c = 0;
	size_t len = utf8_decode(s, &c);

	if (c >= 0x10000)
		snprintf(text, sizeof(text), "\\u%04x\\u%04x", 0xD7C0 + (c >> 10),
			 0xDC00 + (c & 0x3FF));
	else
		snprintf(text, sizeof(text), "\\u%04x", len ? c : 0xDC00U + (unsigned char)*s);
	buf_puts(b, text);
	return len ? len : 1;
}

static void put_string(struct buf *b, const char *s)
{
	buf_putc(b, '"');
	for (size_t len; *s; s += len) {
		len = utf8_printable_len(s);
		if (*s == '"' || *s == '\\')
			buf_putc(b, '\\');
		if (len)
			buf_put(b, s, len);
		else
			len = put_escaped(b, s);
	}
	buf_putc(b, '"');
}

static void put_newline(struct json *j)
{
	buf_putc(&j->out, '\n');
	for (unsigned i = 0; i < j->depth; i++)
		buf_puts(&j->out, "  ");
}

void json_value(struct json *j, const char *name, const char *value)
{
	bool opens = *value == '{' || *value == '[';

	if (j->more)
		buf_putc(&j->out, ',');
	if (j->depth)
		put_newline(j);
	if (name) {
		put_string(&j->out, name);
		buf_puts(&j->out, ": ");
	}
	buf_puts(&j->out, value);
	j->depth += opens;
	j->more = !opens;
}

void json_end(struct json *j, const char *end)
{
	j->depth--;
	if (j->more)
		put_newline(j);
	buf_puts(&j->out, end);
	j->more = true;
}

void json_text(struct json *j, const char *name, const char *value)
{
	struct buf b = BUF_INIT;

	if (value)
		put_string(&b, value);
	json_value(j, name, value ? b.data : "null");
}

void json_number(struct json *j, const char *name, long long value)
{
	char text[sizeof("-9223372036854775808")];

	snprintf(text, sizeof(text), "%lld", value);
	json_value(j, name, text);
}

void json_begin(struct json *j)
{
	*j = (struct json){ .out = BUF_INIT };
	json_object(j, NULL);
	json_number(j, "schema", 1);
}

void json_flush(struct json *j, bool print)
{
	if (print)
		fputs(j->out.data, stdout);
	j->out = BUF_INIT;
}

void json_print(const struct json *j)
{
	printf("%s\n", j->out.data);
}
