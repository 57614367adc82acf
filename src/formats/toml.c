/* SPDX-License-Identifier: GPL-3.0-or-later */
/* take_...() reads a piece of text, read_...() a rule of toml.abnf; false or NULL: a fault. */
#include "formats/toml.h"

#include <stdint.h>

#include "core/mem.h"
#include "core/utf8.h"
#include "formats/toml_value.h"

enum {
	/** levels of arrays, tables and dotted keys in a pair, and of tables in a header */
	DEPTH_MAX = 128,
};

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
	size_t len = toml_word_len(r->s, "-_");

	if (len) {
		r->s += len;
		return (struct toml_key){ mem_dup(r->s - len, len), len };
	}
	if (!toml_take_string(&r->s, false, &string))
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
		return toml_take_string(&r->s, true, value);
	if (*r->s != '[' && *r->s != '{')
		return toml_take_scalar(&r->s, value);
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
