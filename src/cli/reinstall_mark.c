/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * REQUESTED, INSTALLER and direct_url.json, which pip wrote in its own way, as
 * they were.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "build/record_csv.h"
#include "cli/reinstall.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/replace.h"

#include "core/banned.h"

#define URL "direct_url.json"

/* The row of FILE, below site-packages; or where it would be added. */
static size_t row_of(const struct record_rows *rows, const char *file)
{
	size_t i = 0;

	while (i < rows->count && !streq(rows->list[i].path, file))
		i++;
	return i;
}

/* Have RECORD say that FILE has TEXT; NULL: that it is not there. */
static void set_row(struct record_rows *rows, const char *file, const struct buf *text)
{
	size_t at = row_of(rows, file);

	if (at < rows->count)
		rows->list[at] = rows->list[--rows->count];
	if (text)
		record_rows_add_text(rows, file, text);
}

static int set_file(int info, const struct dist *dist, const char *name, const struct buf *text,
		    struct record_rows *rows)
{
	set_row(rows, path_join(dist->entry, name), text);
	if (text ? replace_file(info, name, text->data, text->len, 0644) : unlinkat(info, name, 0))
		return error_errno("cannot write '%s'", shown(path_join(dist->path, name)));
	return 0;
}

/* Another program may have installed OLD, or none that says so. */
static bool is_installer(const struct dist *old, const struct dist *new)
{
	return !*old->installer || streq(old->installer, new->installer);
}

/*
 * What pip was asked for was told from OLD's, so that one is true of NEW as well;
 * only pip would note a revision that nobody asked for, and a hash.
 */
static bool is_url(const struct dist *old, const struct dist *new)
{
	struct text was, is;

	if (old->form != DIST_INFO || old->origin.kind == ORIGIN_INDEX)
		return true;
	return !file_slurp(path_join(old->path, URL), FILE_MAX, &was) &&
	       !file_slurp(path_join(new->path, URL), FILE_MAX, &is) && was.len == is.len &&
	       !memcmp(was.data, is.data, is.len);
}

static int copy_file(int info, const struct dist *old, const struct dist *new, const char *name,
		     struct record_rows *rows)
{
	const char *path = path_join(old->path, name);
	struct buf copy = BUF_INIT;
	struct text text;

	if (file_slurp(path, FILE_MAX, &text))
		return error_errno("cannot read '%s'", shown(path));
	buf_put(&copy, text.data, text.len);
	return set_file(info, new, name, &copy, rows);
}

static int set_marks(int info, const struct dist *old, const struct dist *new,
		     struct record_rows *rows)
{
	struct buf empty = BUF_INIT;

	if (!is_url(old, new) && copy_file(info, old, new, URL, rows))
		return -1;
	if (old->requested != new->requested &&
	    set_file(info, new, "REQUESTED", old->requested ? &empty : NULL, rows))
		return -1;
	return is_installer(old, new) ? 0 : copy_file(info, old, new, "INSTALLER", rows);
}

static int mark_in(int info, const struct dist *old, const struct dist *new)
{
	const char *path = path_join(new->path, "RECORD");
	struct record_rows rows;
	struct buf out = BUF_INIT;
	struct text text;

	if (file_slurp(path, RECORD_MAX, &text))
		return error_errno("cannot read '%s'", shown(path));
	if (record_rows_parse(text.data, text.len, &rows))
		return error("'%s' is not a RECORD", shown(path));
	if (set_marks(info, old, new, &rows))
		return -1;
	record_rows_format(&rows, &out);
	if (replace_file(info, "RECORD", out.data, out.len, 0644))
		return error_errno("cannot write '%s'", shown(path));
	return 0;
}

int reinstall_mark(const struct dist *old, const struct dist *new)
{
	int info, ret;

	if (new->form != DIST_INFO ||
	    (old->requested == new->requested &&is_installer(old, new) && is_url(old, new)))
		return 0;
	info = open(new->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (info < 0)
		return error_errno("cannot open '%s'", shown(new->path));
	ret = mark_in(info, old, new);
	close(info);
	return ret;
}
