/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing the edits of a relocation, in an order by which the next run detects a killed one;
 * printing what a relocation cannot edit; and the same for each path of an environment.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "core/mem.h"
#include "core/path.h"
#include "formats/dist_rows.h"
#include "installed/editable.h"
#include "lookup/owned.h"
#include "lookup/way_python.h"
#include "mend/relocate.h"
#include "plan/moved.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/file_at.h"
#include "system/replace.h"
#include "system/tree.h"
#include "trust/brought.h"

int file_failed(const char *path, const char *what, const char *file)
{
	return error_errno("cannot %s '%s'", what, shown(path_join(path, file)));
}

int edit_check(int dir, const char *path, const char *file)
{
	int parent = files_open_parent(dir, file);
	const char *obstacle;

	if (parent < 0)
		return file_failed(path, "open", file);
	obstacle = replace_obstacle(parent, path_base(file));
	close(parent);
	if (!obstacle)
		return 0;
	return error("cannot change '%s': %s", shown(path_join(path, file)), shown(obstacle));
}

static int sweep_around(struct tree_walk *w, int dir, const char *name)
{
	if (temp_name_is_private(dir, name))
		stage_sweep(path_parent(path_join(*(const char **)w->arg, w->path.data)));
	return 0;
}

void edits_sweep(const char *path)
{
	struct tree_walk w = { .file = sweep_around, .arg = &path };

	(void)!tree_walk(&w, AT_FDCWD, path);
}

int edit_put(int dir, const char *path, const struct edit *e)
{
	const char *name = path_base(e->file);
	const struct file_info *seen = e->seen.mode ? &e->seen : NULL;
	int parent = files_open_parent(dir, e->file), ret;

	if (parent < 0)
		return file_failed(path, "open", e->file);
	ret = e->to ? replace_link(parent, name, e->to, seen) :
		      replace_file(parent, name, e->text.data, e->text.len, 0644, seen);
	if (ret)
		file_failed(path, "write", e->file);
	file_close(parent);
	return ret;
}

/* ---- RECORD ----------------------------------------------------------------- */

/*
 * Update the rows in RECORD that have the name, hash and size of E's old text. Returns whether
 * RECORD changed.
 */
static bool update_record(const struct edit *e, struct buf *record)
{
	const char *name = path_base(e->file), *before = record->data;

	replace_all(record, joined(name, e->row), joined(name, e->new_row));
	/* the end of a path with a comma */
	replace_all(record, joined(name, "\"", e->row), joined(name, "\"", e->new_row));
	return record->data != before;
}

/*
 * Update FILE, a RECORD, if it has a row of an edited file. Without WRITE, only check that FILE can
 * be written.
 */
static int update_rows(const struct relocation *r, const char *file, bool write)
{
	struct edit record = { .file = file };
	struct mem_mark mark = mem_mark();
	bool changed = false;
	struct text text;
	int ret = 0;

	if (file_slurp_at(r->dir, file, DIST_RECORD_MAX, &text))
		return file_failed(r->path, "read", file);
	/* A file with a NUL byte is not changed: the text behind the NUL would be lost. */
	if (strlen(text.data) != text.len)
		return 0;
	record.seen = text.info;
	record.text = (struct buf){ .data = text.data, .len = text.len };
	for (size_t i = 0; i < r->edits.count; i++) {
		if (r->edits.list[i].to || !update_record(&r->edits.list[i], &record.text))
			continue;
		record.text.cap = record.text.len;
		record.text.data = mem_keep(mark, record.text.data, record.text.cap + 1);
		changed = true;
	}
	if (changed)
		ret = write ? edit_put(r->dir, r->path, &record) :
			      edit_check(r->dir, r->path, file);
	mem_release(mark);
	return ret;
}

/* ---- all -------------------------------------------------------------------- */

/* FILE is written last, because moved_old_path() reads it. */
static bool is_last(const char *file)
{
	return streq(file, "bin/activate");
}

/* Compute the text of E, if E is of a file, and write E. */
static int make_and_put(const struct relocation *r, struct edit e)
{
	struct mem_mark mark = mem_mark();
	int ret = e.to || !edit_make(r, &e) ? edit_put(r->dir, r->path, &e) : -1;

	mem_release(mark);
	return ret;
}

/* update_rows() for all RECORD files. */
static int update_records(const struct relocation *r, bool write)
{
	for (size_t i = 0; i < r->records.count && r->edits.count; i++)
		if (update_rows(r, r->records.list[i], write))
			return -1;
	return 0;
}

static int relocate_check(const struct relocation *r)
{
	for (size_t i = 0; i < r->edits.count; i++)
		if (!r->edits.list[i].to && edit_check(r->dir, r->path, r->edits.list[i].file))
			return -1;
	return update_records(r, false);
}

int relocate_write(struct relocation *r)
{
	if (update_records(r, true))
		return -1;
	for (int last = 0; last < 2; last++)
		for (size_t i = 0; i < r->edits.count; i++)
			if (is_last(r->edits.list[i].file) == last &&
			    make_and_put(r, r->edits.list[i]))
				return -1;
	return 0;
}

/* Files that ninja or CMake generated mention the old path everywhere: print how to build again. */
static void tell_builds(const struct relocation *r)
{
	const char *options = r->has_backend ? " --no-deps --no-build-isolation" : " --no-deps";
	const char *last = "";

	for (size_t i = 0; i < r->builds.count; i++) {
		const char *dir = r->builds.list[i], *source = project_of_sources(dir), *clear = "",
			   *line;

		if (streq(source, last))
			continue;
		/* meson does not take a directory that was moved. */
		if (file_exists(path_join(dir, "meson-info")) > 0)
			clear = joined("rm -r ", paste_word(dir), paste_shell()->and_then);
		line = editable_line(r->to, editable_is_links(dir) ? STRICT_OPTIONS : options,
				     source);
		line = paste_quoted(joined(clear, line));
		printf("%s\n", shell_lines(formatted("'%s' must be built again; %s does it",
						     shown(source), line)));
		last = source;
	}
}

static void relocate_tell_others(const struct relocation *r)
{
	size_t count = r->others.count;
	struct strings unowned = { 0 };
	struct reason again = { .does = "installs them again" };

	for (size_t i = 0; i < count; i++)
		strings_add(&unowned, r->others.list[i]);
	owned_drop(r->dir, r->to, &unowned);
	for (size_t i = 0; i < count; i++)
		printf("'%s' names '%s' still%s\n", shown(path_join(r->to, r->others.list[i])),
		       shown(r->stale),
		       strings_sorted_contain(&unowned, r->others.list[i]) ?
			       "; edit it by hand, as no package owns it" :
			       "");
	count -= unowned.count;
	if (count) {
		again.why = formatted("the old place is in %s of packages",
				      counted(count, "file", "files"));
		again.next = recreate_line("avenv recreate", real_path_kept(r->to));
		note("%s", reason_line(again));
	}
	tell_builds(r);
}

/* ---- each path of an environment ----------------------------------------------- */

/* Add FROM, unless it is the new path, the root or in RS. */
static void add(struct relocations *rs, struct relocation r, const char *from)
{
	bool known = !from[1] || streq(from, r.to);

	for (size_t i = 0; i < rs->count; i++)
		known |= streq(rs->list[i].from, from);
	r.from = from;
	if (!known)
		rs->list[rs->count++] = r;
}

int relocations_init(struct relocations *rs, int dir, struct real_path path, const char *to)
{
	const struct relocation r = { .dir = dir, .path = path.path, .to = to };
	const char *spelled;

	*rs = (struct relocations){ 0 };
	if (activate_path(dir, ".", &spelled))
		return cannot_read_activate(path.path);
	add(rs, r, path.path);
	if (!spelled || !(path_is_clean(spelled) || file_same_at(spelled, path.path)))
		return 0;
	add(rs, r, real_path_partly(spelled).path);
	add(rs, r, spelled);
	return 0;
}

void relocations_set_path(struct relocations *rs, const char *path)
{
	for (size_t i = 0; i < rs->count; i++)
		rs->list[i].path = path;
}

int relocations_look(struct relocations *rs)
{
	for (size_t i = 0; i < rs->count; i++)
		if (relocate_look(&rs->list[i]))
			return -1;
	return 0;
}

int relocations_check(const struct relocations *rs)
{
	for (size_t i = 0; i < rs->count; i++)
		if (relocate_check(&rs->list[i]))
			return -1;
	return 0;
}

int relocations_write(struct relocations *rs)
{
	for (size_t i = 0; i < rs->count; i++)
		if ((i && relocate_look(&rs->list[i])) || relocate_write(&rs->list[i]))
			return -1;
	return 0;
}

size_t relocations_files(const struct relocations *rs)
{
	struct strings files = { 0 };

	for (size_t i = 0; i < rs->count; i++) {
		const struct edits *edits = &rs->list[i].edits;

		for (size_t k = 0; k < edits->count; k++)
			if (!strings_contain(&files, edits->list[k].file))
				strings_add(&files, edits->list[k].file);
	}
	return files.count;
}

void relocations_tell_others(const struct relocations *rs)
{
	for (size_t i = 0; i < rs->count; i++)
		relocate_tell_others(&rs->list[i]);
}
