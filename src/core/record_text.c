/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record as a line of text: see trust.h for the form. */
#include "core/record_text.h"

#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

#define NS_PER_S INT64_C(1000000000)

char *record_field(char **at)
{
	char *field = *at, *space = field ? strchr(field, ' ') : NULL;

	if (space == field || (field && !*field))
		return NULL;
	if (space)
		*space = '\0';
	*at = space ? space + 1 : NULL;
	return field;
}

/*
 * Digits alone, up to MAX; the rest of the text in *END. Not strtoull(), which took a fifth
 * of the time for ten thousand records.
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

bool record_identity(const char *s, struct record *r)
{
	uint64_t sec, ns;
	const char *end;

	if (!number(s, UINT64_MAX, &end, &r->ino) || *end != ':' || !r->ino ||
	    !number(end + 1, UINT32_MAX, &end, &sec) || *end != '.' || strlen(end + 1) != 9 ||
	    !number(end + 1, NS_PER_S - 1, &end, &ns) || *end)
		return false;
	r->btime = (int64_t)sec * NS_PER_S + (int64_t)ns;
	return true;
}

bool record_path(char *s)
{
	const char *path = s;
	char *out = s;

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
	return path_is_clean(path);
}

/* What may follow the path: "in ID", "to PATH" and the words, each once. */
static bool parse_rest(char *at, struct record *r)
{
	for (char *word; at;) {
		word = record_field(&at);
		if (!word)
			return false;
		if (streq(word, "in") && !r->ino) {
			word = record_field(&at);
			if (!word || !record_identity(word, r))
				return false;
		} else if (streq(word, "to") && !r->target && !r->tree) {
			r->target = word = record_field(&at);
			if (!word || !record_path(word))
				return false;
		} else if (streq(word, "elsewhere") && r->deny && r->btime && !r->elsewhere) {
			r->elsewhere = true;
		} else if (streq(word, "shared") && !r->shared && !r->tree) {
			r->shared = true;
		} else if (streq(word, "tracked") && !r->tracked && !r->tree) {
			r->tracked = true;
		} else {
			return false;
		}
	}
	return true;
}

int record_parse(char *line, size_t len, struct record *r)
{
	char *at = line, *verb, *scope, *path;

	*r = (struct record){ 0 };
	if (!len || line[0] == '#')
		return 0;
	if (memchr(line, '\0', len))
		return -1;
	verb = record_field(&at);
	scope = record_field(&at);
	path = record_field(&at);
	if (!verb || !scope || !path)
		return -1;
	r->deny = streq(verb, "deny");
	r->tree = streq(scope, "tree");
	if ((!r->deny && !streq(verb, "allow")) ||
	    (!r->tree && (r->deny || !streq(scope, "slot"))) || !record_path(path) ||
	    !parse_rest(at, r) || (!r->ino && !r->deny))
		return -1;
	r->path = path;
	r->path_len = strlen(path);
	/* The root is in no project. */
	return r->tree || r->path_len > 1 ? 1 : -1;
}

static void put_path(struct buf *b, const char *path)
{
	for (const char *p = path; *p; p++) {
		unsigned c = (unsigned char)*p;

		if (c > 0x20 && c < 0x7F && c != '\\')
			buf_putc(b, *p);
		else
			buf_put_octal(b, *p);
	}
}

static void put_identity(struct buf *b, const struct record *r)
{
	uint64_t ns = (uint64_t)(r->btime % NS_PER_S);
	char digits[10] = "000000000";

	for (int i = 8; i >= 0; i--, ns /= 10)
		digits[i] = (char)('0' + ns % 10);
	buf_puts(b, " in ");
	buf_putu(b, r->ino);
	buf_putc(b, ':');
	buf_putu(b, (uint64_t)(r->btime / NS_PER_S));
	buf_putl(b, ".", digits);
}

void record_format(struct buf *b, const struct record *r)
{
	buf_putl(b, r->deny ? "deny" : "allow", r->tree ? " tree " : " slot ");
	put_path(b, r->path);
	if (r->ino)
		put_identity(b, r);
	if (r->target) {
		buf_puts(b, " to ");
		put_path(b, r->target);
	}
	buf_putl(b, r->shared ? " shared" : "", r->tracked ? " tracked" : "",
		 r->elsewhere ? " elsewhere\n" : "\n");
}
