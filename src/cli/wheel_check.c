/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <strings.h>

#include "cli/requirement.h"
#include "cli/wheel.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

/** All that wheel_check() compares. */
struct check {
	struct wheel *wheel;
	const struct wheel_texts *texts;
	/** the members by name */
	struct wheel_member **sorted;
};

static int by_name(const void *one, const void *other)
{
	const struct wheel_member *const *a = one, *const *b = other;

	return strcmp((*a)->name, (*b)->name);
}

static int by_path(const void *one, const void *other)
{
	const struct record_row *a = one, *b = other;

	return strcmp(a->path, b->path);
}

static const struct wheel_member *find(const struct check *c, const char *name)
{
	const struct wheel_member wanted = { .name = name };
	const struct wheel_member *key = &wanted;
	struct wheel_member **found =
		bsearch(&key, c->sorted, c->wheel->count, sizeof(*c->sorted), by_name);

	return found ? *found : NULL;
}

/* A file NAME of the .dist-info; NULL where there is none. */
static const struct wheel_member *find_info(const struct check *c, const char *name)
{
	const struct wheel_member *m = find(c, path_join(c->wheel->dist_info, name));

	return m && !m->dir ? m : NULL;
}

/* How many bytes A and B begin with in common, as far as whole components go. */
static size_t common_dir(const char *a, const char *b)
{
	size_t len = 0;

	for (size_t i = 0; a[i] && a[i] == b[i]; i++)
		if (a[i] == '/')
			len = i + 1;
	return len;
}

/*
 * The directories that M lies in, but for those of BEFORE: sorted by name, all
 * that lie in one follow each other.
 */
static int add_dirs(const struct check *c, const char *before, const struct wheel_member *m)
{
	struct wheel *wheel = c->wheel;
	const char *s = m->name + common_dir(before, m->name);

	for (; (s = strchr(s, '/')); s++) {
		const char *dir = mem_dup(m->name, (size_t)(s - m->name));
		const struct wheel_member *same = find(c, dir);

		if (same && !same->dir)
			return wheel_refuse(wheel, m->name, "lies in a file");
		if (wheel->dir_count == WHEEL_MEMBERS_MAX)
			return wheel_refuse(wheel, NULL, "it needs too many directories");
		wheel->dirs = mem_grow(wheel->dirs, wheel->dir_count, &wheel->dir_room,
				       sizeof(*wheel->dirs));
		wheel->dirs[wheel->dir_count++] = dir;
	}
	return 0;
}

static int check_name(const struct check *c, const struct wheel_member *m)
{
	static const char data[] = ".data";
	const size_t tail = strlen(data);
	size_t top = strcspn(m->name, "/");

	if (top > tail && !memcmp(m->name + top - tail, data, tail))
		return wheel_refuse(c->wheel, m->name,
				    "is not for site-packages; only pip can "
				    "install that");
	return 0;
}

static int check_names(const struct check *c)
{
	const char *before = "", *file = "";

	for (size_t i = 0; i < c->wheel->count; i++) {
		const struct wheel_member *m = c->sorted[i];

		if (streq(m->name, before))
			return wheel_refuse(c->wheel, m->name, "is there twice");
		if (check_name(c, m) || (!m->dir && add_dirs(c, file, m)))
			return -1;
		before = m->name;
		file = m->dir ? file : m->name;
	}
	return 0;
}

/* The .dist-info is the one that the name of the wheel announces. */
static int check_dist_info(const struct check *c)
{
	static const char *const needed[] = { "METADATA", "WHEEL", "RECORD" };
	const struct wheel *wheel = c->wheel;
	const char *dash;

	if (!wheel->dist_info)
		return wheel_refuse(wheel, NULL, "it has no .dist-info");
	dash = strchr(wheel->dist_info, '-');
	if (!dash ||
	    !streq(wheel->name,
		   requirement_key(mem_dup(wheel->dist_info, (size_t)(dash - wheel->dist_info)))) ||
	    !starts_with(dash + 1, wheel->version) ||
	    !streq(dash + 1 + strlen(wheel->version), ".dist-info"))
		return wheel_refuse(wheel, wheel->dist_info, "is of another name or version");
	for (size_t i = 0; i < ARRAY_SIZE(needed); i++)
		if (!find_info(c, needed[i]))
			return wheel_refuse(wheel, path_join(wheel->dist_info, needed[i]),
					    "is missing");
	return 0;
}

/* What stands behind "KEY:" in lines of that form; "" for none. */
static const char *header(const char *text, const char *key)
{
	size_t len = strlen(key);

	for (; *text; text += *text == '\n') {
		size_t line = strcspn(text, "\n");

		if (line > len && !strncasecmp(text, key, len) && text[len] == ':') {
			const char *value = text + len + 1;
			const char *end = text + line;

			while (value < end && strchr(" \t", *value))
				value++;
			while (value < end && strchr(" \t\r", end[-1]))
				end--;
			return mem_dup(value, (size_t)(end - value));
		}
		text += line;
	}
	return "";
}

static int check_wheel(const struct check *c)
{
	const char *text = c->texts->wheel.data;
	const char *version = header(text, "Wheel-Version");

	if (!starts_with(version, "1."))
		return wheel_refuse(c->wheel, NULL, "its format is not version 1");
	if (strcasecmp(header(text, "Root-Is-Purelib"), "true") != 0)
		return wheel_refuse(c->wheel, NULL,
				    "it is not pure Python; only pip can install "
				    "that");
	return 0;
}

/* Signatures and RECORD itself cannot be in it. */
static bool needs_no_hash(const struct check *c, const char *name)
{
	static const char *const names[] = { "RECORD", "RECORD.jws", "RECORD.p7s" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (streq(name, path_join(c->wheel->dist_info, names[i])))
			return true;
	return false;
}

/* M is what ROW says. */
static int check_row(const struct check *c, struct wheel_member *m, const struct record_row *row)
{
	struct buf size = BUF_INIT;

	if (!*row->hash && needs_no_hash(c, m->name))
		return 0;
	if (!record_hash_valid(row->hash))
		return wheel_refuse(c->wheel, m->name, "has no SHA-256 in RECORD");
	buf_putu(&size, m->size);
	if (!streq(row->size, size.data))
		return wheel_refuse(c->wheel, m->name, "has another size in RECORD");
	m->hash = row->hash;
	return 0;
}

/* Each file has a row, and each row a file: both are sorted by name. */
static int check_rows(const struct check *c)
{
	struct wheel *wheel = c->wheel;
	const struct record_rows rows = wheel->record;
	size_t at = 0;

	for (size_t i = 0; i < wheel->count; i++) {
		struct wheel_member *m = c->sorted[i];
		int order = at < rows.count ? strcmp(rows.list[at].path, m->name) : 1;

		if (m->dir)
			continue;
		if (order < 0)
			break;
		if (order == 0 && check_row(c, m, &rows.list[at++]))
			return -1;
		if (order > 0 && !needs_no_hash(c, m->name))
			return wheel_refuse(wheel, m->name, "is not in RECORD");
		/* As pip does with what it installs and finds no row of. */
		if (order > 0)
			record_rows_add(&wheel->record, m->name, "", "");
	}
	if (at < rows.count)
		return wheel_refuse(wheel, rows.list[at].path,
				    "is in RECORD, but not in the wheel");
	return 0;
}

static int check_record(const struct check *c)
{
	const struct buf *text = &c->texts->record;
	struct record_rows *rows = &c->wheel->record;

	if (record_rows_parse(text->data, text->len, rows))
		return wheel_refuse(c->wheel, NULL, "its RECORD cannot be read");
	if (rows->count)
		qsort(rows->list, rows->count, sizeof(*rows->list), by_path);
	for (size_t i = 1; i < rows->count; i++)
		if (streq(rows->list[i].path, rows->list[i - 1].path))
			return wheel_refuse(c->wheel, rows->list[i].path, "is in RECORD twice");
	return check_rows(c);
}

int wheel_check(struct wheel *wheel, const struct wheel_texts *texts)
{
	struct check c = { .wheel = wheel, .texts = texts };

	c.sorted = mem_array(wheel->count + 1, sizeof(struct wheel_member *));
	for (size_t i = 0; i < wheel->count; i++)
		c.sorted[i] = &wheel->members[i];
	if (wheel->count)
		qsort(c.sorted, wheel->count, sizeof(*c.sorted), by_name);
	return check_names(&c) || check_dist_info(&c) || check_wheel(&c) || check_record(&c) ? -1 :
											       0;
}
