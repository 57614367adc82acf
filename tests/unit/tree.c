/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 48 53 60 61 */
/* Trees of files, walked, removed and measured by descriptor. cli/remove has links and mounts. */
#include "system/tree.h"
#include "test.h"

/** the scratch directory, open */
static int top;

static void setup(void)
{
	top = open_dir(".");
}

/* Deeper than any environment: refused before anything is removed. */
TEST(deep)
{
	const char *path = "deep";

	for (int i = 0; i <= TREE_DEPTH_MAX; i++)
		path = path_join(path, "d");
	put(formatted("%s/", path));
	assert_error(tree_remove(top, "deep"), ENAMETOOLONG);
	assert_int_equal(strlen(tree_fault("x")), 2 * TREE_DEPTH_MAX + 1);
	assert_true(is_there(path));
}

TEST(measured)
{
	struct tree_size size;

	uint64_t without;

	put("sized/sub/ sized/link>nowhere");
	put_file("sized/a", "12345");
	assert_int_equal(tree_measure(top, "sized", &size), 0);
	assert_int_equal(size.freed, size.allocated);
	without = size.allocated;

	put_file("sized/sub/b", "678");
	assert_int_equal(tree_measure(top, "sized", &size), 0);
	assert_true(size.allocated > without);
	assert_int_equal(size.freed, size.allocated);
	/* A second link in the tree changes nothing, and one elsewhere keeps the file. */
	assert_int_equal(linkat(top, "sized/sub/b", top, "sized/c", 0), 0);
	assert_int_equal(tree_measure(top, "sized", &size), 0);
	assert_int_equal(size.freed, size.allocated);
	assert_int_equal(linkat(top, "sized/c", top, "elsewhere", 0), 0);
	assert_int_equal(tree_measure(top, "sized", &size), 0);
	assert_int_equal(size.freed, without);
	assert_true(size.allocated > without);
}

MAIN(setup)
