/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/record_moved.h"

#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

/*
 * Where R, the user's own, will be; or NULL: it is of nothing that lies in FROM, or of
 * FROM as an environment, which is the caller's.
 */
static const char *moved(const struct trust *trust, const struct record *r, const char *from,
			 const char *to)
{
	const char *store = trust->settings->store;

	/* What is elsewhere by now is not taken along. */
	if (!store || !streq(r->source, store) || r->moved || !path_under(r->path, from))
		return NULL;
	if (!streq(r->path, from))
		return path_join(to, r->path + strlen(from) + 1);
	return r->env ? NULL : to;
}

/* Something is at the path of R; *SAME: it is what R was said of. */
static bool is_there(const struct record *r, bool *same)
{
	struct file_info info;

	if (file_lstat(r->path, &info))
		return false;
	*same = r->by_path || (r->ino == info.ino && r->btime == info.btime);
	return true;
}

void record_denied_within(struct trust *trust, const char *from, const char *to,
			  struct change *change)
{
	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		struct record r = trust->records[i];
		const char *path = moved(trust, &r, from, to);
		bool same;

		if (!path || !r.deny || !is_there(&r, &same))
			continue;
		r.path = path;
		r.path_len = strlen(path);
		r.by_path = true;
		/* By these it would replace the one that it comes from. */
		r.ino = 0;
		r.btime = 0;
		change_add(change, &r);
	}
}

/* R as it is of what lies at PATH: no link leads there, nor does a denial forbid it. */
static bool renew(struct trust *trust, struct record *r, const char *path)
{
	struct chain chain;
	struct record now;

	if (chain_of(path, &chain) || !streq(chain.path, path))
		return false;
	if (!r->deny && trust_dir(trust, &chain).verdict == VERDICT_DENIED) {
		note("'%s' is denied, where it lies now", shown(path));
		return false;
	}
	now = record_of(&chain);
	r->path = now.path;
	r->path_len = now.path_len;
	r->ino = now.ino;
	r->btime = now.btime;
	return true;
}

/* A denial is also of what came in its place; as it was, it may be elsewhere. */
void record_moved_within(struct trust *trust, const char *from, const char *to,
			 struct change *change, struct change *gone)
{
	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *old = &trust->records[i];
		struct record r = *old;
		const char *path = moved(trust, &r, from, to);
		bool same;

		if (!path || !is_there(&r, &same) || !(same || r.deny) || !renew(trust, &r, path))
			continue;
		change_add(change, &r);
		if (same)
			change_forget_record(gone, old);
	}
}
