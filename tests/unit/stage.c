/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 48 53 59 60 61 */
/*
 * An environment into its place and out of it, while other programs rename there, and leftovers
 * of killed commands. proof/second_user has the commands; kills/ has them killed.
 */
#include <sys/file.h>

#include "build/stage.h"
#include "build/stage_dir.h"
#include "build/taken.h"
#include "renames.h"
#include "system/replace.h"

/* These two in the place of the C library's */
int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, 0);
}

/** the name of a file that cannot be removed */
static const char *immutable;

int unlinkat(int dir, const char *name, int flags)
{
	errno = EPERM;
	return immutable && streq(name, immutable) ? -1 :
						     (int)syscall(SYS_unlinkat, dir, name, flags);
}

/* Another program moves the environment away, and puts a directory of its own there. */
static void swap(void)
{
	assert_int_equal(rename(at("env"), at("kept")), 0);
	put("env/ env/thesis");
}

TEST(placed)
{
	struct stage s, late;

	assert_int_equal(stage_open(at("."), &s), 0);
	assert_int_equal(stage_open(at("."), &late), 0);
	put_file(path_join(s.name, "pyvenv.cfg"), "new");
	assert_int_equal(stage_place(&s, "env"), 0);
	assert_int_equal(mode_of("env"), 0755);
	/* The name is taken by now. */
	assert_int_equal(stage_place(&late, "env"), -1);
	put("empty/ link>env");
	assert_int_equal(stage_open(at("."), &s), 0);
	assert_int_equal(stage_place(&s, "empty"), -1);
	assert_int_equal(stage_open(at("."), &s), 0);
	assert_int_equal(stage_place(&s, "link"), -1);
	assert_true(is_there("env/pyvenv.cfg"));
	no_leftovers(".");
}

/* The old one is kept; not another directory, which took its name at the last moment. */
TEST(exchanged_keeping)
{
	struct stage s;

	scratch_clear();
	put("env/ env/old");
	for (int i = 0; i < 2; i++) {
		int old = open_dir("env");

		assert_int_equal(stage_open(at("."), &s), 0);
		before_rename = i ? NULL : swap;
		assert_int_equal(stage_exchange(&s, "env", old, "env.old"), i - 1);
		assert_true(is_there(i ? "env.old/thesis" : "env/thesis"));
		assert_true(is_there("kept/old") && is_there("env/thesis") == !i);
		no_leftovers(".");
		close(old);
	}
}

/* A directory that is empty gets the content of the stage; one that is not stays as it is. */
TEST(filled)
{
	struct stage s;

	for (int i = 0; i < 2; i++) {
		scratch_clear();
		put("env/");
		assert_int_equal(stage_open(at("env"), &s), 0);
		put(formatted("env/%s/bin/ env/%s/pyvenv.cfg", s.name, s.name));
		if (i)
			put("env/mine");
		assert_int_equal(stage_fill(&s), -i);
		assert_true(is_there("env/bin") == !i && is_there("env/pyvenv.cfg") == !i);
		no_leftovers("env");
	}
}

/* ---- out of its place ---------------------------------------------------------- */

static void take_name(void)
{
	put("env/");
}

static void swap_twice(void)
{
	swap();
	before_rename = take_name;
}

static int discard_env(void)
{
	struct file_info seen;

	assert_int_equal(file_lstat(at("env"), &seen), 0);
	return discard(real_path_kept(at("env")), &seen);
}

/* Another directory was taken away, and its name is taken by now: it stays beside that. */
TEST(discarded_by_mistake)
{
	scratch_clear();
	put("env/");
	before_rename = swap_twice;
	assert_int_equal(discard_env(), -1);
	assert_true(is_there("kept"));
	fits("env-*/thesis", true);
}

/* The rest of what cannot be removed is out of the way. */
TEST(discarded_in_part)
{
	put("env/ env/bin");
	immutable = "bin";
	assert_int_equal(discard_env(), TAKEN_LEFT);
	immutable = NULL;
	assert_false(is_there("env"));
}

static void write_thesis(void)
{
	put("env/thesis");
}

/* A file of the user's that came after the checks: the directory goes back, as it was. */
TEST(discarded_with_thesis)
{
	scratch_clear();
	put("env/ env/bin/ env/pyvenv.cfg");
	before_rename = write_thesis;
	assert_int_equal(discard_env(), -1);
	assert_true(is_there("env/thesis") && is_there("env/bin") && is_there("env/pyvenv.cfg"));
	no_leftovers(".");
}

/* The same where it was to be replaced: the old and the new one are exchanged back. */
TEST(exchanged_with_thesis)
{
	struct stage s;
	int old;

	scratch_clear();
	put("env/ env/bin/");
	old = open_dir("env");
	assert_int_equal(stage_open(at("."), &s), 0);
	before_rename = write_thesis;
	assert_int_equal(stage_exchange(&s, "env", old, NULL), -1);
	assert_true(is_there("env/thesis") && is_there("env/bin"));
	no_leftovers(".");
	close(old);
}

/* The path in directory IN of a private name of directory OF. */
static const char *private_name(const char *in, const char *of, const char *prefix)
{
	int dir = open_dir(of);
	const char *path = path_join(in, temp_name(dir, prefix));

	close(dir);
	return path;
}

/* Only what was made in that directory goes, and not if a command holds it. */
TEST(leftovers_swept)
{
	const char *old, *link,
		*kept[8] = { "w/linked", "w/.avenv-new-0123456789abcdef", "w/.avenv-new-01234567" };
	int fd;

	put("w/ other/");
	old = private_name("w", "w", ".avenv-old-");
	link = private_name("w", "w", ".avenv-new-");
	kept[3] = private_name("w", "other", ".avenv-old-");
	kept[4] = private_name("w", "w", ".avenv-tmp-");
	kept[5] = joined(private_name("w", "w", ".avenv-new-"), "0");
	kept[6] = private_name("w", "w", ".avenv-new-");
	for (const char *const *name = kept; *name; name++)
		put(formatted("%s/ %s/x", *name, *name));
	put(formatted("%s>linked %s/bin/ %s/bin/x", link, old, old));
	put_mode(path_join(old, "bin"), 0500);
	fd = open_dir(kept[6]);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	stage_sweep(at("w"));
	assert_false(is_there(old));
	/* Another program wrote into an environment that a killed command was removing. */
	put(formatted("%s/ %s/thesis", old, old));
	stage_sweep(at("w"));
	assert_true(is_there(path_join(old, "thesis")));
	for (const char *const *name = kept; *name; name++)
		row_int(*name, is_there(path_join(*name, "x")), true);
	close(fd);
}

/* Another user could have renamed a directory of ours to such a name, or made it. */
TEST(leftovers_of_others)
{
	const char *left;

	put("others/");
	left = private_name("others", "others", ".avenv-old-");
	put(joined(left, "/"));
	put_mode("others", 0777);
	stage_sweep(at("others"));
	assert_true(is_there(left));
	put_mode("others", 01777);
	if (!lchown(at(left), 4242, 4242)) {
		stage_sweep(at("others"));
		assert_true(is_there(left));
		assert_int_equal(lchown(at(left), 0, 0), 0);
	}
	stage_sweep(at("others"));
	assert_false(is_there(left));
}

MAIN(NULL)
