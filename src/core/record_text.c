/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A trust record as a line of text: see trust.h for the form. */
#include <limits.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/trust.h"

#include "core/banned.h"

#define NS_PER_S INT64_C(1000000000)

/* The field at *AT, ended by a space, which becomes its end. */
static char *next_field(char **at)
{
	char *field = *at, *space = field ? strchr(field, ' ') : NULL;

	if (!space || space == field)
		return NULL;
	*space = '\0';
	*at = space + 1;
	return field;
}

/*
 * Digits alone, up to MAX; the rest of the text in *END.  Not strtoull(), which
 * took a fifth of the time for ten thousand records.
 */
static bool number(const char *s, uint64_t max, const char **end, uint64_t *out)
{
	uint64_t n = 0;

	if (*s < '0' || *s > '9')
		return false;
	for (; *s >= '0' && *s <= '9'; s++) {
		uint64_t digit = (uint64_t)(*s - '0');

		if (n > UINT64_MAX / 10 || n * 10 > UINT64_MAX - digit)
			return false;
		n = n * 10 + digit;
	}
	*end = s;
	*out = n;
	return n <= max;
}

static bool parse_identity(const char *s, struct record *r)
{
	uint64_t sec, ns;
	const char *end;

	r->by_path = streq(s, "path");
	if (r->by_path)
		return true;
	if (!number(s, UINT64_MAX, &end, &r->ino) || *end != ':' ||
	    !number(end + 1, UINT32_MAX, &end, &sec) || *end != '.' || strlen(end + 1) != 9 ||
	    !number(end + 1, NS_PER_S - 1, &end, &ns) || *end)
		return false;
	r->btime = (int64_t)sec * NS_PER_S + (int64_t)ns;
	return true;
}

static bool parse_id(const char *s, bool *has, unsigned *id)
{
	uint64_t n;
	const char *end;

	*has = !streq(s, "-");
	if (!*has)
		return true;
	if (!number(s, UINT_MAX - 1, &end, &n) || *end)
		return false;
	*id = (unsigned)n;
	return true;
}

/* Undo \ooo in place; false where something else follows a backslash. */
static bool unescape(char *s)
{
	char *out = strchr(s, '\\');

	if (!out)
		return true;
	s = out;
	while (*s) {
		unsigned c = (unsigned char)*s++;

		if (c == '\\') {
			c = 0;
			for (int i = 0; i < 3; i++, s++) {
				if (*s < '0' || *s > '7')
					return false;
				c = c * 8 + (unsigned)(*s - '0');
			}
			if (c == 0 || c > 255)
				return false;
		}
		*out++ = (char)c;
	}
	*out = '\0';
	return true;
}

static bool parse_words(const char *verb, const char *scope, const char *flags, struct record *r)
{
	r->deny = streq(verb, "deny");
	r->tree = streq(scope, "tree");
	r->env = streq(scope, "env");
	r->shared = streq(flags, "shared");
	r->moved = r->deny && streq(flags, "moved");
	return (r->deny || streq(verb, "allow")) && (r->tree || r->env || streq(scope, "dir")) &&
	       (r->shared || r->moved || streq(flags, "-"));
}

int record_parse(char *line, size_t len, struct record *r)
{
	char *fields[6], *at = line;

	*r = (struct record){ 0 };
	if (!len || line[0] == '#')
		return 0;
	if (memchr(line, '\0', len))
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		fields[i] = next_field(&at);
		if (!fields[i])
			return -1;
	}
	if (!parse_words(fields[0], fields[1], fields[5], r) || !parse_identity(fields[2], r) ||
	    (r->moved && r->by_path) ||
	    !parse_id(fields[3], &r->accepted.has_uid, &r->accepted.uid) ||
	    !parse_id(fields[4], &r->accepted.has_gid, &r->accepted.gid) || !unescape(at) ||
	    !path_is_clean(at))
		return -1;
	r->path = at;
	r->path_len = strlen(at);
	return 1;
}

static void put_id(struct buf *b, bool has, unsigned id)
{
	buf_putc(b, ' ');
	if (has)
		buf_putu(b, id);
	else
		buf_putc(b, '-');
}

static void put_identity(struct buf *b, const struct record *r)
{
	uint64_t ns = (uint64_t)(r->btime % NS_PER_S);
	char digits[10] = "000000000";

	if (r->by_path) {
		buf_puts(b, "path");
		return;
	}
	for (int i = 8; i >= 0; i--, ns /= 10)
		digits[i] = (char)('0' + ns % 10);
	buf_putu(b, r->ino);
	buf_putc(b, ':');
	buf_putu(b, (uint64_t)(r->btime / NS_PER_S));
	buf_putl(b, ".", digits);
}

void record_format(struct buf *b, const struct record *r)
{
	buf_putl(b, r->deny ? "deny" : "allow", r->tree ? " tree " : r->env ? " env " : " dir ");
	put_identity(b, r);
	put_id(b, r->accepted.has_uid, r->accepted.uid);
	put_id(b, r->accepted.has_gid, r->accepted.gid);
	buf_puts(b, r->shared ? " shared " : r->moved ? " moved " : " - ");
	for (const char *p = r->path; *p; p++) {
		unsigned c = (unsigned char)*p;

		if (c > 0x20 && c < 0x7F && c != '\\')
			buf_putc(b, *p);
		else
			buf_put_octal(b, *p);
	}
	buf_putc(b, '\n');
}
