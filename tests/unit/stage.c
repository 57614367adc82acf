/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 48 53 59 60 61 */
/*
 * An environment into its place and out of it, while other programs rename and
 * write there: nothing but the environment itself is replaced or removed.
 */
#include "stage.h"
#include "system/files.h"

static void build(const struct stage *s)
{
	assert_int_equal(mkdirat(s->dir, "bin", 0755), 0);
	assert_int_equal(mkdirat(s->dir, "lib", 0755), 0);
	assert_int_equal(files_make(s->dir, "bin/python", "new", 3, 0755), 0);
	assert_int_equal(files_make(s->dir, "bin/zlast", "new", 3, 0644), 0);
	assert_int_equal(files_make(s->dir, "pyvenv.cfg", "new", 3, 0644), 0);
}

/* A commit that fails, or one that succeeds; nothing is left beside it. */
static void commit(struct stage *s, int wanted)
{
	build(s);
	row_int(s->target, stage_commit(s), wanted);
	stage_end();
	row_int(s->target, leftovers("."), 0);
}

TEST(new_environment)
{
	struct stage s;

	put("new/ link>new");
	assert_int_equal(begin(&s, "link/a/b/env", false), 0);
	assert_string_equal(s.target, at("new/a/b/env"));
	assert_false(is_there("new/a/b/env"));
	assert_int_equal(mode_of(s.path), 0700);
	commit(&s, 0);
	assert_string_equal(slurp("new/a/b/env/pyvenv.cfg"), "new");
	assert_int_equal(leftovers("new/a/b"), 0);
	/* Dropped: parents that were made go, unless they hold something. */
	assert_int_equal(begin(&s, "gone/a/b/env", false), 0);
	put("gone/a/of-somebody");
	stage_drop(&s);
	stage_end();
	assert_false(is_there("gone/a/b"));
	assert_true(is_there("gone/a/of-somebody"));
}

/* The name was taken meanwhile, by an environment or an empty directory. */
TEST(name_taken)
{
	struct stage s, other;

	assert_int_equal(begin(&s, "race", false), 0);
	assert_int_equal(begin(&other, "race", false), 0);
	build(&s);
	assert_int_equal(files_make(s.dir, "first", "", 0, 0644), 0);
	assert_int_equal(stage_commit(&s), 0);
	commit(&other, -1);
	assert_true(is_there("race/first"));
	assert_int_equal(begin(&s, "empty", false), 0);
	put("empty/");
	commit(&s, -1);
	assert_false(is_there("empty/bin"));
}

TEST(something_else_in_place)
{
	static const char *const names[] = { "way/file", "way/link",       "way/dangling",
					     "way/fifo", "way/file/below", "way/dangling/a/b" };
	struct stage s;

	put("way/ way/dir/ way/file way/fifo| way/link>dir way/dangling>nowhere");
	foreach(name, names) {
		row_int(*name, begin(&s, *name, false), -1);
		row_int(*name, begin(&s, *name, true), -1);
	}
	stage_end();
	assert_false(is_there("way/nowhere"));
	assert_int_equal(leftovers("way"), 0);
}

/* Another directory under the name, early or at the last moment, is not replaced. */
TEST(exchanged)
{
	struct stage s;

	scratch_clear();
	put_old("env");
	assert_int_equal(begin(&s, "env", true), 0);
	assert_int_equal(s.way, STAGE_EXCHANGE);
	swap();
	commit(&s, -1);
	check_swapped();
	assert_int_equal(begin(&s, "env", true), 0);
	before_rename = swap;
	commit(&s, -1);
	check_swapped();
	assert_int_equal(begin(&s, "env", true), 0);
	commit(&s, 0);
	assert_string_equal(slurp("env/pyvenv.cfg"), "new");
	assert_false(is_there("env/extra"));
}

TEST(merged)
{
	struct stage s;

	scratch_clear();
	put_old("env");
	put("env/lib64/ env/bin/foreign env/bin/zlast>foreign");
	assert_int_equal(begin(&s, "env", false), 0);
	assert_int_equal(s.way, STAGE_MERGE);
	commit(&s, 0);
	assert_string_equal(slurp("env/pyvenv.cfg"), "new");
	assert_string_equal(slurp("env/bin/python"), "new");
	assert_string_equal(slurp("env/bin/zlast"), "new");
	assert_string_equal(slurp("env/bin/foreign"), "");
	assert_true(is_there("env/extra/x") && is_there("env/lib64/."));
	assert_int_equal(leftovers("env"), 0);
}

/* One entry of another kind in the way: nothing changes. */
TEST(merge_in_the_way)
{
	static const char *const rows[] = { "env/bin",         "env/bin>elsewhere",
					    "env/lib",         "env/lib>elsewhere",
					    "env/bin/python/", "env/pyvenv.cfg/",
					    "env/bin/zlast/" };
	struct stage s;

	foreach(row, rows) {
		bool bin = strncmp(*row, "env/bin", 7) || (*row)[7] == '/';

		scratch_clear();
		put("env/");
		if (bin)
			put("env/bin/ env/bin/aaa");
		put(*row);
		assert_int_equal(begin(&s, "env", false), 0);
		assert_int_equal(s.way, STAGE_MERGE);
		build(&s);
		assert_int_equal(files_make(s.dir, "bin/aaa", "new", 3, 0644), 0);
		row_int(*row, stage_commit(&s), -1);
		stage_end();
		if (bin)
			assert_string_equal(slurp("env/bin/aaa"), "");
		assert_int_equal(leftovers("env"), 0);
	}
}

TEST(locked)
{
	struct stage s, other;

	scratch_clear();
	put_old("env");
	for (int clear = 0; clear < 2; clear++) {
		assert_int_equal(begin(&s, "env", clear), 0);
		assert_int_equal(begin(&other, "env", false), -1);
		assert_int_equal(begin(&other, "env", true), -1);
		assert_int_equal(discard("env"), -1);
		stage_drop(&s);
	}
	stage_end();
	check_old("env");
}

MAIN(scratch_make, scratch_remove)
