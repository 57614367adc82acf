/* SPDX-License-Identifier: GPL-3.0-or-later */
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
	snprintf(text, sizeof(text), "%llu:%lld.%09lld",
		 (unsigned long long)info.ino, (long long)info.btime / NS_PER_S,
		 (long long)info.btime % NS_PER_S);
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

static bool is_number(const char *s, unsigned long long max)
{
	char again[24];
	unsigned long long n = strtoull(s, NULL, 10);
	size_t zeros = strspn(s, "0");

	if (!*s || s[strspn(s, "0123456789")])
		return false;
	s += zeros - (zeros && !s[zeros]);
	snprintf(again, sizeof(again), "%llu", n);
	return streq(again, s) && n <= max;
}

static bool is_id(const char *s)
{
	return streq(s, "-") || is_number(s, 4294967294);
}

static bool is_identity(char *s)
{
	char *colon = strchr(s, ':'), *dot = strchr(s, '.');

	if (streq(s, "path"))
		return true;
	if (!colon || !dot || dot < colon)
		return false;
	*colon = *dot = '\0';
	return is_number(s, 18446744073709551615ull) &&
	       is_number(colon + 1, 4294967295) && strlen(dot + 1) == 9 &&
	       is_number(dot + 1, 999999999);
}

/* The path of a record; NULL: it is none. */
static const char *decode(const char *s)
{
	struct buf b = BUF_INIT;

	for (; *s; s++) {
		char digits[4] = { 0 };
		unsigned long c;

		if (*s != '\\') {
			buf_putc(&b, *s);
			continue;
		}
		memcpy(digits, s + 1, strnlen(s + 1, 3));
		c = strtoul(digits, NULL, 8);
		if (strlen(digits) != 3 || strspn(digits, "01234567") != 3 ||
		    !c || c > 255)
			return NULL;
		buf_putc(&b, (char)c);
		s += 3;
	}
	return b.len && path_is_clean(b.data) ? b.data : NULL;
}

/* What the line is, in a second way: 1 for a record, 0 for none, -1 damaged. */
static int kind_of(const char *line, size_t len)
{
	char *copy = mem_dup(line, len), *at = copy, *words[6];

	if (!len || *line == '#')
		return 0;
	if (strlen(copy) != len)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		words[i] = strsep(&at, " ");
		if (!at || !*words[i])
			return -1;
	}
	return (streq(words[0], "allow") || streq(words[0], "deny")) &&
			       (streq(words[1], "dir") ||
				streq(words[1], "env") ||
				streq(words[1], "tree")) &&
			       is_identity(words[2]) && is_id(words[3]) &&
			       is_id(words[4]) &&
			       (streq(words[5], "-") ||
				streq(words[5], "shared") ||
				(streq(words[5], "moved") &&
				 streq(words[0], "deny") &&
				 !streq(words[2], "path"))) &&
			       decode(at) ?
		       1 :
		       -1;
}

/** A store's lines. */
struct lines {
	struct line {
		const char *text;
		size_t len;
		int kind;
	} * list;
	size_t count, room, records;
	/** the first damaged one, from 1; 0: none */
	unsigned damaged;
};

static struct lines lines_of(const char *text, size_t len)
{
	const char *end = text + len;
	struct lines all = { 0 };

	while (text < end) {
		const char *eol = memchr(text, '\n', (size_t)(end - text));
		size_t n = (size_t)((eol ? eol : end) - text);
		int kind = kind_of(text, n);

		all.list = mem_grow(all.list, all.count, &all.room,
				    sizeof(*all.list));
		all.list[all.count++] = (struct line){ text, n, kind };
		all.records += kind > 0;
		if (kind < 0 && !all.damaged)
			all.damaged = (unsigned)all.count;
		text += n + 1;
	}
	return all;
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
	CHECK(same.ino == r->ino && same.btime == r->btime &&
	      same.deny == r->deny && same.tree == r->tree &&
	      same.env == r->env && same.shared == r->shared &&
	      same.accepted.uid == r->accepted.uid &&
	      same.accepted.gid == r->accepted.gid);
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

static bool is_of(const struct record *r, const struct step *step,
		  const char *path)
{
	return strlen(r->path) == step->len &&
	       !memcmp(r->path, path, step->len);
}

static bool is_same(const struct record *r, const struct step *step)
{
	return r->ino == step->info.ino && r->btime == step->info.btime;
}

/* R denies what is at STEP, the end of PATH or a directory on the way there. */
static bool denies(const struct record *r, const struct step *step,
		   const char *path)
{
	bool same = !r->by_path && r->btime && is_same(r, step);

	return r->deny && (same || (!r->moved && is_of(r, step, path)));
}

/* Whoever allows is there, says so, and is of that place; no deny is nearer. */
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
			struct judgement a =
				trust_env(trust, &chain, project, fixed);
			struct judgement b =
				trust_env(sound, &chain, project, fixed);

			CHECK(a.verdict == b.verdict);
			check_grant(trust, &chain, &a);
		}
		CHECK(trust_covers(trust, chain.path) ==
		      trust_covers(sound, chain.path));
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
			change_forget(change, chain.path,
				      (enum forgotten)(how >> 1 & 3),
				      how & 1 ? &info : NULL);
	}
}

/* OLD may be gone: CHANGE speaks of its path, or of what it denies. */
static bool may_go(const struct line *old, const struct change *change)
{
	char *copy = mem_dup(old->text, old->len);
	struct record r;

	if (old->kind <= 0)
		return false;
	record_parse(copy, old->len, &r);
	for (size_t i = 0; i < change->add_count; i++) {
		const struct record *add = &change->adds[i];

		if (streq(add->path, r.path) || (r.deny && add->ino == r.ino) ||
		    (add->deny && path_under(r.path, add->path)))
			return true;
	}
	for (size_t i = 0; i < change->forget_count; i++)
		if (path_under(r.path, change->forgets[i].path) ||
		    (r.deny && change->forgets[i].info.ino == r.ino))
			return true;
	return false;
}

/* NOW is what is left of the denial WAS: by its identity, or by its path. */
static bool is_half(const struct line *was, const struct line *now)
{
	struct record a, b;

	record_parse(mem_dup(was->text, was->len), was->len, &a);
	record_parse(mem_dup(now->text, now->len), now->len, &b);
	return a.deny && b.deny && a.tree == b.tree && a.env == b.env &&
	       !a.moved && !a.by_path && streq(a.path, b.path) &&
	       b.moved == (a.ino == b.ino && a.btime == b.btime);
}

/* What is left of another of OLD may read as LINE, which is gone itself. */
static bool is_half_of_any(const struct lines *old, const struct line *line)
{
	for (size_t i = 0; i < old->count; i++)
		if (old->list[i].kind > 0 && is_half(&old->list[i], line))
			return true;
	return false;
}

/* Each old line is there, in order, or may be gone, if not half of it; the new ones come last. */
static void check_written(const struct lines *old, const struct change *change,
			  const struct lines *now)
{
	size_t at = 0, gone = 0, maybe = 0;
	size_t kept = now->count - change->add_count;

	CHECK(now->count >= change->add_count);
	if (!old->count && change->add_count) {
		CHECK(now->count && *now->list[0].text == '#');
		at++;
	}
	for (size_t i = 0; i < old->count; i++) {
		const struct line *was = &old->list[i];
		/* A new one may read as the old one that it replaces. */
		bool is = at < kept && now->list[at].len == was->len &&
			  !memcmp(now->list[at].text, was->text, was->len);

		if (is) {
			at++;
			maybe += was->kind > 0 && may_go(was, change) &&
				 is_half_of_any(old, was);
			continue;
		}
		CHECK(may_go(was, change));
		gone++;
		at += was->kind > 0 && at < kept && now->list[at].kind > 0 &&
		      is_half(was, &now->list[at]);
	}
	CHECK(gone <= change->dropped && gone + maybe >= change->dropped);
	CHECK(now->count - at == change->add_count);
	for (size_t i = 0; i < change->add_count; i++) {
		struct buf b = BUF_INIT;

		record_format(&b, &change->adds[i]);
		CHECK(now->list[at + i].len == b.len - 1);
		CHECK(!memcmp(now->list[at + i].text, b.data, b.len - 1));
	}
}

static void check_change(struct trust *trust, struct change *change,
			 const struct lines *old)
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
	/* What was tried is what came. */
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
	settings = (struct settings){ .names = SETTINGS_NAMES,
				      .store = scratch_at(STORE) };
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
