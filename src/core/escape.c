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

/* C is of a word: an apostrophe between two of these opens and closes no quotes. */
static bool is_of_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

void escape_put(struct buf *b, const char *text)
{
	size_t home = path_home_len(text);
	char before = '\0';

	if (home)
		buf_putc(b, '~');
	text += home;
	while (*text) {
		if (*text == '\\' ||
		    (*text == '\'' && !(is_of_word(before) && is_of_word(text[1]))))
			buf_putc(b, '\\');
		before = *text;
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
