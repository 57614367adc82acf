/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/record.h"

#include <errno.h>

#include "cli/store.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

#define FIRST_LINE "# avenv trust 1\n"

struct record record_of(const struct chain *chain)
{
	const struct file_info *info = &chain_end(chain)->info;

	return (struct record){
		.path = chain->path,
		.path_len = strlen(chain->path),
		.ino = info->ino,
		.btime = info->btime,
		.accepted = { .uid = info->uid, .has_uid = true },
	};
}

static bool is_identity(const struct record *r, uint64_t ino, int64_t btime)
{
	return r->ino == ino && r->btime == btime;
}

/* A deny goes with its directory, so it also is where that was moved to. */
static bool denies_moved(const struct record *r, uint64_t ino, int64_t btime)
{
	return r->deny && !r->by_path && r->btime && is_identity(r, ino, btime);
}

/* R is of an environment that lies right in DIR. */
static bool is_env_in(const struct record *r, const char *dir)
{
	return r->env && starts_with(r->path, dir) && streq(path_parent(r->path), dir);
}

/* Denials: OLD says nothing that ADD does not say. */
static bool is_within(const struct record *old, const struct record *add)
{
	bool here = streq(add->path, old->path);
	bool itself = !add->by_path && is_identity(old, add->ino, add->btime);

	return (old->moved || here) && (old->by_path || !old->btime || itself) &&
	       (add->tree || !old->tree) && (!add->env || old->env);
}

/* OLD is no longer true once ADD was said.  Asked of each pair of them. */
static bool replaces(const struct record *add, const struct record *old)
{
	bool same = !old->moved && add->path_len == old->path_len &&
		    !memcmp(add->path, old->path, old->path_len);

	/* A second "no" takes nothing from the first. */
	if (add->deny && old->deny)
		return is_within(old, add);
	if (add->deny)
		return same || is_env_in(old, add->path);
	if (old->deny)
		return same || denies_moved(old, add->ino, add->btime);
	return same && old->tree == add->tree && old->env == add->env;
}

static bool is_same(const struct record *a, const struct record *b)
{
	return streq(a->path, b->path) && is_identity(a, b->ino, b->btime) && a->deny == b->deny &&
	       a->tree == b->tree && a->env == b->env && a->by_path == b->by_path &&
	       a->moved == b->moved;
}

static bool forgets(const struct forget *f, const struct record *old)
{
	bool here = streq(f->path, old->path);

	switch (f->of) {
	case FORGET_RECORD:
		return is_same(&f->record, old);
	case FORGET_ALLOWS:
		return !old->deny && (here || is_env_in(old, f->path));
	case FORGET_ITSELF:
		here = here && !old->moved;
		break;
	case FORGET_PATH:
		break;
	}
	return here || (!old->deny && is_env_in(old, f->path)) ||
	       (f->info.ino && denies_moved(old, f->info.ino, f->info.btime));
}

/*
 * Of a denial only one half was spoken of: what is HERE, at its path, which is not what
 * was denied; or what was denied ITSELF, which is elsewhere by now.  OLD becomes the
 * other half, which says no still, also to what comes to its path.
 */
static bool halves(struct record *old, bool here, bool itself)
{
	struct file_info info;

	if (!old->deny || here == itself || old->by_path || !old->btime)
		return false;
	if (here) {
		/* Who may write to what is denied is no matter. */
		old->shared = false;
		old->moved = true;
		return true;
	}
	if (old->moved)
		return false;
	if (!file_lstat(old->path, &info) && !is_identity(old, info.ino, info.btime)) {
		old->ino = info.ino;
		old->btime = info.btime;
	} else {
		old->by_path = true;
		old->ino = 0;
		old->btime = 0;
	}
	return true;
}

static bool leaves_half(const struct record *add, struct record *old)
{
	return halves(old, streq(add->path, old->path), is_identity(old, add->ino, add->btime));
}

static bool forgets_half(const struct forget *f, struct record *old)
{
	bool here = streq(f->path, old->path);

	/* Of what is gone the record is meant. */
	if (f->of == FORGET_PATH || !f->info.ino)
		return halves(old, false, !here);
	return halves(old, here, is_identity(old, f->info.ino, f->info.btime));
}

/* CHANGE takes R, or all but half of it: *LEFT is whether R is that by now. */
static bool drops(const struct change *change, struct record *r, bool *left)
{
	bool dropped = false;

	*left = true;
	for (size_t i = 0; i < change->add_count && *left; i++) {
		if (!replaces(&change->adds[i], r))
			continue;
		dropped = true;
		*left = leaves_half(&change->adds[i], r);
	}
	for (size_t i = 0; i < change->forget_count && *left; i++) {
		if (!forgets(&change->forgets[i], r))
			continue;
		dropped = true;
		*left = forgets_half(&change->forgets[i], r);
	}
	return dropped;
}

static void append(struct change *change, const struct record *r)
{
	change->adds = mem_grow(change->adds, change->add_count, &change->add_room, sizeof(*r));
	change->adds[change->add_count++] = *r;
}

void change_add(struct change *change, const struct record *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < change->add_count; i++)
		if (!replaces(r, &change->adds[i]))
			change->adds[kept++] = change->adds[i];
	change->add_count = kept;
	append(change, r);
}

void change_add_all(struct change *change, const struct change *more)
{
	for (size_t i = 0; i < more->add_count; i++)
		change_add(change, &more->adds[i]);
}

void change_restore(struct change *change, const struct change *kept)
{
	for (size_t i = 0; i < kept->add_count; i++)
		append(change, &kept->adds[i]);
}

void change_forget(struct change *change, const char *path, enum forgotten of,
		   const struct file_info *info)
{
	struct forget *f;

	change->forgets =
		mem_grow(change->forgets, change->forget_count, &change->forget_room, sizeof(*f));
	f = &change->forgets[change->forget_count++];
	*f = (struct forget){ .path = path, .of = of };
	if (info)
		f->info = *info;
}

void change_forget_record(struct change *change, const struct record *r)
{
	change_forget(change, r->path, FORGET_RECORD, NULL);
	change->forgets[change->forget_count - 1].record = *r;
}

/* Only what stands in the user's store can be changed. */
static bool loses(const struct trust *trust, const struct change *change, struct record *r,
		  bool *left)
{
	const char *store = trust->settings->store;

	return store && streq(r->source, store) && drops(change, r, left);
}

const struct record *record_env(struct trust *trust, const char *env)
{
	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->env && !r->deny && streq(r->path, env))
			return r;
	}
	return NULL;
}

bool record_denies(const struct trust *trust, const char *path)
{
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->deny && !r->moved && streq(r->path, path))
			return true;
	}
	return false;
}

void record_kept(struct trust *trust, const struct change *change, struct change *kept)
{
	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		struct record r = trust->records[i];
		bool left;

		if (loses(trust, change, &r, &left))
			append(kept, &trust->records[i]);
	}
}

struct trust record_try(struct trust *trust, const struct change *change)
{
	struct trust trial;

	trust_load(trust);
	trial = *trust;
	trial.room = trust->count + change->add_count;
	trial.records = mem_array(trial.room + 1, sizeof(*trial.records));
	trial.count = 0;
	for (size_t i = 0; i < trust->count; i++) {
		struct record r = trust->records[i];
		bool left;

		if (!loses(trust, change, &r, &left) || left)
			trial.records[trial.count++] = r;
	}
	for (size_t i = 0; i < change->add_count; i++) {
		struct record *r = &trial.records[trial.count++];

		*r = change->adds[i];
		r->source = trust->settings->store;
	}
	return trial;
}

size_t record_losses(struct trust *trust, const struct change *change, bool denies)
{
	size_t n = 0;

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		struct record r = trust->records[i];
		bool left;

		n += (r.deny || !denies) && loses(trust, change, &r, &left);
	}
	return n;
}

/* One line as it is, or without it where CHANGE drops it, or what that leaves of it. */
static void edit_line(struct change *change, const char *line, size_t len, unsigned number,
		      struct buf *out)
{
	char *copy = mem_dup(line, len);
	struct record r;
	int parsed = record_parse(copy, len, &r);
	bool left;

	if (parsed > 0 && drops(change, &r, &left)) {
		change->dropped++;
		if (left)
			record_format(out, &r);
		return;
	}
	if (parsed < 0 && !change->damaged)
		change->damaged = number;
	buf_put(out, line, len);
	buf_putc(out, '\n');
}

static void edit(struct change *change, const struct text *old, struct buf *out)
{
	const char *line = old->data, *end = old->data + old->len;
	unsigned number = 1;

	buf_reserve(out, old->len + 4096);
	if (!old->len)
		buf_puts(out, FIRST_LINE);
	for (; line < end; number++) {
		const char *eol = memchr(line, '\n', (size_t)(end - line));
		size_t len = (size_t)((eol ? eol : end) - line);

		edit_line(change, line, len, number, out);
		line += len + 1;
	}
	for (size_t i = 0; i < change->add_count; i++)
		record_format(out, &change->adds[i]);
}

/* With no store there is nothing to forget, and none is made for that. */
static bool nothing_to_do(const struct trust *trust, const struct change *change)
{
	const char *store = trust->settings->store;
	struct file_info info;

	return !change->add_count &&
	       (!store || (file_lstat(store, &info) && (errno == ENOENT || errno == ENOTDIR)));
}

int record_write(const struct trust *trust, struct change *change, struct buf *why)
{
	struct buf text = BUF_INIT;
	struct store store;
	int ret = 0;

	change->dropped = 0;
	change->damaged = 0;
	if (nothing_to_do(trust, change))
		return 0;
	if (store_open(&store, trust, why))
		return -1;
	/* What shall be changed was decided without what stands there. */
	if (trust->closed) {
		store_close(&store);
		hint_store(why, trust);
		return -1;
	}
	edit(change, &store.text, &text);
	if (change->add_count || change->dropped)
		ret = store_replace(&store, &text, why);
	store_close(&store);
	return ret;
}

int record_commit(const struct trust *trust, struct change *change)
{
	return record_commit_or(trust, change, "");
}

int record_commit_or(const struct trust *trust, struct change *change, const char *rest)
{
	struct buf why = BUF_INIT;

	if (record_write(trust, change, &why))
		return error("%s%s", why.data, rest);
	if (change->damaged)
		note("line %u of '%s' is not a record and was left as it is", change->damaged,
		     shown(trust->settings->store));
	return 0;
}
