/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * As much of TOML 1.0 as it takes not to be misled: strings of all four kinds,
 * comments, arrays and inline tables over several lines, dotted keys.
 */
#include "finders/toml.h"

#include <ctype.h>
#include <stdlib.h>

#include "core/buf.h"
#include "core/mem.h"

#include "core/banned.h"

static const char *skip_blank(const char *s)
{
	return s + strspn(s, " \t");
}

/* Spaces, line ends and comments. */
static const char *skip_gap(const char *s)
{
	for (;;) {
		s += strspn(s, " \t\r\n");
		if (*s != '#')
			return s;
		s += strcspn(s, "\n");
	}
}

/* The escape behind a backslash at S, to OUT.  Returns what is behind it. */
static const char *take_escape(const char *s, struct buf *out)
{
	static const char letters[] = "btnfre\"\\", means[] = "\b\t\n\f\r\033\"\\";
	const char *at = *s ? strchr(letters, *s) : NULL;

	if (at) {
		buf_putc(out, means[at - letters]);
		return s + 1;
	}
	if (*s == 'u' || *s == 'U') {
		char *hex = mem_dup(s + 1, strnlen(s + 1, *s == 'u' ? 4 : 8));
		unsigned long c = strtoul(hex, NULL, 16);

		/* No specifier holds another character. */
		if (c && c < 0x80)
			buf_putc(out, (char)c);
		else
			buf_putc(out, '?');
		return s + 1 + strlen(hex);
	}
	/* At the end of a line, in a string of several: it goes on. */
	return s + strspn(s, " \t\r\n");
}

/* The string at S, to OUT.  Returns what is behind it; NULL: it has no end. */
static const char *take_string(const char *s, struct buf *out)
{
	const char quote = *s;
	bool long_form = s[1] == quote && s[2] == quote;

	s += long_form ? 3 : 1;
	if (long_form && *s == '\n')
		s++;
	while (*s && (long_form || *s != '\n')) {
		if (*s == quote && !long_form)
			return s + 1;
		if (*s == quote && s[1] == quote && s[2] == quote) {
			/* Up to two quotes may stand before the end. */
			for (; s[3] == quote; s++)
				buf_putc(out, quote);
			return s + 3;
		}
		if (*s == '\\' && quote == '"')
			s = take_escape(s + 1, out);
		else
			buf_putc(out, *s++);
	}
	return NULL;
}

static bool is_bare(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* The key at S, its parts separated by a dot each, to OUT; NULL: none. */
static const char *take_key(const char *s, struct buf *out)
{
	for (;;) {
		s = skip_blank(s);
		if (*s == '"' || *s == '\'') {
			s = take_string(s, out);
			if (!s)
				return NULL;
		} else if (is_bare(*s)) {
			while (is_bare(*s))
				buf_putc(out, *s++);
		} else {
			return NULL;
		}
		s = skip_blank(s);
		if (*s != '.')
			return s;
		buf_putc(out, '.');
		s++;
	}
}

/* Go behind the value at S, whatever it is; NULL: it has no end. */
static const char *skip_value(const char *s)
{
	size_t depth = 0;

	while (*s && (depth || *s != '\n')) {
		if (*s == '"' || *s == '\'') {
			struct buf ignored = BUF_INIT;

			s = take_string(s, &ignored);
			if (!s)
				return NULL;
			continue;
		}
		if (*s == '#') {
			s += strcspn(s, "\n");
			continue;
		}
		if (*s == '[' || *s == '{')
			depth++;
		else if ((*s == ']' || *s == '}') && depth)
			depth--;
		s++;
	}
	return depth ? NULL : s;
}

/* "[name]" or "[[name]]" at S: its name and a dot to OUT. */
static const char *take_header(const char *s, struct buf *out)
{
	size_t brackets = strspn(s, "[");

	buf_cut(out, 0);
	s = take_key(s + brackets, out);
	if (!s || *s != ']')
		return NULL;
	/* An array of tables is no table of that name. */
	if (brackets > 1)
		buf_puts(out, "[]");
	buf_putc(out, '.');
	return s + strcspn(s, "\n");
}

const char *toml_string(const char *text, const char *key)
{
	struct buf name = BUF_INIT, value = BUF_INIT;
	const char *s = text;
	size_t table = 0;

	if (starts_with(s, "\xEF\xBB\xBF"))
		s += 3;
	for (s = skip_gap(s); *s; s = skip_gap(s)) {
		if (*s == '[') {
			s = take_header(s, &name);
			if (!s)
				return NULL;
			table = name.len;
			continue;
		}
		buf_cut(&name, table);
		s = take_key(s, &name);
		if (!s || *s != '=')
			return NULL;
		s = skip_blank(s + 1);
		if (streq(name.data, key))
			return (*s == '"' || *s == '\'') && take_string(s, &value) ? value.data :
										     NULL;
		s = skip_value(s);
		if (!s)
			return NULL;
	}
	return NULL;
}
