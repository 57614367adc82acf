/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of RECORD that speak of files that were rewritten. */
#include "build/record_csv.h"
#include "cli/rewrite.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/replace.h"

#include "core/banned.h"

static const char *decimal(size_t n)
{
	struct buf b = BUF_INIT;

	buf_putu(&b, n);
	return b.data;
}

static bool is_of(const struct record_row *row, const char *hash, size_t size)
{
	return streq(row->hash, hash) && streq(row->size, decimal(size));
}

/* Only a row that is right is made right for what will be. */
static bool update(struct record_row *row, const char *env, const char *site,
		   const struct rewrites *rewrites)
{
	const char *file = *row->hash ? record_below(env, site, row->path) : NULL;

	for (size_t i = 0; file && i < rewrites->count; i++) {
		const struct rewrite *w = &rewrites->list[i];

		if (w->as != REWRITE_TEXT || !streq(w->file, file))
			continue;
		if (!is_of(row, record_hash(w->old.data, w->old.len), w->old.len))
			return false;
		row->hash = record_hash(w->text.data, w->text.len);
		row->size = decimal(w->text.len);
		return true;
	}
	return false;
}

/* uv ends lines with LF alone; no field of a row that we hold has a CR. */
static void keep_line_ends(const struct text *old, struct buf *text)
{
	size_t kept = 0;

	if (memchr(old->data, '\r', old->len))
		return;
	for (size_t i = 0; i < text->len; i++)
		if (text->data[i] != '\r')
			text->data[kept++] = text->data[i];
	buf_cut(text, kept);
}

int rewrites_record(struct rewrites *all, const char *record)
{
	const char *site = path_join(all->path, path_parent(path_parent(record)));
	struct record_rows rows = { 0 };
	struct buf out = BUF_INIT;
	size_t updated = 0;
	struct text text;

	if (rewrites_read(all, record, RECORD_MAX, &text))
		return error_errno("cannot read '%s'", shown(path_join(all->path, record)));
	if (record_rows_parse(text.data, text.len, &rows))
		return 0;
	for (size_t i = 0; i < rows.count; i++)
		updated += update(&rows.list[i], all->path, site, all);
	if (!updated)
		return 0;
	record_rows_format(&rows, &out);
	keep_line_ends(&text, &out);
	if (replace_file(all->dir, record, out.data, out.len, 0644))
		return error_errno("cannot write '%s'", shown(path_join(all->path, record)));
	all->written++;
	return 0;
}
