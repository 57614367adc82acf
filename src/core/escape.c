/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/escape.h"

#include "core/path.h"
#include "core/utf8.h"

/*
 * Append the next character of TEXT, or one byte of an unprintable character as \ooo. Returns the
 * rest of TEXT.
 */
static const char *put_printable(struct buf *b, const char *text)
{
	size_t len = utf8_printable_len(text);

	if (len)
		buf_put(b, text, len);
	else
		buf_put_octal(b, *text);
	return text + (len ? len : 1);
}

void escape_put(struct buf *b, const char *text)
{
	size_t home = path_home_len(text);

	if (home)
		buf_putc(b, '~');
	text += home;
	while (*text) {
		if (*text == '\\')
			buf_putc(b, '\\');
		text = put_printable(b, text);
	}
}

const char *escape_unprintable(const char *text)
{
	struct buf b = BUF_INIT;

	while (*text)
		text = put_printable(&b, text);
	return b.data;
}

const char *escape_quoted(const char *text)
{
	struct buf b = BUF_INIT;

	buf_putc(&b, '\'');
	escape_put(&b, text);
	buf_putc(&b, '\'');
	return b.data;
}
