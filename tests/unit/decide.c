/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 1 2 5 6 8 31 */
/*
 * decide(): every situation there can be, against DESIGN section 5 written as
 * rows that exclude each other.
 */
#include "core/decide.h"
#include "test.h"

/**
 * A situation that a row asks for: a letter each for found, same, muted,
 * inherited, off, fresh, in_path, leftover; y, n, or . for either.
 */
struct row {
	const char *name;
	enum active active;
	const char *when;
	enum action action;
	/** how many situations it spoke of */
	unsigned hits;
};

enum {
	FLAGS = 8,
};

// clang-format off
static struct row rows[] = {
	/*                                                  f s m i o F p l */
	{ "none, E here: activate", ACTIVE_NONE,           "y.n.n...", DO_ACTIVATE, 0 },
	{ "none, nothing here",     ACTIVE_NONE,           "n......n", DO_NOTHING, 0 },
	{ "none, nothing here, something left over", ACTIVE_NONE, "n......y", DO_CLEAN, 0 },
	{ "none, E is muted",       ACTIVE_NONE,           "y.y....n", DO_NOTHING, 0 },
	{ "none, E is muted, left over", ACTIVE_NONE,      "y.y....y", DO_CLEAN, 0 },
	{ "none, avenv is off",     ACTIVE_NONE,           "y.n.y..n", DO_NOTHING, 0 },
	{ "none, avenv is off, left over", ACTIVE_NONE,    "y.n.y..y", DO_CLEAN, 0 },

	{ "ours, avenv is off",     ACTIVE_OURS,           "....y...", DO_DEACTIVATE, 0 },
	{ "ours, nothing here",     ACTIVE_OURS,           "n...n...", DO_DEACTIVATE, 0 },
	{ "ours, what is here is muted", ACTIVE_OURS,      "y.y.n...", DO_DEACTIVATE, 0 },
	{ "ours, another here: switch", ACTIVE_OURS,       "ynn.n...", DO_SWITCH, 0 },
	{ "ours, the same",         ACTIVE_OURS,           "yyn.nny.", DO_NOTHING, 0 },
	{ "ours, the same, entry missing", ACTIVE_OURS,    "yyn.nnn.", DO_REPAIR, 0 },
	{ "ours, the same, first prompt", ACTIVE_OURS,     "yyn.ny..", DO_REPAIR, 0 },

	{ "theirs, inherited, the same: adopt", ACTIVE_THEIRS, "yy.yn...", DO_ADOPT, 0 },
	{ "theirs",                 ACTIVE_THEIRS,         "...n...n", DO_NOTHING, 0 },
	{ "theirs, over ours",      ACTIVE_THEIRS,         "...n...y", DO_RENOUNCE, 0 },
	{ "theirs, inherited, off", ACTIVE_THEIRS,         "...yyn.n", DO_NOTHING, 0 },
	{ "theirs, inherited, off, first prompt", ACTIVE_THEIRS, "...yyy.n", DO_LEND, 0 },
	{ "theirs, inherited, off, over ours", ACTIVE_THEIRS, "...yy..y", DO_RENOUNCE, 0 },
	{ "theirs, inherited, nothing here", ACTIVE_THEIRS, "n..ynn.n", DO_NOTHING, 0 },
	{ "theirs, inherited, nothing here, first prompt", ACTIVE_THEIRS, "n..yny.n", DO_LEND, 0 },
	{ "theirs, inherited, nothing here, over ours", ACTIVE_THEIRS, "n..yn..y", DO_RENOUNCE, 0 },
	{ "theirs, inherited, another here", ACTIVE_THEIRS, "yn.ynn.n", DO_NOTHING, 0 },
	{ "theirs, inherited, another here, first prompt", ACTIVE_THEIRS, "yn.yny.n", DO_LEND, 0 },
	{ "theirs, inherited, another here, over ours", ACTIVE_THEIRS, "yn.yn..y", DO_RENOUNCE, 0 },
};
// clang-format on

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
		.found = bits & 1,
		.same = bits >> 1 & 1,
		.muted = bits >> 2 & 1,
		.inherited = bits >> 3 & 1,
		.off = bits >> 4 & 1,
		.fresh = bits >> 5 & 1,
		.in_path = bits >> 6 & 1,
		.leftover = bits >> 7 & 1,
	};
}

/* Exactly one row speaks of it, and decide() says the same. */
static void check_one(enum active active, unsigned bits)
{
	const struct situation s = situation(active, bits);
	enum action action = decide(&s);
	bool on = action == DO_ACTIVATE || action == DO_SWITCH || action == DO_REPAIR ||
		  action == DO_ADOPT;
	struct row *by = NULL;

	foreach(row, rows) {
		if (!matches(row, active, bits))
			continue;
		row_text(row->name, by ? by->name : NULL, NULL);
		by = row;
	}
	assert_non_null(by);
	by->hits++;
	row_int(by->name, action, by->action);
	/* This holds beside the rows. */
	assert_true(!on || (s.found && !s.off));
}

TEST(every_situation)
{
	static const enum active whose[] = { ACTIVE_NONE, ACTIVE_OURS, ACTIVE_THEIRS };

	foreach(active, whose)
		for (unsigned bits = 0; bits < 1U << FLAGS; bits++)
			check_one(*active, bits);
	foreach(row, rows)
		row_int(row->name, row->hits > 0, true);
}

MAIN(NULL, NULL)
