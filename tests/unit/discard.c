/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 53 60 61 */
/* An environment removed, and leftovers of killed commands: only the directory looked at goes. */
#include "stage.h"

static int throw_away(const char *name)
{
	struct file_info info;

	return file_lstat(at(name), &info) ? -1 : discard(at(name), &info);
}

static void put_leftover(const char *name)
{
	put_dirs(path_join(name, "lib"));
	put_file(path_join(name, "lib/x"), "x");
}

/* Only directories with avenv's names go, and not if a command holds them. */
TEST(leftovers_swept)
{
	static const char *const kept[] = {
		"sweep/.avenv-new-0123456",       "sweep/.avenv-new-012345678",
		"sweep/.avenv-new-0123456G",      "sweep/.avenv-tmp-01234567",
		"sweep/busy/.avenv-new-00000000", "sweep/.avenv-new-ffffffff"
	};
	struct stage s;
	int fd;

	put("sweep/ sweep/linked/ sweep/linked/kept "
	    "sweep/.avenv-new-00000001>linked sweep/.avenv-new-00000003|");
	put_leftover("sweep/.avenv-new-01234567");
	put_leftover("sweep/.avenv-old-89abcdef");
	put_mode("sweep/.avenv-old-89abcdef/lib", 0500);
	foreach(name, kept)
		put_leftover(*name);
	fd = open_dir("sweep/.avenv-new-ffffffff");
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(stage_open(at("sweep"), &s), 0);
	assert_false(is_there("sweep/.avenv-new-01234567"));
	assert_false(is_there("sweep/.avenv-old-89abcdef"));
	assert_true(is_there("sweep/linked/kept"));
	foreach(name, kept)
		row_int(*name, is_there(path_join(*name, "lib/x")), true);
	stage_sweep(at("sweep"));
	assert_true(is_there(s.path));
	stage_drop(&s);
	close(fd);
}

/* Another user could have renamed a directory of ours to such a name. */
TEST(leftovers_of_others)
{
	put("others/");
	put_leftover("others/.avenv-old-01234567");
	put_mode("others", 0777);
	stage_sweep(at("others"));
	assert_true(is_there("others/.avenv-old-01234567/lib/x"));
	put_mode("others", 01777);
	if (!lchown(at("others/.avenv-old-01234567"), 4242, 4242)) {
		stage_sweep(at("others"));
		assert_true(is_there("others/.avenv-old-01234567/lib/x"));
		assert_int_equal(lchown(at("others/.avenv-old-01234567"), 0, 0), 0);
	}
	stage_sweep(at("others"));
	assert_false(is_there("others/.avenv-old-01234567"));
}

TEST(discarded)
{
	int fd;

	scratch_clear();
	put_old("env");
	put_old("target");
	put("link>target");
	assert_int_equal(throw_away("link"), -1);
	check_old("target");
	fd = lock("env");
	assert_int_equal(throw_away("env"), -1);
	close(fd);
	check_old("env");
	assert_int_equal(throw_away("env"), 0);
	assert_false(is_there("env"));
	/* The rest of one that cannot be removed is out of the way. */
	immutable = "x";
	assert_int_equal(throw_away("target"), DISCARD_LEFT);
	immutable = NULL;
	assert_false(is_there("target"));
	assert_int_equal(leftovers("."), 1);
}

static void take_name(void)
{
	put_dir("env");
}

static void swap_twice(void)
{
	swap();
	before_rename = take_name;
}

/* Another directory was taken away: it comes back, beside one that took its name. */
static void taken_by_mistake(void)
{
	const struct dirent *d;
	int found = 0;
	DIR *dir;

	scratch_clear();
	put_old("env");
	before_rename = swap;
	assert_int_equal(throw_away("env"), -1);
	check_swapped();
	before_rename = swap_twice;
	assert_int_equal(throw_away("env"), -1);
	check_old("kept");
	dir = opendir(scratch);
	assert_non_null(dir);
	while ((d = readdir(dir)))
		found += !strncmp(d->d_name, "env-", 4) && is_there(path_join(d->d_name, "thesis"));
	closedir(dir);
	assert_int_equal(found, 1);
}

TEST(discarded_by_mistake)
{
	struct file_info seen;

	scratch_clear();
	put_old("env");
	assert_int_equal(file_lstat(at("env"), &seen), 0);
	swap();
	assert_int_equal(discard(at("env"), &seen), -1);
	check_swapped();
	taken_by_mistake();
	no_flags = EINVAL;
	taken_by_mistake();
	no_flags = 0;
}

MAIN(scratch_make, scratch_remove)
