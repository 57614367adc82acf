/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record as a line of text: see record_text.h for the form. */
#include "core/record_text.h"

#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

#define NS_PER_S INT64_C(1000000000)

static char *take_field(char **at)
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
 * Digits up to MAX, and END behind them; *S is behind that. Not strtoull(), which took a fifth of
 * the time for ten thousand records.
 */
static bool take_number(const char **s, uint64_t max, char end, uint64_t *out)
{
	const char *digit = *s;

	for (*out = 0; *digit >= '0' && *digit <= '9'; digit++) {
		uint64_t value = (uint64_t)(*digit - '0');

		if (*out > (max - value) / 10)
			return false;
		*out = *out * 10 + value;
	}
	if (digit == *s || *digit != end)
		return false;
	*s = digit + 1;
	return true;
}

static bool read_identity(const char *s, struct record *r)
{
	uint64_t sec, ns;

	if (!s || !take_number(&s, UINT64_MAX, ':', &r->ino) || !r->ino ||
	    !take_number(&s, UINT32_MAX, '.', &sec) || strlen(s) != 9 ||
	    !take_number(&s, NS_PER_S - 1, '\0', &ns))
		return false;
	r->btime = (int64_t)sec * NS_PER_S + (int64_t)ns;
	return true;
}

/* The byte of three octal digits at S; 0: it is none. */
static char octal(const char *s)
{
	unsigned c = 0;

	for (int i = 0; i < 3; i++) {
		if (s[i] < '0' || s[i] > '7')
			return 0;
		c = c * 8 + (unsigned)(s[i] - '0');
	}
	return c < 256 ? (char)c : 0;
}

static bool read_path(char *s)
{
	const char *path = s;
	char *out = s;

	for (; s && *s; out++) {
		bool escaped = *s == '\\';

		*out = escaped ? octal(s + 1) : *s;
		if (!*out)
			return false;
		s += escaped ? 4 : 1;
	}
	if (!s)
		return false;
	*out = '\0';
	return path_is_clean(path);
}

/* The next field is WORD: step behind it. */
static bool take_word(char **at, const char *word)
{
	size_t len = strlen(word);

	if (!*at || strncmp(*at, word, len) != 0 || ((*at)[len] && (*at)[len] != ' '))
		return false;
	return take_field(at);
}

static const char *take_path(char **at)
{
	char *path = take_field(at);

	return read_path(path) ? path : NULL;
}

int record_parse(char *line, size_t len, struct record *r)
{
	bool deny, tree;

	*r = (struct record){ 0 };
	if (!len || line[0] == '#')
		return 0;
	if (memchr(line, '\0', len))
		return -1;
	deny = take_word(&line, "deny");
	if (!deny && !take_word(&line, "allow"))
		return -1;
	tree = take_word(&line, "tree");
	if (!tree && (deny || !take_word(&line, "slot")))
		return -1;
	r->deny = deny;
	r->tree = tree;
	r->path = take_path(&line);
	if (!r->path || (take_word(&line, "in") && !read_identity(take_field(&line), r)))
		return -1;
	if (!tree && take_word(&line, "to") && !(r->target = take_path(&line)))
		return -1;
	r->shared = !tree && take_word(&line, "shared");
	r->tracked = !tree && take_word(&line, "tracked");
	r->elsewhere = deny && r->btime && take_word(&line, "elsewhere");
	r->path_len = strlen(r->path);
	/* The root is in no project, and an allow is of one directory alone. */
	return line || (!tree && r->path_len == 1) || (!deny && !r->ino) ? -1 : 1;
}

/*
 * allow dir 262147:1700000000.123456789 1000 - - /home/u/src/project
 * |     |   |                           |    | |  the real path
 * |     |   |                           |    | "shared", "moved" or "-"
 * |     |   |                           the owner and a group, which count no more
 * |     |   inode and birth time, or "path": whatever stands there
 * |     "dir": a project; "env": an environment; "tree"
 * "allow" or "deny"
 */
int first_parse(char *line, size_t len, struct first_record *first)
{
	struct record *r = &first->record;
	const char *fields[6];
	bool allow, dir, env, moved;

	*first = (struct first_record){ 0 };
	if (!len || line[0] == '#')
		return 0;
	if (memchr(line, '\0', len))
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		if (!(fields[i] = take_field(&line)))
			return -1;
	r->path = take_path(&line);
	if (!r->path || line)
		return -1;
	allow = streq(fields[0], "allow");
	dir = streq(fields[1], "dir");
	env = streq(fields[1], "env");
	moved = streq(fields[5], "moved");
	if ((!allow && !streq(fields[0], "deny")) || (!dir && !env && !streq(fields[1], "tree")) ||
	    (!streq(fields[2], "path") && !read_identity(fields[2], r)))
		return -1;
	r->deny = !allow;
	r->tree = !allow || (!dir && !env);
	r->itself = allow && env;
	first->project = allow && dir;
	r->shared = !r->tree && streq(fields[5], "shared");
	r->elsewhere = moved && r->btime;
	r->path_len = strlen(r->path);
	return (moved && allow) || (r->itself && r->path_len == 1) ? -1 : 1;
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

void record_format(struct buf *b, const struct record *r)
{
	struct buf ns = BUF_INIT;

	buf_putl(b, r->deny ? "deny" : "allow", r->tree ? " tree " : " slot ");
	put_path(b, r->path);
	if (r->ino) {
		buf_puts(b, " in ");
		buf_putu(b, r->ino);
		buf_putc(b, ':');
		buf_putu(b, (uint64_t)(r->btime / NS_PER_S));
		/* Nine digits, by a tenth in front of them. */
		buf_putu(&ns, (uint64_t)(NS_PER_S + r->btime % NS_PER_S));
		buf_putl(b, ".", ns.data + 1);
	}
	if (r->target) {
		buf_puts(b, " to ");
		put_path(b, r->target);
	}
	buf_putl(b, r->shared ? " shared" : "", r->tracked ? " tracked" : "",
		 r->elsewhere ? " elsewhere\n" : "\n");
}
