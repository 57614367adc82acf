/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/change.h"

#include <errno.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/records_file.h"
#include "trust/record_text.h"

#define FIRST_LINE "# What may put an environment on PATH; 'avenv allow --list' shows it.\n"

int records_load(struct trust *trust)
{
	trust_load(trust);
	return trust->closed ? error("%s", reason_line(records_fault(trust))) : 0;
}

/* ---- what changes ------------------------------------------------------------------ */

/* ADD replaces OLD. */
static bool replaces(const struct record *add, const struct record *old)
{
	bool same_path = streq(add->path, old->path);

	/* The denial of a directory that was moved away remains. */
	if (add->deny)
		return old->deny && same_path &&
		       (!old->id.btime || identity_same(&add->id, &old->id));
	if (same_path && add->tree == old->tree && !old->deny)
		return true;
	return !add->tree && record_was_moved(old, &add->id, add->path);
}

void change_drop(struct change *change, const struct record *r)
{
	if (is_of_avenv_trust(r))
		return;
	change->drops = mem_grow(change->drops, change->drop_count, &change->drop_room,
				 sizeof(const struct record *));
	change->drops[change->drop_count++] = r;
}

/* ADD replaces OLD, a record of the same project: worktrees made since OLD stay covered. */
static void keep_since(struct record *add, const struct record *old)
{
	if (old->since && old->since < add->since &&
	    identity_holds(&old->id, path_parent(add->path), &add->id))
		add->since = old->since;
}

void change_add(struct change *change, struct trust *trust, const struct record *r)
{
	struct record add = *r;
	size_t count = 0;

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		if (!replaces(r, &trust->records[i]))
			continue;
		keep_since(&add, &trust->records[i]);
		change_drop(change, &trust->records[i]);
	}
	for (size_t i = 0; i < change->add_count; i++)
		if (!replaces(r, &change->adds[i]))
			change->adds[count++] = change->adds[i];
	change->adds = mem_grow(change->adds, count, &change->add_room, sizeof(*r));
	change->adds[count] = add;
	change->add_count = count + 1;
}

int change_check_project(const struct change *change, int dir, const char *name, const char *path)
{
	struct file_info info;

	if (file_lstatat(dir, name, &info))
		return error_errno("cannot look at '%s'", shown(path));
	for (size_t i = 0; i < change->add_count; i++)
		if (!identity_same(&change->adds[i].id, &info.id))
			return error("'%s' was replaced by another program, and nothing in it is "
				     "allowed by this command",
				     shown(path));
	return 0;
}

int change_lift(struct change *change, struct trust *trust, const char *path)
{
	struct file_info info;

	trust_load(trust);
	if (file_lstat(path, &info))
		return error_errno("cannot look at '%s'", shown(path));
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->deny && streq(r->path, path) && denial_is_of(r, &info))
			change_drop(change, r);
	}
	return 0;
}

/* ---- the new file -------------------------------------------------------------------- */

static int compare_uint64(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int compare_identities(const struct identity *a, const struct identity *b)
{
	int order = compare_uint64(a->ino, b->ino);

	return order ? order : compare_uint64((uint64_t)a->btime, (uint64_t)b->btime);
}

static int compare_texts(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int record_flags(const struct record *r)
{
	return r->deny | r->tree << 1 | r->tracked << 2;
}

/* Compare two records by value: the file was read again after the drops were collected. */
static int compare_records(const void *va, const void *vb)
{
	const struct record *a = *(const struct record *const *)va;
	const struct record *b = *(const struct record *const *)vb;
	int order = strcmp(a->path, b->path);

	order = order ? order : compare_identities(&a->id, &b->id);
	order = order ? order : compare_identities(&a->env_id, &b->env_id);
	order = order ? order : compare_texts(a->target, b->target);
	order = order ? order : compare_texts(a->shared, b->shared);
	order = order ? order : compare_identities(&a->target_id, &b->target_id);
	return order ? order : record_flags(a) - record_flags(b);
}

/* The drops must be sorted. */
static bool is_dropped(const struct change *change, const struct record *r)
{
	return change->drop_count && bsearch(&r, change->drops, change->drop_count,
					     sizeof(*change->drops), compare_records);
}

/* LINE, of LEN bytes, is of a group about which CHANGE has another answer, or the same one. */
static bool is_answered(const struct change *change, const char *line, size_t len)
{
	gid_t gid;

	if (!group_parse(line, len, &gid))
		return false;
	for (size_t i = 0; i < change->group_count; i++)
		if (change->groups[i].gid == gid)
			return true;
	return false;
}

/* Add the lines of OLD to OUT, except the dropped records, and the groups that are answered. */
static void put_kept_lines(const struct change *change, const struct text *old, struct buf *out)
{
	const char *line = old->data, *end = old->data + old->len;

	buf_puts(out, old->len ? "" : FIRST_LINE);
	while (line < end) {
		const char *eol = memchr(line, '\n', (size_t)(end - line));
		size_t len = (size_t)((eol ? eol : end) - line);
		struct record r;

		if (!is_answered(change, mem_dup(line, len), len) &&
		    (record_parse(mem_dup(line, len), len, &r) <= 0 || !is_dropped(change, &r))) {
			buf_put(out, line, len);
			buf_putc(out, '\n');
		}
		line += len + 1;
	}
}

/*
 * CHANGE, which makes TEXT of OLD, may be appended to the file. Only records that allow slots may:
 * if a crash loses such a record, no protection is lost, and the user can allow again.
 */
static bool may_append(const struct change *change, const struct text *old, const struct buf *text)
{
	for (size_t i = 0; i < change->add_count; i++)
		if (change->adds[i].deny || change->adds[i].tree)
			return false;
	/* A new file, and one whose mode is to be mended */
	if (!old->len || (old->info.mode & 077))
		return false;
	if (text->len <= old->len || memcmp(text->data, old->data, old->len) != 0)
		return false;
	/* A reader may see half of a write that crosses a page of memory (4096 bytes). */
	return old->len >> 12 == (text->len - 1) >> 12;
}

static int write_all(struct change *change, struct trust *trust, struct buf *why)
{
	struct buf text = BUF_INIT;
	struct records_file file;
	int ret;

	if (records_open(&file, trust, why))
		return -1;
	if (change->drop_count)
		qsort(change->drops, change->drop_count, sizeof(*change->drops), compare_records);
	put_kept_lines(change, &file.text, &text);
	for (size_t i = 0; i < change->add_count; i++)
		record_format(&text, &change->adds[i]);
	for (size_t i = 0; i < change->group_count; i++)
		if (change->groups[i].is_private)
			group_format(&text, change->groups[i].gid);
	ret = may_append(change, &file.text, &text) ? records_append(&file, &text, why) :
						      records_replace(&file, &text, why);
	records_close(&file);
	return ret;
}

/*
 * "; …", the command that allows the first of CHANGE here without a record, where the file could
 * not be written because of NUMBER, an errno: AVENV_TRUST covers a directory. Or "".
 */
static const char *without_record(const struct change *change, int number)
{
	const struct record *r = change->add_count ? change->adds : NULL;
	const char *dir = r && !r->tree ? path_parent(r->path) : r ? r->path : NULL;
	const char *before = getenv("AVENV_TRUST");

	if (!r || r->deny || strchr(dir, ':') ||
	    (number != EROFS && number != EACCES && number != EPERM && number != ENOSPC &&
	     number != EDQUOT))
		return "";
	return formatted("; %s allows it in this shell",
			 paste_quoted(paste_export(
				 "AVENV_TRUST", is_set(before) ? joined(before, ":", dir) : dir)));
}

int change_commit(struct change *change, struct trust *trust)
{
	struct buf why = BUF_INIT;

	if (!change->add_count && !change->drop_count && !change->group_count)
		return 0;
	errno = 0;
	if (write_all(change, trust, &why))
		return change->silent ? -1 : error("%s%s", why.data, without_record(change, errno));
	trust_forget(trust);
	trust_load(trust);
	if (trust->fault && !change->silent)
		note("%s", reason_line(records_fault(trust)));
	return 0;
}
