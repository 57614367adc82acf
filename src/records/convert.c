/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of the first edition as those of today. */
#include <fcntl.h>
#include <sys/stat.h>

#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/record_text.h"
#include "records/change.h"

#include "core/banned.h"

/* Named once, whatever was recorded of it. */
static void lose(struct buf *lost, const struct record *r)
{
	const char *name = hint_quoted(r->tree ? r->path : path_parent(r->path));

	if (!strstr(lost->data, name))
		buf_putl(lost, lost->len ? ", " : "", name);
}

/* R's directory is unchanged, and its slot has an environment that it allowed. */
static bool is_there(struct record *r)
{
	struct file_info itself, project;
	const char *what = r->tree ? r->path : path_parent(r->path);

	if (file_lstat(r->path, &itself) || file_lstat(what, &project))
		return false;
	if (r->ino && !record_is_of(r, &project))
		return false;
	r->ino = project.ino;
	r->btime = project.btime;
	if (r->tree)
		return true;
	/* What a link or redirect leads to is asked anew, as it is on record today. */
	return S_ISDIR(itself.mode) && venv_exists(r->path) > 0 &&
	       !file_exists(AT_FDCWD, path_join(r->path, ".git"));
}

/* The slots of the project that the line NUMBER was of, at the first of them. */
static bool has_slot(struct trust *trust, size_t i, unsigned number)
{
	for (; i < trust->count && trust->records[i].line == number; i++) {
		struct record r = trust->records[i];

		if (is_there(&r))
			return true;
	}
	return false;
}

/* A project whose environment is not there yet, or no more: its .venv. */
static bool awaits(struct trust *trust, size_t i, struct record *r)
{
	struct file_info project, slot;

	if ((i && trust->records[i - 1].line == r->line) || has_slot(trust, i, r->line) ||
	    file_lstat(path_parent(r->path), &project) || !file_lstat(r->path, &slot) ||
	    (r->ino && !record_is_of(r, &project)))
		return false;
	r->ino = project.ino;
	r->btime = project.btime;
	return true;
}

/* What lies below a denial was an exception to it. */
static bool is_denied(struct trust *trust, const struct record *r)
{
	struct chain chain;

	return chain_of(r->tree ? r->path : path_parent(r->path), &chain) ||
	       trust_denies(trust, &chain);
}

void records_convert(const struct trust *old, struct buf *b, struct buf *lost)
{
	struct trust trust = *old;

	for (size_t i = 0; i < trust.count; i++) {
		struct record r = trust.records[i];
		bool first = !i || trust.records[i - 1].line != r.line;
		bool has = !r.deny && (is_there(&r) || (!r.tree && awaits(&trust, i, &r)));

		if (r.deny || (has && !is_denied(&trust, &r)))
			record_format(b, &r);
		else if (has || r.tree || (first && !has_slot(&trust, i, r.line)))
			lose(lost, &r);
	}
}
