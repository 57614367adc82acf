/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/requirement.h"

#include <ctype.h>
#include <stdlib.h>

#include "cli/pep440.h"
#include "core/buf.h"
#include "core/mem.h"

#include "core/banned.h"

enum {
	/** bytes of a requirement: real ones have some hundred */
	TEXT_MAX = 16 * 1024,
};

static const char *skip_space(const char *s)
{
	return s + strspn(s, " \t");
}

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.';
}

const char *requirement_key(const char *name)
{
	struct buf key = BUF_INIT;

	buf_reserve(&key, strlen(name));
	while (*name) {
		size_t run = strspn(name, "-_.");

		if (run)
			buf_putc(&key, '-');
		else
			buf_putc(&key, (char)tolower((unsigned char)*name));
		name += run ? run : 1;
	}
	return key.data;
}

bool requirement_name_valid(const char *name)
{
	size_t len = 0;

	while (is_name_char(name[len]))
		len++;
	return len && !name[len] && isalnum((unsigned char)name[0]) &&
	       isalnum((unsigned char)name[len - 1]);
}

/* A name or an extra; NULL where there is none at *S. */
static const char *take_name(const char **s)
{
	size_t len = 0;

	if (!isalnum((unsigned char)**s))
		return NULL;
	while (is_name_char((*s)[len]))
		len++;
	/* It ends as a word does, which for `packaging` may be with "_". */
	while ((*s)[len - 1] == '-' || (*s)[len - 1] == '.')
		len--;
	*s += len;
	return mem_dup(*s - len, len);
}

/* "[a, b]", which may be left out, and empty. */
static int take_extras(const char **s, struct requirement *r)
{
	const char **list = mem_array(1, sizeof(*list)), *extra;
	size_t count = 0, room = 1;

	r->extras = list;
	if (**s != '[')
		return 0;
	*s = skip_space(*s + 1);
	while ((extra = take_name(s))) {
		list = mem_grow(list, count + 1, &room, sizeof(*list));
		list[count++] = extra;
		list[count] = NULL;
		*s = skip_space(*s);
		if (**s != ',')
			break;
		*s = skip_space(*s + 1);
		if (**s == ']')
			return -1;
	}
	r->extras = list;
	return *(*s)++ == ']' ? 0 : -1;
}

/* How many bytes from S on are one specifier; 0: there is none. */
static size_t specifier_len(const char *s)
{
	size_t op = strspn(s, "=<>!~");
	size_t len = op + strspn(s + op, " \t\n\r\f\v");

	/* What === compares with may hold a comma. */
	len += strcspn(s + len, op == 3 ? " \t\n\r\f\v;)" : " \t\n\r\f\v;),");
	return op ? len : 0;
}

/* All that stands between commas in the first LEN bytes of TEXT is one. */
static bool all_specifiers(const char *text, size_t len)
{
	for (size_t part; len; len -= part, text += part) {
		part = strcspn(text, ",");
		part = part < len ? part : len;
		if (part && !pep440_is_specifier(mem_dup(text, part)))
			return false;
		part += part < len;
	}
	return true;
}

/* ">=1, <2", which may be in parentheses, and empty. */
static int take_specifiers(const char **s, struct requirement *r)
{
	bool bracket = **s == '(';
	const char *start, *end;
	size_t len;

	start = end = *s = skip_space(*s + bracket);
	while ((len = specifier_len(*s))) {
		if (!all_specifiers(*s, len))
			return -1;
		end = *s + len;
		*s = skip_space(end);
		if (**s != ',')
			break;
		*s = skip_space(*s + 1);
	}
	r->specifiers = mem_dup(start, (size_t)(end - start));
	if (bracket && *(*s)++ != ')')
		return -1;
	*s = skip_space(*s);
	return 0;
}

/* What stands behind the "@": a semicolon ends it only behind a space. */
static int take_url(const char **s, struct requirement *r)
{
	const char *start = skip_space(*s + 1);
	size_t len = strcspn(start, " \t");

	r->specifiers = "";
	r->url = mem_dup(start, len);
	*s = skip_space(start + len);
	return len ? 0 : -1;
}

int requirement_parse(const char *text, struct requirement *r)
{
	const char *s = skip_space(text);

	*r = (struct requirement){ 0 };
	if (strnlen(text, TEXT_MAX + 1) > TEXT_MAX)
		return -1;
	r->name = take_name(&s);
	if (!r->name)
		return -1;
	r->key = requirement_key(r->name);
	s = skip_space(s);
	if (take_extras(&s, r))
		return -1;
	s = skip_space(s);
	if (*s == '@' ? take_url(&s, r) : take_specifiers(&s, r))
		return -1;
	if (!*s)
		return 0;
	if (*s != ';' || !marker_valid(s + 1))
		return -1;
	r->marker = mem_dups(skip_space(s + 1));
	return 0;
}

static int by_text(const void *one, const void *other)
{
	const char *const *a = one, *const *b = other;

	return strcmp(*a, *b);
}

/* Sorted, each once, with commas between. */
static void put_sorted(struct buf *out, const char **list, size_t count)
{
	if (count)
		qsort(list, count, sizeof(*list), by_text);
	for (size_t i = 0; i < count; i++) {
		if (i && streq(list[i], list[i - 1]))
			continue;
		if (i)
			buf_putc(out, ',');
		buf_puts(out, list[i]);
	}
}

static void put_extras(struct buf *out, const char *const *extras)
{
	const char **list;
	size_t count = 0;

	while (extras[count])
		count++;
	if (!count)
		return;
	list = mem_array(count, sizeof(*list));
	memcpy(list, extras, count * sizeof(*list));
	buf_putc(out, '[');
	put_sorted(out, list, count);
	buf_putc(out, ']');
}

static void put_specifiers(struct buf *out, const char *text)
{
	const char **list = NULL;
	size_t count = 0, room = 0;

	while (*text) {
		size_t len = strcspn(text, ",");
		struct buf one = BUF_INIT;

		for (size_t i = 0; i < len; i++)
			if (!isspace((unsigned char)text[i]))
				buf_putc(&one, text[i]);
		text += len + (text[len] == ',');
		if (!one.len)
			continue;
		list = mem_grow(list, count, &room, sizeof(*list));
		list[count++] = one.data;
	}
	put_sorted(out, list, count);
}

const char *requirement_text(const struct requirement *r)
{
	struct buf out = BUF_INIT;

	buf_puts(&out, r->name);
	put_extras(&out, r->extras);
	put_specifiers(&out, r->specifiers);
	if (r->url)
		buf_putl(&out, " @ ", r->url);
	if (r->marker)
		buf_putl(&out, r->url ? " ; " : "; ", marker_text(r->marker));
	return out.data;
}
