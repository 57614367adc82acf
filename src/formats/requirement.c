/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/requirement.h"

#include <ctype.h>

#include "core/buf.h"
#include "core/mem.h"
#include "formats/pep440.h"

enum {
	/** longest requirement, in bytes; real ones have some hundred */
	TEXT_MAX = 16 * 1024,
};

static const char *after_space(const char *s)
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

/* Read a name or an extra at *S; NULL: there is none. */
static const char *take_name(const char **s)
{
	size_t len = 0;

	if (!isalnum((unsigned char)**s))
		return NULL;
	while (is_name_char((*s)[len]))
		len++;
	/* `packaging` lets a name end with "_", but not with "-" or ".". */
	while ((*s)[len - 1] == '-' || (*s)[len - 1] == '.')
		len--;
	*s += len;
	return mem_dup(*s - len, len);
}

/* Read extras, if there are any: "[a, b]" or "[]". */
static int take_extras(const char **s, struct strings *extras)
{
	const char *extra;

	if (**s != '[')
		return 0;
	do {
		*s = after_space(*s + 1);
		extra = take_name(s);
		if (!extra && extras->count)
			return -1;
		if (extra)
			strings_add(extras, requirement_key(extra));
		*s = after_space(*s);
	} while (extra && **s == ',');
	return *(*s)++ == ']' ? 0 : -1;
}

/* Read specifiers, ">=1, <2", which may be in parentheses, or empty. */
static int take_specifiers(const char **s, struct requirement *r)
{
	bool bracket = **s == '(';
	const char *start = after_space(*s + bracket);
	size_t len = strcspn(start, ";)");

	while (len && isspace((unsigned char)start[len - 1]))
		len--;
	r->specifiers = mem_dup(start, len);
	if (len && !pep440_are_specifiers(r->specifiers))
		return -1;
	*s = after_space(start + strcspn(start, ";)"));
	if (bracket && *(*s)++ != ')')
		return -1;
	*s = after_space(*s);
	return 0;
}

/* Read the URL after "@". A semicolon ends it only after white space. */
static int take_url(const char **s, struct requirement *r)
{
	const char *start = after_space(*s + 1);
	size_t len = strcspn(start, " \t");

	r->specifiers = "";
	r->url = mem_dup(start, len);
	*s = after_space(start + len);
	return len ? 0 : -1;
}

int requirement_parse(const char *text, struct requirement *r)
{
	const char *s = after_space(text);

	*r = (struct requirement){ 0 };
	if (strnlen(text, TEXT_MAX + 1) > TEXT_MAX)
		return -1;
	r->name = take_name(&s);
	if (!r->name)
		return -1;
	r->key = requirement_key(r->name);
	s = after_space(s);
	if (take_extras(&s, &r->extras))
		return -1;
	s = after_space(s);
	if (*s == '@' ? take_url(&s, r) : take_specifiers(&s, r))
		return -1;
	if (!*s)
		return 0;
	if (*s != ';' || !marker_valid(s + 1))
		return -1;
	r->marker = mem_dups(after_space(s + 1));
	return 0;
}
