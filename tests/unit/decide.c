/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 1 5 6 8 31 */
/* decide() in every situation: each is spoken of by exactly one row. */
#include "plan/plan.h"
#include "plan/words.h"
#include "test.h"

/**
 * A situation that a row asks for: a letter each for usable, same, muted, off, activate,
 * deactivate, adoptable, maybe_no_deactivate, refresh, in_path, leftover; y, n, or . for either.
 */
struct row {
	enum active active;
	const char *when;
	enum action action;
	const char *name;
};

enum {
	FLAGS = 11,
};

// clang-format off
static const struct row rows[] = {
	/*                 fsmoADa1rpl */
	{ ACTIVE_NONE,    "y.nn.n.....", DO_ACTIVATE, "none, E here: activate" },
	{ ACTIVE_NONE,    "n.........n", DO_NOTHING, "none, nothing here" },
	{ ACTIVE_NONE,    "n.........y", DO_DEACTIVATE, "none, nothing here, something left over" },
	{ ACTIVE_NONE,    "y.y.......n", DO_NOTHING, "none, E is muted" },
	{ ACTIVE_NONE,    "y.y.......y", DO_DEACTIVATE, "none, E is muted, left over" },
	{ ACTIVE_NONE,    "y.ny......n", DO_NOTHING, "none, avenv is off" },
	{ ACTIVE_NONE,    "y.ny......y", DO_DEACTIVATE, "none, avenv is off, left over" },
	{ ACTIVE_NONE,    "y.nn.y....n", DO_NOTHING, "none, deactivate" },
	{ ACTIVE_NONE,    "y.nn.y....y", DO_DEACTIVATE, "none, deactivate, left over" },

	{ ACTIVE_OURS,    "...y.......", DO_DEACTIVATE, "ours, avenv is off" },
	{ ACTIVE_OURS,    "...n.y.....", DO_DEACTIVATE, "ours, deactivate" },
	{ ACTIVE_OURS,    "n..n.n.....", DO_DEACTIVATE, "ours, nothing here" },
	{ ACTIVE_OURS,    "y.yn.n.....", DO_DEACTIVATE, "ours, E is muted" },
	{ ACTIVE_OURS,    "ynnn.n.....", DO_SWITCH, "ours, another here: switch" },
	{ ACTIVE_OURS,    "yynn.n..ny.", DO_NOTHING, "ours, the same" },
	{ ACTIVE_OURS,    "yynn.n..nn.", DO_REFRESH, "ours, the same, entry missing" },
	{ ACTIVE_OURS,    "yynn.n..y..", DO_REFRESH, "ours, the same, first prompt" },

	{ ACTIVE_BY_HAND, "y.nn.y.....", DO_SWITCH, "by hand, deactivate, E here" },
	{ ACTIVE_BY_HAND, "y.yn.y.....", DO_DEACTIVATE, "by hand, deactivate, E is muted" },
	{ ACTIVE_BY_HAND, "y..y.y.....", DO_DEACTIVATE, "by hand, deactivate, avenv is off" },
	{ ACTIVE_BY_HAND, "n....y.....", DO_DEACTIVATE, "by hand, deactivate, nothing here" },
	{ ACTIVE_BY_HAND, "yy.n.ny....", DO_ADOPT, "by hand, the same: adopt" },
	{ ACTIVE_BY_HAND, "yy.nynn....", DO_ADOPT, "by hand and kept, activate" },
	{ ACTIVE_BY_HAND, "yn.nyn.....", DO_SWITCH, "by hand, another here, activate" },
	{ ACTIVE_BY_HAND, "yy.nnnnn..n", DO_NOTHING, "by hand and kept" },
	{ ACTIVE_BY_HAND, "yy.nnnny..n", DO_DEFINE_DEACTIVATE, "by hand and kept, no deactivate" },
	{ ACTIVE_BY_HAND, "yy.nnnn...y", DO_DROP_OURS, "by hand and kept, over ours" },
	{ ACTIVE_BY_HAND, "yn.nnn.n..n", DO_NOTHING, "by hand, another here" },
	{ ACTIVE_BY_HAND, "yn.nnn.y..n", DO_DEFINE_DEACTIVATE, "by hand, another here, no deactivate" },
	{ ACTIVE_BY_HAND, "yn.nnn....y", DO_DROP_OURS, "by hand, another here, over ours" },
	{ ACTIVE_BY_HAND, "n..n.n.n..n", DO_NOTHING, "by hand, nothing here" },
	{ ACTIVE_BY_HAND, "n..n.n.y..n", DO_DEFINE_DEACTIVATE, "by hand, nothing here, no deactivate" },
	{ ACTIVE_BY_HAND, "n..n.n....y", DO_DROP_OURS, "by hand, nothing here, over ours" },
	{ ACTIVE_BY_HAND, "...y.n.n..n", DO_NOTHING, "by hand, off" },
	{ ACTIVE_BY_HAND, "...y.n.y..n", DO_DEFINE_DEACTIVATE, "by hand, off, no deactivate" },
	{ ACTIVE_BY_HAND, "...y.n....y", DO_DROP_OURS, "by hand, off, over ours" },
};
// clang-format on

/** how many situations each row spoke of */
static unsigned hits[ARRAY_SIZE(rows)];

static bool matches(const struct row *row, enum active active, unsigned bits)
{
	if (row->active != active)
		return false;
	for (unsigned i = 0; i < FLAGS; i++)
		if (row->when[i] != '.' && row->when[i] != (bits >> i & 1 ? 'y' : 'n'))
			return false;
	return true;
}

static struct situation situation(enum active active, unsigned bits)
{
	return (struct situation){
		.active = active,
		.usable = bits & 1,
		.same = bits >> 1 & 1,
		.muted = bits >> 2 & 1,
		.off = bits >> 3 & 1,
		.activate = bits >> 4 & 1,
		.deactivate = bits >> 5 & 1,
		.adoptable = bits >> 6 & 1,
		.maybe_no_deactivate = bits >> 7 & 1,
		.refresh = bits >> 8 & 1,
		.in_path = bits >> 9 & 1,
		.leftover = bits >> 10 & 1,
	};
}

/* Exactly one row speaks of it, and decide() says the same. */
static void check_one(enum active active, unsigned bits)
{
	const struct situation s = situation(active, bits);
	enum action action = decide(&s);
	bool on = action == DO_ACTIVATE || action == DO_SWITCH || action == DO_REFRESH ||
		  action == DO_ADOPT;
	const struct row *by = NULL;

	foreach(row, rows) {
		if (!matches(row, active, bits))
			continue;
		row_text(row->name, by ? by->name : NULL, NULL);
		by = row;
	}
	assert_non_null(by);
	hits[by - rows]++;
	row_int(by->name, action, by->action);
	/* An environment is on only where one was found, and never against the user's word. */
	assert_true(!on || (s.usable && !s.off));
	assert_true(!on || !s.deactivate || (active == ACTIVE_BY_HAND && !s.muted));
}

TEST(every_situation)
{
	static const enum active whose[] = { ACTIVE_NONE, ACTIVE_OURS, ACTIVE_BY_HAND };

	foreach(active, whose)
		for (unsigned bits = 0; bits < 1U << FLAGS; bits++)
			check_one(*active, bits);
	foreach(row, rows)
		row_int(row->name, hits[row - rows] > 0, true);
}

TEST(a_word_for_each_bar)
{
	/* A pointer was not moved. */
	struct verdict v = { .candidate = { .path = "p/.venv", .pointer = POINTER_LINK } };

	for (v.bars = 1; v.bars < BARS_END; v.bars <<= 1)
		assert_non_null(words_of(&v)->next);
}

MAIN(NULL)
