/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of RECORD files that speak of files that change. */
#include "build/record_csv.h"
#include "core/mem.h"
#include "core/path.h"
#include "mend/relocate.h"
#include "print/msg.h"

#include "core/banned.h"

/* The edit of the file that ROW of a RECORD in SITE is right for; or NULL. */
static const struct edit *edit_of(const struct relocation *r, const char *site,
				  const struct record_row *row)
{
	const char *base = path_base(row->path), *file = NULL;

	for (size_t i = 0; i < r->edits.count && *row->hash; i++) {
		const struct edit *e = &r->edits.list[i];

		if (e->to || !streq(path_base(e->file), base))
			continue;
		file = file ? file : record_below(r->path, site, row->path);
		if (file && streq(file, e->file) && streq(row->hash, e->old_hash))
			return e;
	}
	return NULL;
}

/* Add the row of LEN bytes at TEXT, which ROW was read from, as it is after E. */
static void put_row(struct buf *out, const char *text, size_t len, const struct record_row *row,
		    const struct edit *e)
{
	const char *end = text + len;
	const char *hash = memmem(text, len, row->hash, strlen(row->hash));
	const char *size = hash ? hash + strlen(row->hash) : NULL;

	if (!size || end - size < 1 || *size != ',' || !starts_with(size + 1, row->size)) {
		buf_put(out, text, len);
		return;
	}
	buf_put(out, text, (size_t)(hash - text));
	buf_putl(out, record_hash(e->text.data, e->text.len), ",");
	buf_putu(out, e->text.len);
	size += 1 + strlen(row->size);
	buf_put(out, size, (size_t)(end - size));
}

/* Returns 1: it changes; 0; or -1 where it is no RECORD, and stays. */
static int follow(const struct relocation *r, const char *record, const struct text *text,
		  struct buf *out)
{
	const char *site = path_join(r->path, path_parent(path_parent(record)));
	char *copy = mem_dup(text->data, text->len), *at = copy;
	struct record_reader reader;
	struct record_row row;
	bool changed = false;
	int ret;

	if (record_reader_init(&reader, copy, text->len))
		return -1;
	for (; (ret = record_next(&reader, &row)) > 0; at = reader.at) {
		const struct edit *e = edit_of(r, site, &row);
		const char *start = text->data + (at - copy);
		size_t len = (size_t)(reader.at - at);

		changed |= e != NULL;
		if (e)
			put_row(out, start, len, &row, e);
		else
			buf_put(out, start, len);
	}
	buf_put(out, text->data + (at - copy), (size_t)(copy + text->len - at));
	return ret ? -1 : changed;
}

int records_follow(const struct relocation *r)
{
	for (size_t i = 0; i < r->records.count && r->edits.count; i++) {
		const char *record = r->records.list[i];
		struct edit new = { .file = record, .text = BUF_INIT };
		struct text text;

		if (file_slurp_at(r->dir, record, RECORD_MAX, &text))
			return error_errno("cannot read '%s'", shown(path_join(r->path, record)));
		if (follow(r, record, &text, &new.text) > 0 && relocate_put(r, &new))
			return -1;
	}
	return 0;
}
