/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/walk.h"

#include "core/buf.h"
#include "scratch.h"

static const struct settings settings = { .names = "venv" };

static void on_env(void *arg, const char *dir, const char *name,
		   const struct file_info *info)
{
	(void)info;
	buf_putl(arg, "+", path_base(dir), "/", name, " ");
}

/* "!": could not be read; "?": may be an environment; "@": may lead to one */
static void on_dir(void *arg, const struct walk_dir *dir)
{
	buf_putl(arg, dir->error ? "!" : "", dir->promising ? "?" : "",
		 dir->pointer ? "@" : "", path_base(dir->path), " ");
}

/* What a walk below NAME calls; the rest of it is as the caller set it. */
static const char *walked(struct walk *walk, const char *name)
{
	static struct buf seen;

	seen = (struct buf)BUF_INIT;
	buf_puts(&seen, "");
	walk->settings = &settings;
	walk->env = on_env;
	walk->dir = on_dir;
	walk->arg = &seen;
	walk_below(walk, at(name));
	return seen.data;
}

static struct walk with(unsigned depth, size_t dirs)
{
	return (struct walk){ .depth_max = depth, .dirs_max = dirs };
}

static void test_what_counts(void **state)
{
	struct walk all = with(9, 99), gone = with(9, 99);

	(void)state;
	put_dir("t");
	put_env("t/odd");
	put_dir("t/.git");
	put_env("t/.git/hidden");
	put_dir("t/.avenv-new-1");
	put_dir("t/p");
	put_file("t/p/.venv", "/elsewhere\n");
	put_link("t/link", "p");
	put_file("t/file", "");
	put_dir("t/p/q");
	put_file("t/p/q/venv", "no redirect has this name");
	assert_string_equal(walked(&all, "t"), "+t/odd ?t ?@p q ");
	assert_int_equal(all.dirs, 3);
	assert_false(all.too_deep || all.too_many);
	assert_string_equal(walked(&gone, "nothing"), "!nothing ");
	assert_int_equal(gone.dirs, 0);
}

/* d/1/2/3, and beside each of the first two levels another directory */
static void put_tree(void)
{
	static const char *const dirs[] = { "d",     "d/1",     "d/1/2",
					    "d/1/x", "d/1/2/3", "d/y" };

	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++)
		put_dir(dirs[i]);
}

static void test_depth(void **state)
{
	struct walk none = with(0, 99), two = with(2, 99), three = with(3, 99);

	(void)state;
	put_tree();
	assert_string_equal(walked(&none, "d"), "d ");
	assert_true(none.too_deep);
	walked(&two, "d");
	assert_int_equal(two.dirs, 5);
	assert_true(two.too_deep && !two.too_many);
	walked(&three, "d");
	assert_int_equal(three.dirs, 6);
	assert_false(three.too_deep);
}

static void test_dirs(void **state)
{
	struct walk few = with(9, 5), just = with(9, 6);

	(void)state;
	put_tree();
	walked(&few, "d");
	assert_true(few.too_many && !few.too_deep);
	assert_int_equal(few.dirs, 5);
	walked(&just, "d");
	assert_false(just.too_many);
	/* over several starts */
	assert_string_equal(walked(&just, "d/y"), "");
	assert_true(just.too_many);
}

/* System calls of which so many are left; -1: there were too few. */
static int left_of(size_t looks)
{
	struct walk walk = with(9, 99);

	walk.looks = &looks;
	walked(&walk, "d");
	return walk.too_many ? -1 : (int)looks;
}

/* How many it takes is the file system's, as the links of a directory may say much. */
static void test_looks(void **state)
{
	int enough = 99, took;

	(void)state;
	put_tree();
	took = enough - left_of((size_t)enough);
	assert_in_range(took, 6, enough - 1);
	for (int looks = took; looks < enough; looks++)
		row_int("what is left", left_of((size_t)looks), looks - took);
	for (int looks = 0; looks < took / 2; looks++)
		row_int("too few", left_of((size_t)looks), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_counts),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_dirs),
		cmocka_unit_test(test_looks),
	};

	return RUN_IN_SCRATCH(tests);
}
