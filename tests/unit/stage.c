/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 48 59 61 */
/*
 * An environment into its place, while other programs rename there: nothing but the environment
 * that was looked at is replaced.
 */
#include "stage.h"

/* A new environment in a stage in HOLDER. */
static void start(struct stage *s, const char *holder)
{
	static const char *const files[] = { "lib/site/pip/new", "bin/aaa", "bin/python",
					     "pyvenv.cfg" };

	assert_int_equal(stage_open(at(holder), s), 0);
	assert_int_equal(mode_of(s->path), 0700);
	foreach(file, files) {
		put_dirs(path_join(s->path, path_parent(path_join("/", *file)) + 1));
		put_file(path_join(s->path, *file), "new");
	}
}

static int exchange(struct stage *s, int keep)
{
	int old = lock("env"), ret = old < 0 ? -1 : stage_exchange(s, "env", old, keep);

	close(old);
	return ret;
}

TEST(placed)
{
	struct stage s, other;

	scratch_clear();
	start(&s, ".");
	start(&other, ".");
	assert_int_equal(stage_place(&s, "env"), 0);
	assert_string_equal(slurp("env/pyvenv.cfg"), "new");
	/* The name is taken by now. */
	assert_int_equal(stage_place(&other, "env"), -1);
	start(&s, ".");
	put("empty/ link>env");
	assert_int_equal(stage_place(&s, "empty"), -1);
	assert_false(is_there("empty/bin"));
	start(&s, ".");
	assert_int_equal(stage_place(&s, "link"), -1);
	assert_int_equal(leftovers("."), 0);
}

/* Another directory under the name, early or at the last moment, is not replaced. */
TEST(exchanged)
{
	struct stage s;

	scratch_clear();
	put_old("env");
	start(&s, ".");
	before_rename = swap;
	assert_int_equal(exchange(&s, -1), -1);
	check_swapped();
	no_flags = EINVAL;
	start(&s, ".");
	assert_int_equal(exchange(&s, -1), -1);
	no_flags = 0;
	check_old("env");
	start(&s, ".");
	assert_int_equal(exchange(&s, -1), 0);
	assert_string_equal(slurp("env/pyvenv.cfg"), "new");
	assert_false(is_there("env/extra"));
	assert_int_equal(leftovers("."), 0);
}

TEST(exchanged_keeping)
{
	struct stage s;
	int keep;

	scratch_clear();
	put_old("env");
	put("backup/");
	keep = open_dir("backup");
	start(&s, ".");
	before_rename = swap;
	assert_int_equal(exchange(&s, keep), -1);
	assert_false(is_there("backup/env"));
	check_swapped();
	put("backup/");
	close(keep);
	keep = open_dir("backup");
	start(&s, ".");
	assert_int_equal(exchange(&s, keep), 0);
	assert_string_equal(slurp("env/pyvenv.cfg"), "new");
	check_old("backup/env");
	close(keep);
}

TEST(merged)
{
	struct stage s;

	for (int i = 0; i < 2; i++) {
		scratch_clear();
		put_old("env");
		put("env/lib64/ env/bin/foreign env/bin/aaa>foreign env/lib/ env/lib/site/ "
		    "env/lib/site/mine env/lib/site/pip/ env/lib/site/pip/old");
		start(&s, "env");
		no_flags = i ? EINVAL : 0;
		assert_int_equal(stage_merge(&s, "lib/site"), 0);
		no_flags = 0;
		assert_string_equal(slurp("env/pyvenv.cfg"), "new");
		assert_string_equal(slurp("env/bin/python"), "new");
		assert_string_equal(slurp("env/bin/aaa"), "new");
		assert_string_equal(slurp("env/bin/foreign"), "");
		assert_true(is_there("env/extra/x") && is_there("env/lib64/."));
		/* Entries of site-packages are exchanged whole. */
		assert_true(is_there("env/lib/site/mine") && is_there("env/lib/site/pip/new"));
		assert_false(is_there("env/lib/site/pip/old"));
		assert_int_equal(leftovers("env"), 0);
	}
}

static const char *given;

static void give_data(const char *name)
{
	given = mem_dups(name);
	assert_int_equal(
		syscall(SYS_renameat2, AT_FDCWD, at(given), AT_FDCWD, at("data"), RENAME_EXCHANGE),
		0);
}

/* The directory that was just made is exchanged for one that holds something. */
TEST(swapped_when_made)
{
	struct stage s;

	scratch_clear();
	put("data/ data/thesis");
	after_mkdir = give_data;
	assert_int_equal(stage_open(at("."), &s), 0);
	assert_string_not_equal(given, s.name);
	stage_drop(&s);
	assert_true(is_there(path_join(given, "thesis")));
}

MAIN(scratch_make, scratch_remove)
