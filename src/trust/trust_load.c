/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the file of records and AVENV_TRUST */
#include "trust/trust.h"

#include <errno.h>
#include <sys/stat.h>

#include "core/escape.h"
#include "core/mem.h"
#include "core/path.h"

static void add_record(struct trust *trust, const struct record *r)
{
	trust->records = mem_grow(trust->records, trust->count, &trust->room, sizeof(*r));
	trust->records[trust->count] = *r;
	trust->records[trust->count++].hash = record_hash(r->path);
	trust->denies |= r->deny;
}

static void add_group(struct groups *groups, gid_t gid)
{
	groups->list = mem_grow(groups->list, groups->count, &groups->room, sizeof(gid_t));
	groups->list[groups->count++] = gid;
}

static void add_fault(struct trust *trust, const char *what)
{
	trust->fault = joined(escape_quoted(trust->file), what);
}

/* Messages name the first damaged line only. */
static void add_damaged(struct trust *trust, unsigned line)
{
	struct buf b = BUF_INIT;

	if (trust->bad_line)
		return;
	trust->bad_line = line;
	buf_puts(&b, " is damaged in line ");
	buf_putu(&b, line);
	add_fault(trust, b.data);
}

/* The number of bytes that A and B have in common, of at most MAX. */
static size_t common_len(const char *a, const char *b, size_t max)
{
	size_t n = 0;

	for (uint64_t x, y; max - n >= sizeof(x); n += sizeof(x)) {
		memcpy(&x, a + n, sizeof(x));
		memcpy(&y, b + n, sizeof(y));
		if (x != y)
			break;
	}
	while (n < max && a[n] == b[n])
		n++;
	return n;
}

#define SLOT "allow slot "

/*
 * The line at *LINE, in a text that ends at END, may be a record of a slot in a directory or above
 * it, a denial, or damaged. NEAR is SLOT and the absolute path of the directory, of LEN bytes.
 * Other lines are compared as text and not parsed: to parse a hundred takes as long as the rest of
 * a look. *LINE moves on in the line.
 */
static bool scan_near(const char **line, const char *end, const char *near, size_t len)
{
	static const char tree[] = "allow tree /";
	size_t left = (size_t)(end - *line), n = common_len(*line, near, left < len ? left : len);
	const char *path = *line + n;

	/* No slot: an allow of a tree is none of these. */
	if (n <= strlen(SLOT))
		return left < strlen(tree) || memcmp(*line, tree, strlen(tree)) != 0;
	/* A slot in the directory itself has one more slash. */
	path += n == len && path < end && *path == '/';
	while (path < end && *path != ' ' && *path != '/' && *path != '\\' && *path != '\n')
		path++;
	*line = path;
	return path == end || *path != '/';
}

void trust_read(void *arg, const char *text, size_t len)
{
	struct trust *trust = arg;
	const char *end = text + len, *near = trust->whole ? "" : joined(SLOT, trust->near);
	size_t near_len = strlen(near);
	/* Not in the loop, which would clear it for each line */
	struct record r;
	gid_t gid;

	while (text < end) {
		const char *at = text;
		bool is_read = trust->whole || scan_near(&at, end, near, near_len);
		const char *eol = memchr(at, '\n', (size_t)(end - at));
		char *line = NULL;
		int parsed = 0;

		len = (size_t)((eol ? eol : end) - text);
		trust->lines++;
		if (is_read)
			line = mem_dup(text, len);
		if (line && group_parse(line, len, &gid))
			add_group(&trust->groups, gid);
		else if (line)
			parsed = record_parse(line, len, &r);
		r.line = trust->lines;
		if (parsed < 0)
			add_damaged(trust, trust->lines);
		else if (parsed)
			add_record(trust, &r);
		text += len + 1;
	}
}

/*
 * Read the records file, if nobody but the user and root can change it. That is asked first: while
 * another user can lead its path elsewhere, no later answer is about the file that was read. READ:
 * as in struct owners.
 */
static void load_file(struct trust *trust, const struct chain *read)
{
	struct owners *others = &trust->others;
	const char *fault = NULL;
	struct file_info info = { 0 };

	trust->file = trust->settings->records;
	if (!trust->file)
		return;
	others->read = read;
	owners_along(others, path_parent(trust->file), false);
	others->read = NULL;
	if (!others->count && file_lines(trust->file, TRUST_FILE_MAX, trust_read, trust, &info)) {
		if (file_is_missing(errno))
			return;
		fault = errno == ELOOP ? " is a link; it is not used" : " cannot be read";
	}
	owners_of_file(others, trust->file, &info);
	if (others->count)
		fault = joined(" is not used: ", owner_fault_words(others->list));
	trust->closed = fault != NULL;
	if (!fault)
		return;
	trust->groups.count = 0;
	add_fault(trust, fault);
}

static void add_tree(struct trust *trust, const char *path)
{
	struct record r = { .tree = true };

	r.path = path[0] == '/' ? real_path_of(path).path : NULL;
	if (r.path)
		add_record(trust, &r);
}

static void load_records(struct trust *trust, bool whole, const struct chain *read)
{
	const char *list = trust->settings->trust, *path;

	trust->loaded = true;
	trust->whole = whole;
	/* Records of an earlier read remain where they are: verdicts refer to them. */
	trust->records = NULL;
	trust->count = trust->room = trust->lines = trust->bad_line = 0;
	trust->groups = (struct groups){ .ask = trust->groups.ask };
	trust->fault = NULL;
	trust->others = (struct owners){ 0 };
	trust->closed = trust->denies = false;
	load_file(trust, read);
	while (whole && (path = settings_element(&list)))
		add_tree(trust, path);
}

void trust_forget(struct trust *trust)
{
	*trust = (struct trust){ .settings = trust->settings, .groups.ask = trust->groups.ask };
}

void trust_load(struct trust *trust)
{
	if (!trust->whole)
		load_records(trust, true, NULL);
}

void trust_load_for(struct trust *trust, const char *dir, const struct chain *read)
{
	bool whole = !trust->near || !path_under(trust->near, dir);

	if (whole ? !trust->whole : !trust->loaded)
		load_records(trust, whole, read);
}
