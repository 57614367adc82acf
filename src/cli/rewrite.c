/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/rewrite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/stage_dir.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/platform.h"
#include "system/replace.h"
#include "system/tree.h"

#include "core/banned.h"

struct rewrite *rewrites_add(struct rewrites *all, enum rewrite_as as, const char *file)
{
	struct rewrite *one;

	all->list = mem_grow(all->list, all->count, &all->room, sizeof(*all->list));
	one = &all->list[all->count++];
	*one = (struct rewrite){ .as = as, .file = file, .text = BUF_INIT };
	return one;
}

struct rewrite *rewrites_find(const struct rewrites *all, enum rewrite_as as, const char *file)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->list[i].as == as && streq(all->list[i].file, file))
			return &all->list[i];
	return NULL;
}

int rewrites_read(const struct rewrites *all, const char *file, size_t max, struct text *text)
{
	const struct rewrite *planned = rewrites_find(all, REWRITE_TEXT, file);

	if (planned) {
		*text = planned->old;
		text->data = planned->text.data;
		text->len = planned->text.len;
		return 0;
	}
	return file_slurp_at(all->dir, file, max, text);
}

void rewrites_set(struct rewrites *all, const char *file, const struct text *old,
		  const struct buf *text)
{
	struct rewrite *one = rewrites_find(all, REWRITE_TEXT, file);

	if (text->len == old->len && !memcmp(text->data, old->data, old->len))
		return;
	if (!one) {
		one = rewrites_add(all, REWRITE_TEXT, file);
		one->old = *old;
		one->mode = old->info.mode & 07777;
	}
	one->text = *text;
}

static int failed(const struct rewrites *all, const char *file)
{
	return error_errno("cannot write '%s'", shown(path_join(all->path, file)));
}

/* The environment is locked: nobody else changes it. */
static int put_link(const struct rewrites *all, const struct rewrite *one)
{
	return replace_link(all->dir, one->file, one->to, NULL) ? failed(all, one->file) : 0;
}

/* A link in the place of a directory, which then goes. */
static int put_dir(const struct rewrites *all, const struct rewrite *one)
{
	const char *temp = temp_name(TEMP_PREFIX);

	if (symlinkat(one->to, all->dir, temp))
		return failed(all, one->file);
	if (!platform_exchange(all->dir, temp, all->dir, one->file))
		return stage_remove(all->dir, temp, -1, path_join(all->path, temp));
	failed(all, one->file);
	unlinkat(all->dir, temp, 0);
	return -1;
}

static int put_copy(const struct rewrites *all, const struct rewrite *one)
{
	const char *temp = temp_name(TEMP_PREFIX);

	if (files_copy(AT_FDCWD, one->to, all->dir, temp) ||
	    fchmodat(all->dir, temp, one->mode, 0) ||
	    renameat(all->dir, temp, all->dir, one->file)) {
		failed(all, one->file);
		unlinkat(all->dir, temp, 0);
		return -1;
	}
	return 0;
}

static int put(const struct rewrites *all, const struct rewrite *one)
{
	switch (one->as) {
	case REWRITE_DIR:
		return put_dir(all, one);
	case REWRITE_MODE:
		return fchmodat(all->dir, one->file, one->mode, 0) ? failed(all, one->file) : 0;
	case REWRITE_LINK:
		return put_link(all, one);
	case REWRITE_COPY:
		return put_copy(all, one);
	case REWRITE_TEXT:
		break;
	}
	return replace_file(all->dir, one->file, one->text.data, one->text.len, one->mode) ?
		       failed(all, one->file) :
		       0;
}

static int rank(const struct rewrite *one)
{
	if (one->as != REWRITE_TEXT)
		return (int)one->as;
	if (streq(one->file, "pyvenv.cfg"))
		return REWRITE_TEXT + 3;
	if (streq(one->file, "bin/activate"))
		return REWRITE_TEXT + 2;
	return REWRITE_TEXT + starts_with(one->file, "bin/");
}

static int by_rank(const void *a, const void *b)
{
	const struct rewrite *one = a, *other = b;
	int order = rank(one) - rank(other);

	return order ? order : strcmp(one->file, other->file);
}

static int write_records(struct rewrites *all)
{
	for (size_t i = 0; i < all->records.count; i++)
		if (rewrites_record(all, all->records.list[i]))
			return -1;
	all->records.count = 0;
	return 0;
}

int rewrites_write(struct rewrites *all)
{
	stage_sweep(all->path);
	if (all->count)
		qsort(all->list, all->count, sizeof(*all->list), by_rank);
	for (size_t i = 0; i < all->count; i++) {
		const struct rewrite *one = &all->list[i];

		/* Until then what a directory is a copy of stays the same. */
		if ((one->as == REWRITE_TEXT && write_records(all)) || put(all, one))
			return -1;
		all->written++;
	}
	return 0;
}

void rewrites_drop(struct rewrites *all, const char *dir)
{
	size_t kept = 0, records = 0;

	for (size_t i = 0; i < all->count; i++)
		if (!path_under(all->list[i].file, dir))
			all->list[kept++] = all->list[i];
	for (size_t i = 0; i < all->records.count; i++)
		if (!path_under(all->records.list[i], dir))
			all->records.list[records++] = all->records.list[i];
	all->count = kept;
	all->records.count = records;
}
