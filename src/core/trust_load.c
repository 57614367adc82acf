/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the file of records and AVENV_TRUST */
#include "core/trust.h"

#include <errno.h>
#include <stdint.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"

const char trust_writable[] = " or its directory can be written to by others; it is not used";

static void add_record(struct trust *trust, const struct record *r)
{
	trust->records = mem_grow(trust->records, trust->count, &trust->room, sizeof(*r));
	trust->records[trust->count++] = *r;
}

static void add_kept(struct trust *trust, const struct record *r)
{
	trust->kept = mem_grow(trust->kept, trust->kept_count, &trust->kept_room, sizeof(*r));
	trust->kept[trust->kept_count++] = *r;
}

static void add_fault(struct trust *trust, const char *what)
{
	trust->fault = joined(path_quoted(trust->file), what);
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

/* The length of the common start of A and B, at most MAX. */
static size_t common_start(const char *a, const char *b, size_t max)
{
	size_t n = 0;
	uint64_t x, y;

	for (; n + sizeof(x) <= max; n += sizeof(x)) {
		memcpy(&x, a + n, sizeof(x));
		memcpy(&y, b + n, sizeof(y));
		if (x != y)
			break;
	}
	while (n < max && a[n] == b[n])
		n++;
	return n;
}

/* The start of a record of a slot that is allowed, before the path. */
static const char near_slot[] = "allow slot ";

/*
 * LINE, of LEN bytes, may be a record of a slot in a directory or of one above it, a denial, or damaged;
 * NEAR is near_slot and that directory. Other lines are compared as text and not parsed: to
 * parse a hundred takes as long as the rest of a look.
 */
static bool is_near(const char *line, size_t len, const struct buf *near)
{
	size_t same = common_start(line, near->data, len < near->len ? len : near->len);
	const char *path = line + same, *end = line + len;

	if (same < sizeof(near_slot))
		return !starts_with(line, "allow tree /") && !starts_with(line, "keep env /");
	/* A slot in the directory itself has one more slash. */
	path += same == near->len && path < end && *path == '/';
	while (path < end && *path != ' ' && *path != '/' && *path != '\\')
		path++;
	return path == end || *path != '/';
}

void trust_read(struct trust *trust, const char *text, size_t len)
{
	const char *line = text, *end = text + len;
	struct buf near = BUF_INIT;

	buf_puts(&near, near_slot);
	buf_puts(&near, trust->whole ? "" : trust->near);
	while (line < end) {
		const char *eol = memchr(line, '\n', (size_t)(end - line));
		size_t n = (size_t)((eol ? eol : end) - line);
		struct record r;
		int parsed = 0;

		trust->lines++;
		if (trust->whole || is_near(line, n, &near))
			parsed = record_parse(mem_dup(line, n), n, &r);
		r.line = trust->lines;
		if (parsed < 0)
			add_damaged(trust, trust->lines);
		else if (parsed && r.kept)
			add_kept(trust, &r);
		else if (parsed)
			add_record(trust, &r);
		line += n + 1;
	}
}

/* The fault of a file or directory that only the user may write to; NULL: none. */
static const char *not_private(const struct file_info *info)
{
	switch (private_refused(info)) {
	case REFUSED_OWNER:
		return " or its directory is not yours; it is not used";
	case REFUSED_WRITABLE:
		return trust_writable;
	case REFUSED_NOT:
		break;
	}
	return NULL;
}

/** A read of the records file */
struct reading {
	struct trust *trust;
	const char *fault;
};

static int read_part(void *arg, struct text *part)
{
	struct reading *reading = arg;

	reading->fault = not_private(&part->info);
	if (!reading->fault)
		trust_read(reading->trust, part->data, part->len);
	return reading->fault != NULL;
}

/*
 * Read the records file. It and its directory must be the user's or root's, and writable by nobody
 * else.
 */
static void load_file(struct trust *trust)
{
	struct reading reading = { .trust = trust };
	struct file_info dir;

	trust->file = trust->settings->records;
	if (!trust->file)
		return;
	if (file_lines(trust->file, TRUST_FILE_MAX, read_part, &reading)) {
		if (file_is_missing(errno))
			return;
		reading.fault = " cannot be read";
	}
	if (file_lstat(path_parent(trust->file), &dir) || S_ISLNK(dir.mode))
		reading.fault = " cannot be read";
	else if (!reading.fault)
		reading.fault = not_private(&dir);
	trust->closed = reading.fault != NULL;
	if (trust->closed)
		add_fault(trust, reading.fault);
}

static void add_tree(struct trust *trust, const char *path)
{
	struct record r = { .tree = true };

	r.path = path[0] == '/' ? file_real(path) : NULL;
	if (r.path)
		add_record(trust, &r);
}

static void load_records(struct trust *trust, bool whole)
{
	const char *list = trust->settings->trust, *path;

	trust->loaded = true;
	trust->whole = whole;
	/* Records of an earlier read remain where they are: judgements refer to them. */
	trust->records = NULL;
	trust->count = trust->room = trust->lines = trust->bad_line = 0;
	trust->fault = NULL;
	load_file(trust);
	while (whole && (path = settings_element(&list)))
		add_tree(trust, path);
}

void trust_load(struct trust *trust)
{
	if (!trust->whole)
		load_records(trust, true);
}

void trust_load_for(struct trust *trust, const char *dir)
{
	if (!trust->near || !path_under(trust->near, dir))
		trust_load(trust);
	else if (!trust->loaded)
		load_records(trust, false);
}
