/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 31 35 39 */
/*
 * The trust store.  An input is changes, four bytes each up to one that begins
 * with 0, and then the store, in which "@N" stands for the path of one of our
 * directories and "#N" for its identity.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/fuzz.h"
#include "lib/lines.h"

#include "cli/record.h"
#include "core/path.h"
#include "core/trust.h"

#define STORE "data/trust"

enum {
	CHANGES_MAX = 8,
	NS_PER_S = 1000000000,
};

static const char *const dirs[] = { "a",       "a/.venv", "a/b", "a/b/.venv",
				    "a/b/odd", "c",       "c/d", "c/d/env" };

static struct settings settings;
static struct user user;

static void make_world(void)
{
	if (!access(scratch_at("data"), F_OK))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		scratch_dir(dirs[i]);
	CHECK(!mkdir(scratch_at("data"), 0700));
}

static struct chain chain_to(size_t dir)
{
	struct chain chain;

	CHECK(!chain_of(scratch_at(dirs[dir]), &chain));
	return chain;
}

static void put_identity(struct buf *b, size_t dir)
{
	struct file_info info;
	char text[64];

	CHECK(!file_lstat(scratch_at(dirs[dir]), &info));
	snprintf(text, sizeof(text), "%llu:%lld.%09lld", (unsigned long long)info.ino,
		 (long long)info.btime / NS_PER_S, (long long)info.btime % NS_PER_S);
	buf_puts(b, text);
}

/* The store with our places put in. */
static void fill(struct buf *b, const struct input *in)
{
	for (const uint8_t *at = in->at; at < in->end; at++) {
		size_t n = at + 1 < in->end ? (size_t)(at[1] - '0') : 8;

		if ((*at != '@' && *at != '#') || n >= ARRAY_SIZE(dirs)) {
			buf_putc(b, (char)*at);
			continue;
		}
		if (*at == '@')
			buf_puts(b, scratch_at(dirs[n]));
		else
			put_identity(b, n);
		at++;
	}
}

static struct trust load(const struct buf *text)
{
	struct trust trust;

	if (text) {
		scratch_file(STORE, text->data, text->len);
		CHECK(!chmod(scratch_at(STORE), 0600));
	}
	trust_init(&trust, &settings, &user);
	trust_load(&trust);
	CHECK(!trust.closed);
	return trust;
}

/* Written and read again, a record says the same. */
static void check_form(const struct record *r)
{
	struct buf b = BUF_INIT, again = BUF_INIT;
	struct record same;

	record_format(&b, r);
	CHECK(b.len && b.data[b.len - 1] == '\n' && is_shown(b.data, b.len));
	CHECK(record_parse(mem_dup(b.data, b.len - 1), b.len - 1, &same) == 1);
	record_format(&again, &same);
	CHECK_SAME(again.data, b.data);
	CHECK_SAME(same.path, r->path);
	CHECK(same.ino == r->ino && same.btime == r->btime);
}

static void check_load(const struct trust *trust, const struct lines *lines)
{
	size_t n = 0;

	CHECK(trust->count == lines->records);
	CHECK(trust->fault == (lines->damaged ? TRUST_DAMAGED : TRUST_SOUND));
	CHECK(trust->bad_line == lines->damaged);
	for (size_t i = 0; i < lines->count; i++) {
		if (lines->list[i].kind <= 0)
			continue;
		TAKEN();
		CHECK(trust->records[n].line == i + 1);
		check_form(&trust->records[n++]);
	}
}

static bool is_of(const struct record *r, const struct step *step, const char *path)
{
	return strlen(r->path) == step->len && !memcmp(r->path, path, step->len);
}

static bool is_same(const struct record *r, const struct step *step)
{
	return r->ino == step->info.ino && r->btime == step->info.btime;
}

/* R denies what is at STEP, the end of PATH or a directory on the way there. */
static bool denies(const struct record *r, const struct step *step, const char *path)
{
	bool same = !r->by_path && r->btime && is_same(r, step);

	return r->deny && (same || (!r->moved && is_of(r, step, path)));
}

/* The record that allows is there, allows, and is of that place; no deny is nearer. */
static void check_grant(const struct trust *trust, const struct chain *chain,
			const struct judgement *j)
{
	const struct record *by = j->by;

	if (j->verdict != VERDICT_ALLOWED)
		return;
	TAKEN();
	CHECK(by && !by->deny && path_under(chain->path, by->path));
	for (size_t i = 0; i < chain->count; i++) {
		const struct step *step = &chain->steps[i];

		if (is_of(by, step, chain->path))
			CHECK(by->by_path || is_same(by, step));
		if (step->len < by->path_len)
			continue;
		for (size_t k = 0; k < trust->count; k++)
			CHECK(!denies(&trust->records[k], step, chain->path));
	}
	CHECK(by->tree || streq(by->path, chain->path) ||
	      streq(by->path, path_parent(chain->path)));
}

/* The same verdicts with the damaged lines and without. */
static void check_verdicts(struct trust *trust, struct trust *sound)
{
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		struct chain chain = chain_to(i);
		const char *project = path_parent(chain.path);

		for (int fixed = 0; fixed < 2; fixed++) {
			struct judgement a = trust_env(trust, &chain, project, fixed);
			struct judgement b = trust_env(sound, &chain, project, fixed);

			CHECK(a.verdict == b.verdict);
			check_grant(trust, &chain, &a);
		}
		CHECK(trust_covers(trust, chain.path) == trust_covers(sound, chain.path));
	}
}

static void read_changes(struct input *in, struct change *change)
{
	for (int i = 0; i < CHANGES_MAX; i++) {
		unsigned what = input_byte(in);
		struct file_info info;
		struct chain chain;
		struct record r;
		unsigned how;

		if (!what)
			break;
		chain = chain_to(input_byte(in) % ARRAY_SIZE(dirs));
		how = input_byte(in);
		r = record_of(&chain);
		r.deny = how & 1;
		r.tree = (how & 6) == 2;
		r.env = (how & 6) == 4;
		r.by_path = how & 8;
		info = chain_end(&chain)->info;
		if (what % 3)
			change_add(change, &r);
		else if ((how >> 1 & 3) == FORGET_RECORD)
			change_forget_record(change, &r);
		else
			change_forget(change, chain.path, (enum forgotten)(how >> 1 & 3),
				      how & 1 ? &info : NULL);
	}
}

/* Lines that are no records stay, in order; the new ones come last. */
static void check_written(const struct lines *old, const struct change *change,
			  const struct lines *now)
{
	size_t at = 0, kept = now->count - change->add_count;

	CHECK(now->count >= change->add_count);
	for (size_t i = 0; i < old->count; i++) {
		const struct line *was = &old->list[i];

		if (was->kind > 0)
			continue;
		while (at < kept && (now->list[at].len != was->len ||
				     memcmp(now->list[at].text, was->text, was->len) != 0))
			at++;
		CHECK(at++ < kept);
	}
	for (size_t i = 0; i < change->add_count; i++) {
		const struct line *line = &now->list[kept + i];
		struct buf b = BUF_INIT;

		record_format(&b, &change->adds[i]);
		CHECK(line->len == b.len - 1);
		CHECK(!memcmp(line->text, b.data, b.len - 1));
	}
}

static void check_change(struct trust *trust, struct change *change, const struct lines *old)
{
	size_t losses = record_losses(trust, change, false);
	struct trust tried = record_try(trust, change), then;
	struct buf why = BUF_INIT;
	struct lines now;
	struct text text;

	CHECK(!record_write(trust, change, &why));
	CHECK(change->dropped == losses);
	CHECK(change->damaged == old->damaged);
	CHECK(!file_slurp(scratch_at(STORE), TRUST_STORE_MAX, &text));
	CHECK((text.info.mode & 0777) == 0600);
	now = lines_of(text.data, text.len);
	check_written(old, change, &now);
	/* The trial run was right. */
	then = load(NULL);
	CHECK(then.count == tried.count);
	check_verdicts(&then, &tried);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	struct buf text = BUF_INIT, sound = BUF_INIT;
	struct change change = { 0 };
	struct trust trust, without;
	struct lines lines;

	make_world();
	settings = (struct settings){ .names = SETTINGS_NAMES, .store = scratch_at(STORE) };
	user = user_of(0);
	read_changes(&in, &change);
	fill(&text, &in);
	lines = lines_of(text.data, text.len);
	for (size_t i = 0; i < lines.count; i++)
		if (lines.list[i].kind >= 0) {
			buf_put(&sound, lines.list[i].text, lines.list[i].len);
			buf_putc(&sound, '\n');
		}
	without = load(&sound);
	CHECK(!without.fault);
	trust = load(&text);
	check_load(&trust, &lines);
	check_verdicts(&trust, &without);
	check_change(&trust, &change, &lines);
	mem_reset();
	return 0;
}
