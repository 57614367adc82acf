/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 31 35 39 */
/*
 * Records. An input is their text, in which "@N" stands for the path of one of our directories and
 * "#N" for its identity.
 */
#include "lib/fuzz.h"
#include "print/msg.h"
#include "trust/record_text.h"

#include "../unit/records.h"

static const char *const dirs[] = { "p", "p/.venv", "l", "far", "far/e" };

/** The slots that are looked up: an environment in its place, and one behind a link. */
static struct slot slots[2];

static void make_world(void)
{
	if (access(at("p"), F_OK)) {
		put_env("p/.venv");
		put_env("far/e");
		put("l/ l/.venv>../far/e");
	}
	settings.names = generic_names + 1;
	settings.records = at("records");
	slots[0] = slot_of("p/.venv");
	slots[1] = slot_of("l/.venv>far/e");
}

static struct buf text_of(struct input *in)
{
	struct buf b = BUF_INIT;

	while (in->len) {
		char c = (char)input_byte(in);
		size_t n = (size_t)(in->len ? *in->at - '0' : -1);

		if ((c != '@' && c != '#') || n >= ARRAY_SIZE(dirs)) {
			buf_putc(&b, c);
			continue;
		}
		buf_puts(&b, c == '@' ? at(dirs[n]) : identity(at(dirs[n]), 0));
		input_byte(in);
	}
	return b;
}

/* The records of TEXT; of those that are near DIR, unless that is NULL. */
static struct trust read_text(const struct buf *text, const char *dir)
{
	struct trust trust = {
		.settings = &settings, .near = dir, .loaded = true, .whole = !dir, .file = "records"
	};

	trust_read(&trust, text->data, text->len);
	return trust;
}

/* Written and read again, a record says the same. */
static void check_form(const struct record *r)
{
	struct buf b = BUF_INIT, again = BUF_INIT;
	struct record same;

	record_format(&b, r);
	CHECK(ends_with(b.data, "\n") && is_shown(b.data));
	CHECK(record_parse(mem_dup(b.data, b.len - 1), b.len - 1, &same) == 1);
	record_format(&again, &same);
	CHECK_SAME(again.data, b.data);
	CHECK_SAME(same.path, r->path);
	CHECK_SAME(same.target, r->target);
	CHECK_SAME(same.shared, r->shared);
}

/* A yes is of this slot, and of what is there now. */
static void check_word(struct trust *trust, const struct slot *slot)
{
	const struct record *by;
	enum word word = trust_word(trust, slot, &by);

	if (word == WORD_ALLOWED) {
		CHECK(by->line && !by->deny && !by->tree && slot->is_pointer == !!by->target);
		CHECK_SAME(by->path, slot->path);
		if (by->target) {
			CHECK_SAME(by->target, slot->env->path);
			CHECK(by->target_id.ino == chain_around(slot->env)->info.id.ino);
			REACHED();
		}
		CHECK(!by->id.ino || by->id.ino == chain_end(slot->project)->info.id.ino);
	}
	if (word == WORD_COVERED) {
		CHECK(!trust->fault && !slot->is_pointer && by->tree && !by->deny);
		CHECK(path_under(slot->env->path, by->path));
		REACHED();
	}
}

/* The records near the slot are enough for a yes and for a denial; no file is behind the others. */
static void check_near(struct trust *whole, const struct slot *slot, const struct buf *text)
{
	struct trust near = read_text(text, slot->project->path);
	const struct record *record;
	enum word word = trust_word(whole, slot, &record);
	bool is_sure = word >= WORD_ALLOWED;

	CHECK(trust_word(&near, slot, &record) == (is_sure ? word : WORD_NONE));
}

void fuzz(struct input in)
{
	const struct record *record;
	struct trust trust;
	struct buf text;

	make_world();
	text = text_of(&in);
	trust = read_text(&text, NULL);
	CHECK(!trust.fault == !trust.bad_line);
	for (size_t i = 0; i < trust.count; i++)
		check_form(&trust.records[i]);
	for (size_t i = 0; i < ARRAY_SIZE(slots); i++) {
		check_word(&trust, &slots[i]);
		check_near(&trust, &slots[i], &text);
	}
	/* Behind any text a denial is read. */
	buf_putl(&text, "\ndeny tree ", slots[0].project->path, "\n");
	trust = read_text(&text, NULL);
	CHECK(trust_word(&trust, &slots[0], &record) >= WORD_DENIED_ITSELF);
}
