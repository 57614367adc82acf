/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records as lines of text; record_text.h has the format. */
#include "trust/record_text.h"

#include "core/path.h"

#define NS_PER_S INT64_C(1000000000)

static char *take_record_field(char **at)
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
 * Read a decimal number of at most MAX and the byte END after it; *S moves behind END. Not
 * strtoull(), which took a fifth of the time for ten thousand records.
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

/* Read the text S, SECONDS.NANOSECONDS with nine digits behind the point. */
static bool read_time(const char *s, int64_t *time)
{
	uint64_t sec, ns;

	if (!take_number(&s, UINT32_MAX, '.', &sec) || strlen(s) != 9 ||
	    !take_number(&s, NS_PER_S - 1, '\0', &ns))
		return false;
	*time = (int64_t)sec * NS_PER_S + (int64_t)ns;
	return true;
}

static bool read_identity(const char *s, struct identity *id)
{
	return s && take_number(&s, UINT64_MAX, ':', &id->ino) && id->ino &&
	       read_time(s, &id->btime);
}

/* The byte of the three octal digits at S; 0: there are none. */
static unsigned octal(const char *s)
{
	unsigned c = 0;

	for (int i = 0; i < 3; i++) {
		if (s[i] < '0' || s[i] > '7')
			return 0;
		c = c * 8 + (unsigned)(s[i] - '0');
	}
	return c < 256 ? c : 0;
}

/* Skip the next field if it is WORD; false: it is another one. */
static bool take_record_word(char **at, const char *word)
{
	size_t len = strlen(word);

	if (!*at || strncmp(*at, word, len) != 0 || ((*at)[len] && (*at)[len] != ' '))
		return false;
	return take_record_field(at);
}

/* Read the next field as a clean path, unescaped in place; NULL: it is none. */
static const char *take_path(char **at)
{
	char *path = take_record_field(at), *out = path;

	for (const char *s = path; s && *s; out++) {
		bool escaped = *s == '\\';

		*out = (char)(escaped ? octal(s + 1) : (unsigned char)*s);
		if (!*out)
			return NULL;
		s += escaped ? 4 : 1;
	}
	if (!path)
		return NULL;
	*out = '\0';
	return path_is_clean(path) ? path : NULL;
}

/* Read the fields after "to": a path, and the identity of the directory around it. */
static bool read_target(char **line, struct record *r)
{
	r->target = take_path(line);
	return r->target && take_record_word(line, "at") &&
	       read_identity(take_record_field(line), &r->target_id);
}

/* Read the field after "since". */
static bool read_since(char **line, struct record *r)
{
	const char *field = take_record_field(line);

	return field && read_time(field, &r->since) && r->since;
}

/* Read the next field if it is "shared=NAMES". Returns false if NAMES are damaged. */
static bool read_shared(char **line, struct record *r)
{
	static const char word[] = "shared=";
	size_t len;

	if (!*line || !starts_with(*line, word))
		return true;
	r->shared = take_record_field(line) + strlen(word);
	len = strspn(r->shared, "abcdefghijklmnopqrstuvwxyz0123456789:,");
	return len && !r->shared[len] && r->shared[len - 1] == ',';
}

/* Read the fields after "allow" or "deny". */
static bool read_record(char *line, struct record *r)
{
	r->tree = take_record_word(&line, "tree");
	if (!r->tree && (r->deny || !take_record_word(&line, "slot")))
		return false;
	r->path = take_path(&line);
	if (!r->path ||
	    (take_record_word(&line, "in") && !read_identity(take_record_field(&line), &r->id)))
		return false;
	if (!r->tree && take_record_word(&line, "env") &&
	    !read_identity(take_record_field(&line), &r->env_id))
		return false;
	if (!r->tree && !r->env_id.ino && take_record_word(&line, "to") && !read_target(&line, r))
		return false;
	if (!r->tree && take_record_word(&line, "since") && !read_since(&line, r))
		return false;
	if (!r->tree && !read_shared(&line, r))
		return false;
	r->tracked = !r->tree && take_record_word(&line, "tracked");
	/* The root is in no project, and an allow needs the identity of its directory. */
	return !line && (r->tree || r->path[1]) && (r->deny || r->id.ino);
}

int record_parse(char *line, size_t len, struct record *r)
{
	*r = (struct record){ 0 };
	if (!len || line[0] == '#')
		return 0;
	if (memchr(line, '\0', len))
		return -1;
	r->deny = take_record_word(&line, "deny");
	if (!r->deny && !take_record_word(&line, "allow"))
		return -1;
	return read_record(line, r) ? 1 : -1;
}

#define GROUP "private group "

bool group_parse(const char *line, size_t len, gid_t *gid)
{
	const char *number = line + strlen(GROUP);
	uint64_t value;

	if (!starts_with(line, GROUP) || !take_number(&number, UINT32_MAX - 1, '\0', &value) ||
	    number != line + len + 1)
		return false;
	*gid = (gid_t)value;
	return true;
}

void group_format(struct buf *b, gid_t gid)
{
	buf_puts(b, GROUP);
	buf_putu(b, gid);
	buf_putc(b, '\n');
}

uint32_t record_hash(const char *path)
{
	uint32_t hash = 0;

	while (*path)
		hash = hash * 31 + (unsigned char)*path++;
	return hash;
}

static void put_escaped_path(struct buf *b, const char *path)
{
	for (const char *p = path; *p; p++) {
		unsigned c = (unsigned char)*p;

		if (c > 0x20 && c < 0x7F && c != '\\')
			buf_putc(b, *p);
		else
			buf_put_octal(b, *p);
	}
}

static void put_time(struct buf *b, int64_t time)
{
	struct buf ns = BUF_INIT;

	buf_putu(b, (uint64_t)(time / NS_PER_S));
	/* Nine digits with leading zeros: a tenth in front is skipped. */
	buf_putu(&ns, (uint64_t)(NS_PER_S + time % NS_PER_S));
	buf_putl(b, ".", ns.data + 1);
}

static void put_identity(struct buf *b, const char *word, const struct identity *id)
{
	buf_puts(b, word);
	buf_putu(b, id->ino);
	buf_putc(b, ':');
	put_time(b, id->btime);
}

void record_format(struct buf *b, const struct record *r)
{
	buf_putl(b, r->deny ? "deny" : "allow", r->tree ? " tree " : " slot ");
	put_escaped_path(b, r->path);
	if (r->id.ino)
		put_identity(b, " in ", &r->id);
	if (r->env_id.ino)
		put_identity(b, " env ", &r->env_id);
	if (r->target) {
		buf_puts(b, " to ");
		put_escaped_path(b, r->target);
	}
	if (r->target && r->target_id.ino)
		put_identity(b, " at ", &r->target_id);
	if (r->since) {
		buf_puts(b, " since ");
		put_time(b, r->since);
	}
	if (r->shared)
		buf_putl(b, " shared=", r->shared);
	buf_puts(b, r->tracked ? " tracked\n" : "\n");
}
