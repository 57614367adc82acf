/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/toml_value.h"

#include "core/buf.h"
#include "core/mem.h"

#define DECIMAL "0123456789"

/* ---- strings ---------------------------------------------------------------- */

/*
 * The value of S, digits of BASE with underscores between them; UINT64_MAX: 64 bits do not hold it.
 * strtoull(3) would be a fortieth of the helper.
 */
static uint64_t digits_value(const char *s, unsigned base)
{
	uint64_t n = 0;

	for (; *s; s++) {
		unsigned digit = (unsigned)(*s <= '9' ? *s - '0' : (*s | 0x20) - 'a' + 10);

		if (*s == '_')
			continue;
		if (n > (UINT64_MAX - digit) / base)
			return UINT64_MAX;
		n = n * base + digit;
	}
	return n;
}

/*
 * Read \uXXXX or \UXXXXXXXX, with *S after the letter. Returns false if it is no Unicode scalar
 * value.
 */
static bool take_code_point(const char **s, size_t digits, struct buf *out)
{
	const char *hex = mem_dup(*s, strnlen(*s, digits));
	uint32_t c;

	if (strspn(hex, "0123456789abcdefABCDEF") < digits)
		return false;
	c = (uint32_t)digits_value(hex, 16);
	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return false;
	buf_put_utf8(out, c);
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

/* ---- numbers ------------------------------------------------------------------ */

/* The end of the digits of SET at S, which single underscores may separate; NULL: no digit. */
static const char *skip_digits(const char *s, const char *set)
{
	size_t len;

	while ((len = strspn(s, set)) && s[len] == '_')
		s += len + 1;
	return len ? s + len : NULL;
}

/* The end of a decimal number at S, without leading zeros; NULL: none. */
static const char *skip_decimal(const char *s)
{
	s += *s == '+' || *s == '-';
	return *s == '0' ? s + 1 : skip_digits(s, DECIMAL);
}

static bool fits_64_bits(const char *text, unsigned base)
{
	bool negative = *text == '-';

	text += negative || *text == '+';
	return digits_value(text, base) <= (uint64_t)INT64_MAX + negative;
}

static bool is_integer(const char *s)
{
	static const struct {
		char letter;
		const char *digits;
		unsigned base;
	} bases[] = {
		{ 'x', "0123456789abcdefABCDEF", 16 },
		{ 'o', "01234567", 8 },
		{ 'b', "01", 2 },
	};
	const char *end = skip_decimal(s);

	for (size_t i = 0; s[0] == '0' && i < ARRAY_SIZE(bases); i++)
		if (s[1] == bases[i].letter)
			return (end = skip_digits(s + 2, bases[i].digits)) && !*end &&
			       fits_64_bits(s + 2, bases[i].base);
	return end && !*end && fits_64_bits(s, 10);
}

static bool is_float(const char *s)
{
	const char *end, *word = s + (*s == '+' || *s == '-');

	if (streq(word, "inf") || streq(word, "nan"))
		return true;
	if (!strpbrk(word, ".eE"))
		return false;
	end = skip_decimal(s);
	if (end && *end == '.')
		end = skip_digits(end + 1, DECIMAL);
	if (end && (*end == 'e' || *end == 'E')) {
		end++;
		end += *end == '+' || *end == '-';
		end = skip_digits(end, DECIMAL);
	}
	return end && !*end;
}

/* ---- dates and times -------------------------------------------------------------- */

/* S starts as PATTERN does, in which 0 is any digit. */
static bool looks_like(const char *s, const char *pattern)
{
	for (; *pattern; s++, pattern++)
		if (*pattern == '0' ? *s < '0' || *s > '9' : *s != *pattern)
			return false;
	return true;
}

/* The two digits at S are between MIN and MAX. */
static bool between(const char *s, int min, int max)
{
	int n = (s[0] - '0') * 10 + s[1] - '0';

	return n >= min && n <= max;
}

static bool is_date(const char *s)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int year, month;

	if (!looks_like(s, "0000-00-00") || !between(s + 5, 1, 12))
		return false;
	year = (int)digits_value(mem_dup(s, 4), 10);
	month = (s[5] - '0') * 10 + s[6] - '0';
	if (month == 2 && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0))
		return between(s + 8, 1, 29);
	return between(s + 8, 1, days[month - 1]);
}

/* The end of the time at S, with seconds and an optional fraction; NULL: none. */
static const char *skip_time(const char *s)
{
	if (!looks_like(s, "00:00:00") || !between(s, 0, 23) || !between(s + 3, 0, 59) ||
	    !between(s + 6, 0, 60))
		return NULL;
	s += 8;
	if (*s != '.')
		return s;
	return strspn(s + 1, DECIMAL) ? s + 1 + strspn(s + 1, DECIMAL) : NULL;
}

static bool is_offset(const char *s)
{
	if (*s == 'Z' || *s == 'z')
		return !s[1];
	return (*s == '+' || *s == '-') && looks_like(s + 1, "00:00") && !s[6] &&
	       between(s + 1, 0, 23) && between(s + 4, 0, 59);
}

static bool take_time_type(const char *s, enum toml_type *type)
{
	const char *end = skip_time(s);

	*type = TOML_LOCAL_TIME;
	if (end)
		return !*end;
	if (!is_date(s))
		return false;
	*type = TOML_LOCAL_DATE;
	if (!s[10])
		return true;
	end = strchr("Tt ", s[10]) ? skip_time(s + 11) : NULL;
	*type = end && *end ? TOML_DATETIME : TOML_LOCAL_DATETIME;
	return end && (!*end || is_offset(end));
}

bool toml_take_scalar(const char **s, struct toml *value)
{
	size_t len = toml_word_len(*s, "+-.:_");

	/* A space may separate a date and a time. */
	if (len == 10 && looks_like(*s, "0000-00-00 00:"))
		len += 1 + toml_word_len(*s + 11, "+-.:_");
	value->text = mem_dup(*s, len);
	value->len = len;
	*s += len;
	if (is_integer(value->text))
		value->type = TOML_INTEGER;
	else if (is_float(value->text))
		value->type = TOML_FLOAT;
	else if (streq(value->text, "true") || streq(value->text, "false"))
		value->type = TOML_BOOLEAN;
	else
		return take_time_type(value->text, &value->type);
	return true;
}
