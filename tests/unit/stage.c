/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 48 53 59 60 61 */
/*
 * An environment into its place and out of it, while other programs rename there: nothing but
 * the environment that was looked at is replaced or removed.
 */
#include "build/stage.h"

#include <sys/file.h>
#include <sys/syscall.h>

#include "build/stage_dir.h"
#include "core/buf.h"
#include "scratch.h"
#include "system/files.h"

/* Another program's work right before a rename, and after a mkdir: once. */
static void (*before_rename)(void);
static void (*after_mkdir)(const char *name);
/** the errno of a file system without flags of rename; 0: it has them */
static int no_flags;
/** the name of a file that cannot be removed */
static const char *immutable;

/* These four replace those of the C library. */
int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	void (*act)(void) = before_rename;

	before_rename = NULL;
	if (act)
		act();
	if (flags && no_flags) {
		errno = no_flags;
		return -1;
	}
	return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	return renameat2(from_dir, from, to_dir, to, 0);
}

int mkdirat(int dir, const char *name, mode_t mode)
{
	void (*act)(const char *) = after_mkdir;
	int ret = (int)syscall(SYS_mkdirat, dir, name, mode);

	after_mkdir = NULL;
	if (act)
		act(name);
	return ret;
}

int unlinkat(int dir, const char *name, int flags)
{
	if (immutable && streq(name, immutable)) {
		errno = EPERM;
		return -1;
	}
	return (int)syscall(SYS_unlinkat, dir, name, flags);
}

static void put_old(const char *name)
{
	put_env(name);
	put_file(path_join(name, "pyvenv.cfg"), "old");
	put_dir(path_join(name, "extra"));
	put_file(path_join(name, "extra/x"), "x");
}

static void check_old(const char *name)
{
	assert_string_equal(slurp(path_join(name, "pyvenv.cfg")), "old");
	assert_string_equal(slurp(path_join(name, "bin/python")), "#!/bin/sh\n");
	assert_true(is_there(path_join(name, "extra/x")));
	assert_false(is_there(path_join(name, "lib")));
	assert_int_equal(leftovers(name) + leftovers("."), 0);
}

/* Another program moves the environment away, and puts a directory of its own there. */
static void swap(void)
{
	assert_int_equal(rename(at("env"), at("kept")), 0);
	put("env/ env/thesis");
}

static void check_swapped(void)
{
	assert_true(is_there("env/thesis"));
	check_old("kept");
	scratch_clear();
	put_old("env");
}

static void start(struct stage *s, const char *holder)
{
	assert_int_equal(stage_open(at(holder), s), 0);
	assert_int_equal(mode_of(s->path), 0700);
	assert_int_equal(mkdirat(s->dir, "bin", 0755), 0);
	assert_int_equal(mkdirat(s->dir, "lib", 0755), 0);
	assert_int_equal(mkdirat(s->dir, "lib/site", 0755), 0);
	assert_int_equal(mkdirat(s->dir, "lib/site/pip", 0755), 0);
	assert_int_equal(files_make(s->dir, "lib/site/pip/new", "new", 3, 0644), 0);
	assert_int_equal(files_make(s->dir, "bin/aaa", "new", 3, 0755), 0);
	assert_int_equal(files_make(s->dir, "bin/python", "new", 3, 0755), 0);
	assert_int_equal(files_make(s->dir, "pyvenv.cfg", "new", 3, 0644), 0);
}

static int lock(const char *name)
{
	return stage_dir_lock(AT_FDCWD, at(name), at(name), NULL);
}

static int exchange(struct stage *s, int keep)
{
	int old = lock("env"), ret = old < 0 ? -1 : stage_exchange(s, "env", old, keep);

	close(old);
	return ret;
}

static int throw_away(const char *name)
{
	struct file_info info;

	return file_lstat(at(name), &info) ? -1 : discard(at(name), &info);
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

/* An entry of another kind is in the way: nothing changes. */
TEST(merge_in_the_way)
{
	static const char *const rows[] = { "env/lib", "env/lib>elsewhere", "env/bin/python/",
					    "env/pyvenv.cfg/", "env/lib/site/pip>elsewhere" };
	struct stage s;

	foreach(row, rows) {
		scratch_clear();
		put("elsewhere/ env/ env/bin/ env/bin/aaa");
		if (starts_with(*row, "env/lib/"))
			put("env/lib/ env/lib/site/");
		put(*row);
		start(&s, "env");
		row_int(*row, stage_merge(&s, "lib/site"), -1);
		assert_string_equal(slurp("env/bin/aaa"), "");
		assert_false(is_there("elsewhere/site") || is_there("elsewhere/new"));
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
