/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include <dirent.h>
#include <sys/file.h>

#include "cli/stage.h"
#include "cli/tree.h"
#include "core/buf.h"

static bool is_there(const char *name)
{
	struct stat st;

	return !lstat(at(name), &st);
}

static mode_t mode_of(const char *name)
{
	struct stat st;

	assert_int_equal(lstat(at(name), &st), 0);
	return st.st_mode & 07777;
}

static const char *text_of(const char *name)
{
	static char text[64];
	int fd = open(at(name), O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	assert_true(n >= 0);
	text[n] = '\0';
	close(fd);
	return text;
}

/* How many entries of NAME are ours. */
static int leftovers(const char *name)
{
	DIR *dir = opendir(at(name));
	struct dirent *d;
	int n = 0;

	assert_non_null(dir);
	while ((d = readdir(dir)))
		n += !strncmp(d->d_name, ".avenv-", 7);
	closedir(dir);
	return n;
}

static int begin(struct stage *stage, const char *target, bool clear)
{
	struct stage_want want = { .target = at(target), .clear = clear };

	return stage_open(&want, stage);
}

/* What a new environment has in these tests. */
static void build(const struct stage *s)
{
	assert_int_equal(mkdirat(s->dir, "bin", 0755), 0);
	assert_int_equal(mkdirat(s->dir, "lib", 0755), 0);
	assert_int_equal(symlinkat("lib", s->dir, "lib64"), 0);
	assert_int_equal(
		tree_write(s->dir, "bin/python", "new python", 10, 0755), 0);
	assert_int_equal(tree_write(s->dir, "pyvenv.cfg", "new", 3, 0644), 0);
}

static void test_new(void **state)
{
	struct stage s;

	(void)state;
	put_dir("new");
	put_link("link", "new");
	assert_int_equal(begin(&s, "link/a/b/env", false), 0);
	assert_int_equal(s.way, STAGE_NEW);
	assert_string_equal(s.target, at("new/a/b/env"));
	assert_false(is_there("new/a/b/env"));
	build(&s);
	assert_int_equal(stage_commit(&s), 0);
	stage_end();
	assert_string_equal(text_of("new/a/b/env/pyvenv.cfg"), "new");
	assert_int_equal(mode_of("new/a/b/env"), 0755);
	assert_int_equal(leftovers("new/a/b"), 0);
}

static void test_drop(void **state)
{
	struct stage s;

	(void)state;
	assert_int_equal(begin(&s, "gone/a/b/env", false), 0);
	build(&s);
	stage_drop(&s);
	stage_end();
	assert_false(is_there("gone"));
}

static void put_old(const char *name)
{
	put_env(name);
	put_file(path_join(name, "pyvenv.cfg"), "old");
	put_file(path_join(name, "bin/foreign"), "foreign");
	put_dir(path_join(name, "extra"));
	put_file(path_join(name, "extra/x"), "x");
}

static void test_exchange(void **state)
{
	struct stage s;

	(void)state;
	put_old("ex");
	put_mode("ex", 0750);
	assert_int_equal(begin(&s, "ex", true), 0);
	assert_int_equal(s.way, STAGE_EXCHANGE);
	build(&s);
	assert_string_equal(text_of("ex/pyvenv.cfg"), "old");
	assert_int_equal(stage_commit(&s), 0);
	stage_end();
	assert_string_equal(text_of("ex/pyvenv.cfg"), "new");
	assert_false(is_there("ex/extra"));
	assert_int_equal(mode_of("ex"), 0750);
	assert_int_equal(leftovers(""), 0);
}

static void test_merge(void **state)
{
	struct stage s;

	(void)state;
	put_old("me");
	put_dir("me/lib64");
	assert_int_equal(begin(&s, "me", false), 0);
	assert_int_equal(s.way, STAGE_MERGE);
	build(&s);
	assert_int_equal(stage_commit(&s), 0);
	stage_end();
	assert_string_equal(text_of("me/pyvenv.cfg"), "new");
	assert_string_equal(text_of("me/bin/python"), "new python");
	assert_string_equal(text_of("me/bin/foreign"), "foreign");
	assert_true(is_there("me/extra/x"));
	assert_int_equal(leftovers("me"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_new),
		cmocka_unit_test(test_drop),
		cmocka_unit_test(test_exchange),
		cmocka_unit_test(test_merge),
	};

	return RUN_IN_SCRATCH(tests);
}
