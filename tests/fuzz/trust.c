/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 31 35 39 42 */
/*
 * Records, of this edition and of the first. An input is a byte (1: of the first) and the text,
 * in which "@N" stands for the path of one of our directories and "#N" for its identity.
 */
#include <stdio.h>
#include <unistd.h>

#include "core/record_text.h"
#include "lib/fuzz.h"

#include "core/path.h"
#include "records/change.h"

static const char *const dirs[] = { "p", "p/.venv", "l", "far", "far/e" };

static struct settings settings;
static struct user user;

/** What is asked about: an environment in its place, and one that a link leads to. */
static struct place {
	const char *project, *env;
	struct chain project_chain, env_chain;
	struct slot slot;
} places[] = { { .project = "p", .env = "p/.venv" }, { .project = "l", .env = "far/e" } };

static void make_world(void)
{
	if (!access(scratch_at("p"), F_OK))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		scratch_dir(dirs[i]);
	scratch_env("p/.venv");
	scratch_env("far/e");
	CHECK(!symlink("../far/e", scratch_at("l/.venv")));
}

static void look_around(void)
{
	for (struct place *p = places; p < places + ARRAY_SIZE(places); p++) {
		CHECK(!chain_of(scratch_at(p->project), &p->project_chain));
		CHECK(!chain_of(scratch_at(p->env), &p->env_chain));
		p->slot = (struct slot){
			.project = &p->project_chain,
			.path = path_join(scratch_at(p->project), ".venv"),
			.env = &p->env_chain,
			.leads = p->project[0] == 'l',
		};
	}
}

static void put_identity(struct buf *b, const char *path)
{
	struct file_info info;
	char text[64];

	CHECK(!file_lstat(path, &info));
	snprintf(text, sizeof(text), "%llu:%lld.%09lld", (unsigned long long)info.ino,
		 (long long)info.btime / 1000000000, (long long)info.btime % 1000000000);
	buf_puts(b, text);
}

/* The text with our places put in. */
static void fill(struct buf *b, const struct input *in)
{
	buf_puts(b, "");
	for (const uint8_t *at = in->at; at < in->end; at++) {
		size_t n = at + 1 < in->end ? (size_t)(at[1] - '0') : ARRAY_SIZE(dirs);

		if ((*at != '@' && *at != '#') || n >= ARRAY_SIZE(dirs)) {
			buf_putc(b, (char)*at);
			continue;
		}
		if (*at == '@')
			buf_puts(b, scratch_at(dirs[n]));
		else
			put_identity(b, scratch_at(dirs[n]));
		at++;
	}
}

static struct trust read_text(const struct buf *text, bool first)
{
	struct trust trust;

	trust_init(&trust, &settings, &user);
	trust.loaded = true;
	trust.first = first;
	trust_read(&trust, mem_dup(text->data, text->len), text->len, "records", first);
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
	CHECK_SAME(same.target, r->target);
	CHECK(same.ino == r->ino && same.btime == r->btime && same.tree == r->tree);
}

static bool is_same(const struct record *r, const struct file_info *info)
{
	return r->ino == info->ino && r->btime == info->btime;
}

/* R denies what is at CHAIN's end. */
static bool covers(const struct record *r, const struct chain *chain)
{
	bool by_path = !r->elsewhere && path_under(chain->path, r->path);

	for (size_t i = 0; i < chain->count && !by_path; i++)
		by_path = r->btime && is_same(r, &chain->steps[i].info);
	return r->deny && by_path;
}

/* Also by its name in the project, whatever that leads to. */
static bool denies(const struct record *r, const struct slot *slot)
{
	return covers(r, slot->project) || covers(r, slot->env) ||
	       (r->deny && !r->elsewhere && streq(r->path, slot->path));
}

/* The record that says yes is of that place and no other, as it is now. */
static void check_yes(const struct record *by, const struct place *p)
{
	const struct slot *slot = &p->slot;

	CHECK(by && by->line && !by->deny && !by->tree);
	CHECK_SAME(by->path, slot->path);
	CHECK(slot->leads == !!by->target);
	if (by->target) {
		CHECK_SAME(by->target, slot->env->path);
		TAKEN();
	}
	if (by->ino)
		CHECK(is_same(by, &chain_end(by->itself ? slot->env : slot->project)->info));
}

static void check_verdict(struct trust *trust, const struct place *p)
{
	struct judgement j = trust_slot(trust, &p->slot);
	bool denied = false;

	for (size_t i = 0; i < trust->count; i++)
		denied |= denies(&trust->records[i], &p->slot);
	CHECK(denied == (j.verdict == VERDICT_DENIED));
	if (j.verdict == VERDICT_ALLOWED)
		check_yes(j.by, p);
	if (j.verdict == VERDICT_NEW) {
		TAKEN();
		CHECK(!trust->fault && !p->slot.leads && j.by->tree);
		CHECK(path_under(p->slot.env->path, j.by->path));
	}
}

/* As records of today nothing is on that was not, and what was denied is. */
static void check_converted(struct trust *trust)
{
	struct buf b = BUF_INIT, lost = BUF_INIT;
	struct trust now;

	buf_puts(&b, "");
	buf_puts(&lost, "");
	records_convert(trust, &b, &lost);
	now = read_text(&b, false);
	CHECK(!now.fault && is_shown(b.data, b.len));
	for (struct place *p = places; p < places + ARRAY_SIZE(places); p++) {
		enum verdict was = trust_slot(trust, &p->slot).verdict;
		enum verdict is = trust_slot(&now, &p->slot).verdict;

		CHECK((was == VERDICT_DENIED) == (is == VERDICT_DENIED));
		CHECK(is != VERDICT_ALLOWED || was == VERDICT_ALLOWED);
		/* In the first edition a tree spoke for what was changed as well. */
		CHECK(is != VERDICT_NEW || was != VERDICT_NONE || trust->fault);
		if (is == VERDICT_ALLOWED)
			TAKEN();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	bool first = input_byte(&in) & 1;
	struct buf text = BUF_INIT;
	struct trust trust;

	make_world();
	settings = (struct settings){ .names = settings_names("venv:env:.env:virtualenv"),
				      .store = scratch_at("records") };
	user = user_of_process();
	look_around();
	fill(&text, &in);
	trust = read_text(&text, first);
	CHECK(!trust.fault == !trust.bad_line);
	for (size_t i = 0; !first && i < trust.count; i++)
		check_form(&trust.records[i]);
	for (struct place *p = places; p < places + ARRAY_SIZE(places); p++)
		check_verdict(&trust, p);
	if (first)
		check_converted(&trust);
	mem_reset();
	return 0;
}
