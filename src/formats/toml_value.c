/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/toml_value.h"

#include <stdlib.h>

#include "core/buf.h"
#include "core/mem.h"

/* ---- strings ---------------------------------------------------------------- */

static void put_utf8(struct buf *b, unsigned long c)
{
	if (c < 0x80) {
		buf_putc(b, (char)c);
		return;
	}
	if (c >= 0x10000) {
		buf_putc(b, (char)(0xF0 | (c >> 18)));
		buf_putc(b, (char)(0x80 | ((c >> 12) & 0x3F)));
	} else if (c >= 0x800) {
		buf_putc(b, (char)(0xE0 | (c >> 12)));
	}
	buf_putc(b, (char)(c >= 0x800 ? 0x80 | ((c >> 6) & 0x3F) : 0xC0 | (c >> 6)));
	buf_putc(b, (char)(0x80 | (c & 0x3F)));
}

/*
 * Read \uXXXX or \UXXXXXXXX, with *S after the letter. Returns false if it is no Unicode scalar
 * value.
 */
static bool take_code_point(const char **s, size_t digits, struct buf *out)
{
	const char *hex = mem_dup(*s, strnlen(*s, digits));
	unsigned long c;

	if (strspn(hex, "0123456789abcdefABCDEF") < digits)
		return false;
	c = strtoul(hex, NULL, 16);
	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return false;
	put_utf8(out, c);
	*s += digits;
	return true;
}

/* Skip the end of a line after a backslash, and all white space that follows. */
static bool take_line_end(const char **s)
{
	const char *at = *s + strspn(*s, " \t");

	if (*at != '\n' && (*at != '\r' || at[1] != '\n'))
		return false;
	*s = at + strspn(at, " \t\r\n");
	return true;
}

/* Read an escape, with *S after the backslash. */
static bool take_escape(const char **s, bool with_lines, struct buf *out)
{
	static const char letters[] = "btnfr\"\\", meant[] = "\b\t\n\f\r\"\\";
	const char *letter;

	if (with_lines && take_line_end(s))
		return true;
	letter = **s ? strchr(letters, **s) : NULL;
	if (letter) {
		buf_putc(out, meant[letter - letters]);
		++*s;
		return true;
	}
	if (**s != 'u' && **s != 'U')
		return false;
	++*s;
	return take_code_point(s, (*s)[-1] == 'u' ? 4 : 8, out);
}

/* Read a character of a string, or in QUOTE '"' an escape. */
static bool take_character(const char **s, char quote, bool with_lines, struct buf *out)
{
	if (**s == '\\' && quote == '"') {
		++*s;
		return take_escape(s, with_lines, out);
	}
	buf_putc(out, *(*s)++);
	return true;
}

/* Read """text""" or '''text''', with *S after the opening quotes. */
static bool take_lines(const char **s, char quote, struct buf *out)
{
	const char end[] = { quote, quote, quote, '\0' };

	*s += **s == '\r';
	*s += **s == '\n';
	while (!starts_with(*s, end))
		if (!**s || !take_character(s, quote, true, out))
			return false;
	/* Up to two quotes before the last three belong to the text. */
	for (int more = 0; more < 2 && (*s)[3] == quote; more++)
		buf_putc(out, *(*s)++);
	*s += 3;
	return true;
}

static bool take_one_line(const char **s, char quote, struct buf *out)
{
	size_t plain = strcspn(*s, quote == '"' ? "\"\\\r\n" : "'\r\n");

	*out = (struct buf){ mem_dup(*s, plain), plain, plain };
	*s += plain;
	while (**s != quote)
		if (!**s || **s == '\n' || **s == '\r' || !take_character(s, quote, false, out))
			return false;
	++*s;
	return true;
}

bool toml_take_string(const char **s, bool with_lines, struct toml *value)
{
	char quote = **s;
	struct buf text = BUF_INIT;
	bool lines = with_lines && (*s)[1] == quote && (*s)[2] == quote;

	if (quote != '"' && quote != '\'')
		return false;
	*s += lines ? 3 : 1;
	if (!(lines ? take_lines(s, quote, &text) : take_one_line(s, quote, &text)))
		return false;
	value->type = TOML_STRING;
	value->text = text.data;
	value->len = text.len;
	return true;
}

/* ---- booleans, numbers, dates and times ------------------------------------------- */

bool toml_take_scalar(const char **s, struct toml *value)
{
	static const char digits[] = "0123456789",
			  characters[] = "+-.:_0123456789abcdefghijklmnopqrstuvwxyz"
					 "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t len = strspn(*s, characters);
	const char *word;

	/* A space may separate a date and a time. */
	if (len == strlen("2001-01-01") && (*s)[4] == '-' && (*s)[len] == ' ' &&
	    strspn(*s + len + 1, digits))
		len += 1 + strspn(*s + len + 1, characters);
	value->text = word = mem_dup(*s, len);
	value->len = len;
	*s += len;
	value->type = TOML_BOOLEAN;
	if (streq(word, "true") || streq(word, "false"))
		return true;
	value->type = TOML_OTHER;
	word += *word == '+' || *word == '-';
	return strspn(word, digits) || streq(word, "inf") || streq(word, "nan");
}
