/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 31 35 39 42 */
/*
 * Records, of this edition and of the first. An input is a byte (1: of the first) and the text,
 * in which "@N" stands for the path of one of our directories and "#N" for its identity.
 */
#include <unistd.h>

#include "core/record_text.h"
#include "lib/fuzz.h"

#include "core/path.h"
#include "print/msg.h"
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
	if (access(scratch_at("p"), F_OK)) {
		scratch_env("p/.venv");
		scratch_env("far/e");
		scratch_dir("l");
		CHECK(!symlink("../far/e", scratch_at("l/.venv")));
	}
	settings.names = settings_names("venv:env:.env:virtualenv");
	settings.store = scratch_at("records");
	user = user_of_process();
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

static const char *identity(const char *path)
{
	struct file_info info;

	CHECK(!file_lstat(path, &info));
	return formatted("%llu:%lld.%09lld", (unsigned long long)info.ino,
			 (long long)info.btime / 1000000000, (long long)info.btime % 1000000000);
}

/* The text with our places put in. */
static void fill(struct buf *b, struct input *in)
{
	while (in->at < in->end) {
		char c = (char)input_byte(in);
		size_t n = in->at < in->end ? (size_t)(*in->at - '0') : ARRAY_SIZE(dirs);

		if ((c != '@' && c != '#') || n >= ARRAY_SIZE(dirs)) {
			buf_putc(b, c);
			continue;
		}
		buf_puts(b, c == '@' ? scratch_at(dirs[n]) : identity(scratch_at(dirs[n])));
		in->at++;
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
	CHECK(record_parse(mem_dup(b.data, b.len - 1), b.len - 1, false, &same) == 1);
	record_format(&again, &same);
	CHECK_SAME(again.data, b.data);
	CHECK_SAME(same.path, r->path);
	CHECK_SAME(same.target, r->target);
	CHECK(same.ino == r->ino && same.btime == r->btime && same.tree == r->tree);
}

/* A denial anywhere in the text holds; a yes is of this slot, and of what is there now. */
static void check_verdict(struct trust *trust, const struct slot *slot)
{
	struct judgement j = trust_slot(trust, slot);
	const struct record *by = j.by;
	bool denied = false;

	for (size_t i = 0; i < trust->count; i++)
		denied |= record_denies(&trust->records[i], slot);
	CHECK(denied == (j.verdict == VERDICT_DENIED));
	if (j.verdict == VERDICT_ALLOWED) {
		CHECK(by->line && !by->deny && !by->tree && slot->leads == !!by->target);
		CHECK_SAME(by->path, slot->path);
		if (by->target) {
			CHECK_SAME(by->target, slot->env->path);
			REACHED();
		}
		CHECK(!by->ino || by->ino == chain_end(slot->project)->info.ino);
	}
	if (j.verdict == VERDICT_NEW) {
		CHECK(!trust->fault && !slot->leads && by->tree && !by->deny);
		CHECK(path_under(slot->env->path, by->path));
		REACHED();
	}
}

/* Behind any text a denial is read. */
static void check_denied(struct buf *text, const struct slot *slot)
{
	struct trust trust;

	buf_puts(text, "\ndeny tree ");
	buf_puts(text, slot->project->path);
	buf_putc(text, '\n');
	trust = read_text(text, false);
	CHECK(trust_slot(&trust, slot).verdict == VERDICT_DENIED);
}

/* As records of today nothing is on that was not, and what was denied is. */
static void check_converted(struct trust *trust)
{
	struct buf b = BUF_INIT, lost = BUF_INIT;
	struct trust now;

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
			REACHED();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	bool first = input_byte(&in) & 1;
	struct buf text = BUF_INIT;
	struct trust trust;

	make_world();
	fill(&text, &in);
	trust = read_text(&text, first);
	CHECK(!trust.fault == !trust.bad_line);
	for (size_t i = 0; !first && i < trust.count; i++)
		check_form(&trust.records[i]);
	for (struct place *p = places; p < places + ARRAY_SIZE(places); p++)
		check_verdict(&trust, &p->slot);
	if (first)
		check_converted(&trust);
	else
		check_denied(&text, &places[0].slot);
	mem_reset();
	return 0;
}
