/* SPDX-License-Identifier: GPL-3.0-or-later */
/* take_...() reads a piece of text, read_...() a rule of toml.abnf; false or NULL: a fault. */
#include "formats/toml.h"

#include <stdint.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/utf8.h"

#define DECIMAL "0123456789"

enum {
	/** levels of arrays, tables and dotted keys in a pair, and of tables in a header */
	DEPTH_MAX = 128,
};

/* ---- strings ---------------------------------------------------------------------- */

/*
 * The length of the word at S: ASCII letters, digits and the characters ALSO. strspn() with so many
 * characters costs more than the words of a document.
 */
static size_t word_len(const char *s, const char *also)
{
	const char *at = s;

	while ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
	       (*at >= '0' && *at <= '9') || (*at && strchr(also, *at)))
		at++;
	return (size_t)(at - s);
}

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

/*
 * Read the string at *S into VALUE, and advance *S. WITH_LINES: the string may have several lines.
 * Returns false if no string begins at *S, or if the string is malformed.
 */
static bool take_string(const char **s, bool with_lines, struct toml *value)
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

/*
 * Read the number, boolean, date or time at *S into VALUE, and advance *S. Returns false if no such
 * value is at *S.
 */
static bool take_scalar(const char **s, struct toml *value)
{
	size_t len = word_len(*s, "+-.:_");

	/* A space may separate a date and a time. */
	if (len == 10 && looks_like(*s, "0000-00-00 00:"))
		len += 1 + word_len(*s + 11, "+-.:_");
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

/* ---- reading a document --------------------------------------------------------------- */

/** The state of a parse */
struct reader {
	/** the next character */
	const char *s;
	/** text up to here is counted in tree.line */
	const char *counted;
	struct toml_tree tree;
	/** levels around the value that is read */
	unsigned depth;
};

static void count_lines(struct reader *r)
{
	for (; r->counted < r->s; r->counted++)
		r->tree.line += *r->counted == '\n';
}

/* ---- white space and keys -------------------------------------------------------- */

static void skip_blanks(struct reader *r)
{
	while (*r->s == ' ' || *r->s == '\t')
		r->s++;
}

/* Skip blanks, a comment and the end of the line or document; false: there is other text. */
static bool skip_line_end(struct reader *r)
{
	skip_blanks(r);
	if (*r->s == '#')
		r->s += strcspn(r->s, "\r\n");
	if (r->s[0] == '\r' && r->s[1] == '\n')
		r->s++;
	if (*r->s && *r->s != '\n')
		return false;
	r->s += *r->s == '\n';
	return true;
}

/* Skip blanks, comments and ends of lines; false: a lone CR. */
static bool skip_lines(struct reader *r)
{
	for (skip_blanks(r); *r->s && strchr("#\r\n", *r->s); skip_blanks(r))
		if (!skip_line_end(r))
			return false;
	return true;
}

/* Read a key, bare or quoted; `s` is NULL if there is none. */
static struct toml_key take_key(struct reader *r)
{
	struct toml string = { 0 };
	size_t len = word_len(r->s, "-_");

	if (len) {
		r->s += len;
		return (struct toml_key){ mem_dup(r->s - len, len), len };
	}
	if (!take_string(&r->s, false, &string))
		return (struct toml_key){ 0 };
	return (struct toml_key){ string.text, string.len };
}

/* Skip the character C; false: another one is next. */
static bool take_char(struct reader *r, char c)
{
	if (*r->s != c)
		return false;
	r->s++;
	return true;
}

/* Skip a dot between two keys, and the blanks around it. */
static bool take_dot(struct reader *r)
{
	skip_blanks(r);
	if (!take_char(r, '.'))
		return false;
	skip_blanks(r);
	return true;
}

/* ---- values ------------------------------------------------------------------------ */

static bool read_value(struct reader *r, struct toml *value);

/* Read "a.b = value" in TABLE. Returns false if it is malformed, or redefines a key or table. */
static bool read_pair(struct reader *r, struct toml *table)
{
	struct toml_key key = take_key(r);
	unsigned depth = r->depth;
	struct toml *value;
	bool ok;

	for (; key.s && take_dot(r); key = take_key(r)) {
		struct toml *next = toml_member(&r->tree, table, key);

		if (++r->depth > DEPTH_MAX || next->type != TOML_TABLE ||
		    next->origin == TOML_HEADER || next->origin == TOML_INLINE)
			return false;
		next->origin = TOML_DOTTED;
		table = next;
	}
	if (!key.s || !take_char(r, '='))
		return false;
	value = toml_member(&r->tree, table, key);
	if (value->origin != TOML_NEW)
		return false;
	skip_blanks(r);
	ok = read_value(r, value);
	r->depth = depth;
	return ok;
}

static bool read_array(struct reader *r, struct toml *array)
{
	array->type = TOML_ARRAY;
	while (skip_lines(r) && *r->s != ']') {
		count_lines(r);
		if (!read_value(r, toml_add_element(&r->tree, array)) || !skip_lines(r))
			return false;
		if (!take_char(r, ',') && *r->s != ']')
			return false;
	}
	return take_char(r, ']');
}

/* Mark TABLE and the tables of its dotted keys as complete: no later line may add to them. */
static void close_tables(struct toml *table)
{
	for (struct toml *member = table->first; member; member = member->next)
		if (member->type == TOML_TABLE && member->origin != TOML_INLINE)
			close_tables(member);
	table->origin = TOML_INLINE;
}

static bool read_inline_table(struct reader *r, struct toml *table)
{
	skip_blanks(r);
	for (bool more = *r->s != '}'; more; more = take_char(r, ',')) {
		skip_blanks(r);
		if (!read_pair(r, table))
			return false;
		skip_blanks(r);
	}
	close_tables(table);
	return take_char(r, '}');
}

static bool read_value(struct reader *r, struct toml *value)
{
	bool ok;

	value->origin = TOML_INLINE;
	if (*r->s == '"' || *r->s == '\'')
		return take_string(&r->s, true, value);
	if (*r->s != '[' && *r->s != '{')
		return take_scalar(&r->s, value);
	if (++r->depth > DEPTH_MAX)
		return false;
	ok = *r->s++ == '[' ? read_array(r, value) : read_inline_table(r, value);
	r->depth--;
	return ok;
}

/* ---- headers ------------------------------------------------------------------------- */

/*
 * The table in TABLE for KEY, which is not the last one of a header; added if missing. NULL: KEY is
 * no table that a header may extend.
 */
static struct toml *enter_table(struct reader *r, struct toml *table, struct toml_key key)
{
	struct toml *next = toml_member(&r->tree, table, key);

	if (next->origin == TOML_NEW)
		next->origin = TOML_IMPLICIT;
	if (next->type == TOML_ARRAY && next->origin == TOML_HEADER)
		return next->last;
	return next->type == TOML_TABLE && next->origin != TOML_INLINE ? next : NULL;
}

/* Add the table KEY of PARENT for a header [table]. NULL: it is defined already. */
static struct toml *begin_table(struct reader *r, struct toml *parent, struct toml_key key)
{
	struct toml *table = toml_member(&r->tree, parent, key);

	if (table->type != TOML_TABLE || table->origin > TOML_IMPLICIT)
		return NULL;
	table->origin = TOML_HEADER;
	return table;
}

/* Add a table to the array KEY of PARENT for a header [[array]]. NULL: KEY is no such array. */
static struct toml *begin_element(struct reader *r, struct toml *parent, struct toml_key key)
{
	struct toml *array = toml_member(&r->tree, parent, key), *table;

	if (array->origin == TOML_NEW) {
		array->type = TOML_ARRAY;
		array->origin = TOML_HEADER;
	} else if (array->type != TOML_ARRAY || array->origin != TOML_HEADER) {
		return NULL;
	}
	table = toml_add_element(&r->tree, array);
	table->origin = TOML_HEADER;
	return table;
}

/* Read a header, [a.b] or [[a.b]]. Returns its table; NULL: malformed, or a second definition. */
static struct toml *read_header(struct reader *r)
{
	bool is_array = r->s[1] == '[';
	struct toml *table = r->tree.root;
	struct toml_key key;
	unsigned depth = 0;

	r->s += is_array ? 2 : 1;
	skip_blanks(r);
	for (key = take_key(r); key.s && table && take_dot(r); key = take_key(r))
		table = ++depth < DEPTH_MAX ? enter_table(r, table, key) : NULL;
	if (!key.s || !table || !starts_with(r->s, is_array ? "]]" : "]"))
		return NULL;
	r->s += is_array ? 2 : 1;
	return is_array ? begin_element(r, table, key) : begin_table(r, table, key);
}

/* ---- documents ------------------------------------------------------------------------- */

/* The first character of S that TOML does not allow, or the end of S. */
static const char *find_forbidden(const char *s)
{
	while (*s) {
		uint32_t c;
		size_t len = utf8_decode(s, &c);

		if (!len || (c < 0x20 && !strchr("\t\r\n", (char)c)) || c == 0x7F ||
		    (c == '\r' && s[1] != '\n'))
			break;
		s += len;
	}
	return s;
}

/* Read lines, each with a pair or with a header, which names the table of the next pairs. */
static bool read_document(struct reader *r)
{
	struct toml *table = r->tree.root;

	while (skip_lines(r) && *r->s) {
		count_lines(r);
		if (*r->s == '[')
			table = read_header(r);
		else if (!read_pair(r, table))
			return false;
		if (!table || !skip_line_end(r))
			return false;
	}
	return !*r->s;
}

const struct toml *toml_parse(const char *data, size_t len, size_t *line)
{
	struct reader r = { .s = data,
			    .counted = data,
			    .tree.line = 1,
			    .tree.root = mem_array(1, sizeof(struct toml)) };
	const char *forbidden = find_forbidden(data);

	r.s += starts_with(data, "\xEF\xBB\xBF") ? 3 : 0;
	if (forbidden < data + len)
		r.s = forbidden;
	else if (read_document(&r))
		return r.tree.root;
	count_lines(&r);
	if (line)
		*line = r.tree.line;
	return NULL;
}
