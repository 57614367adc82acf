/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The edits of a relocation, written in an order that a killed run can be told by; the telling. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "build/dist_rows.h"
#include "build/stage_dir.h"
#include "core/mem.h"
#include "core/path.h"
#include "mend/relocate.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/brought.h"
#include "system/files.h"
#include "system/replace.h"

#include "core/banned.h"

int file_failed(const char *path, const char *what, const char *file)
{
	return error_errno("cannot %s '%s'", what, shown(path_join(path, file)));
}

int edit_check(int dir, const char *path, const char *file)
{
	int parent = files_open_parent(dir, file);
	const char *no;

	if (parent < 0)
		return file_failed(path, "open", file);
	no = replace_obstacle(parent, path_base(file));
	close(parent);
	return no ? error("cannot change '%s': %s", shown(path_join(path, file)), shown(no)) : 0;
}

int edit_put(int dir, const char *path, const struct edit *e)
{
	const char *name = path_base(e->file);
	int parent = files_open_parent(dir, e->file), ret;

	if (parent < 0)
		return file_failed(path, "open", e->file);
	/* A killed run may have left a temporary file there. */
	stage_sweep(path_parent(path_join(path, e->file)));
	if (e->to)
		ret = replace_link(parent, name, e->to, NULL);
	else
		ret = replace_file(parent, name, e->text.data, e->text.len, 0644);
	if (ret)
		file_failed(path, "write", e->file);
	file_close(parent);
	return ret;
}

/* ---- RECORD ----------------------------------------------------------------- */

const char *record_end(const char *data, size_t len)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, ",", dist_row_hash(data, len), ",");
	buf_putu(&b, len);
	return b.data;
}

/*
 * A row that was right for a file is right for its new text; other rows stay. The name, the hash
 * and the size tell whose it is.
 */
static void follow(const struct edit *e, struct buf *record)
{
	const char *name = path_base(e->file);
	struct buf old = BUF_INIT, new = BUF_INIT;

	buf_putl(&old, name, e->row);
	buf_putl(&new, name, record_end(e->text.data, e->text.len));
	swap_all(record, old.data, new.data);
}

static int follow_all(struct relocation *r, const char *file)
{
	struct buf new = BUF_INIT;
	struct text text;

	if (file_slurp_at(r->dir, file, DIST_RECORD_MAX, &text))
		return file_failed(r->path, "read", file);
	/* Behind a NUL nothing would be kept. */
	if (strlen(text.data) != text.len)
		return 0;
	buf_puts(&new, text.data);
	for (size_t i = 0; i < r->edits.count; i++)
		if (!r->edits.list[i].to)
			follow(&r->edits.list[i], &new);
	if (!streq(new.data, text.data))
		edits_add(&r->record_edits, file)->text = new;
	return 0;
}

int relocate_look_records(struct relocation *r)
{
	for (size_t i = 0; i < r->records.count && r->edits.count; i++)
		if (follow_all(r, r->records.list[i]))
			return -1;
	return 0;
}

/* ---- all -------------------------------------------------------------------- */

/* relocate_old_path() reads FILE. */
static bool is_last(const char *file)
{
	return streq(file, "bin/activate");
}

static int check_all(const struct relocation *r, const struct edits *edits)
{
	for (size_t i = 0; i < edits->count; i++)
		if (!edits->list[i].to && edit_check(r->dir, r->path, edits->list[i].file))
			return -1;
	return 0;
}

int relocate_check(const struct relocation *r)
{
	return check_all(r, &r->record_edits) || check_all(r, &r->edits) ? -1 : 0;
}

int relocate_write(struct relocation *r)
{
	for (size_t i = 0; i < r->record_edits.count; i++)
		if (edit_put(r->dir, r->path, &r->record_edits.list[i]))
			return -1;
	for (int last = 0; last < 2; last++)
		for (size_t i = 0; i < r->edits.count; i++)
			if (is_last(r->edits.list[i].file) == last &&
			    edit_put(r->dir, r->path, &r->edits.list[i]))
				return -1;
	return 0;
}

void relocate_tell_others(const struct relocation *r)
{
	size_t count = r->others.count;

	for (size_t i = 0; i < count; i++)
		printf("'%s' names '%s' still\n", shown(path_join(r->to, r->others.list[i])),
		       shown(r->from));
	if (count)
		note("%s: avenv does not know such files; %s makes all of them anew",
		     counted(count, "file names the old place", "files name the old place"),
		     paste_command("avenv recreate", r->to));
}

/* ---- where it was ----------------------------------------------------------- */

int relocate_old_path(int dir, const char *path, const char **old)
{
	if (activate_path(dir, old))
		return -1;
	if (*old &&
	    (!(*old)[1] || !path_is_clean(*old) || streq(*old, path) || file_same_at(*old, path)))
		*old = NULL;
	return 0;
}

const char *relocate_moved_from(const char *old)
{
	struct file_info info;
	struct buf b = BUF_INIT;
	bool there = !file_lstat(path_join(old, "pyvenv.cfg"), &info);

	buf_putl(&b, there ? "copied" : "moved", " from '", shown(old), "'");
	return b.data;
}

const char *relocate_moved(const char *path)
{
	int dir = files_open_dir(AT_FDCWD, path);
	const char *old = NULL;

	if (dir < 0)
		return NULL;
	if (relocate_old_path(dir, path, &old))
		old = NULL;
	close(dir);
	return old ? relocate_moved_from(old) : NULL;
}
