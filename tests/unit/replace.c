/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 48 58 60 61 */
/* Files and links in the place of others: old or new, and only over what was seen there. */
#include "system/replace.h"
#include "renames.h"
#include "scratch.h"
#include "system/files.h"
#include "system/platform.h"

/** the scratch directory, open */
static int top;
/** set: nobody may give files away */
static bool keeps_groups;

int fchown(int fd, uid_t uid, gid_t gid)
{
	if (keeps_groups) {
		errno = EPERM;
		return -1;
	}
	return (int)syscall(SYS_fchown, fd, uid, gid);
}

static int setup(void **state)
{
	if (scratch_make(state))
		return -1;
	top = open(scratch, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return top < 0;
}

static struct file_info info_of(const char *name)
{
	struct file_info info;

	assert_int_equal(file_lstatat(top, name, &info), 0);
	return info;
}

TEST(made)
{
	mode_t mask = umask(077);

	assert_int_equal(files_make(top, "new", "a\0b", 3, 0755), 0);
	umask(mask);
	assert_int_equal(mode_of("new"), 0755);
	assert_memory_equal(slurp("new"), "a\0b", 4);
	assert_int_equal(files_make(top, "new", "x", 1, 0644), -1);
	assert_int_equal(errno, EEXIST);
	put("dangling>made-through-a-link");
	assert_int_equal(files_make(top, "dangling", "x", 1, 0644), -1);
	assert_false(is_there("made-through-a-link"));
}

/* A file or link is replaced as a whole, and a file keeps its mode. */
TEST(replaced)
{
	put_file("old", "old");
	put_mode("old", 0750);
	assert_int_equal(link(at("old"), at("other-name")), 0);
	assert_int_equal(replace_file(top, "old", "new", 3, 0644), 0);
	assert_string_equal(slurp("old"), "new");
	assert_int_equal(mode_of("old"), 0750);
	assert_string_equal(slurp("other-name"), "old");
	put("a-link>old a-dir/");
	assert_int_equal(replace_file(top, "a-link", "l", 1, 0644), 0);
	assert_string_equal(slurp("old"), "new");
	assert_int_equal(replace_file(top, "a-dir", "d", 1, 0644), -1);
	assert_int_equal(leftovers("."), 0);
}

/* A file that cannot have its group again gives no other group its rights. */
TEST(group_lost)
{
	put_file("shared", "old");
	put_mode("shared", 06664);
	keeps_groups = true;
	assert_int_equal(replace_file(top, "shared", "new", 3, 0644), 0);
	keeps_groups = false;
	assert_int_equal(mode_of("shared"), 0604);
}

/* A link in the place of a directory leads nowhere, neither on the way nor at the end. */
TEST(links_on_the_way)
{
	put("outside/ outside/inner/ way/ way/link>../outside way/real/ way/real/inner/");
	assert_true(files_open_parent(top, "way/real/inner/x") >= 0);
	assert_int_equal(files_open_parent(top, "way/link/inner/x"), -1);
	assert_int_equal(files_open_dir(top, "way/link"), -1);
	put("way/fifo|");
	assert_true(files_open(top, "way/fifo") >= 0);
	assert_int_equal(files_open(top, "way/link"), -1);
}

/* Another size, another time, another file: each is another one than was seen. */
TEST(still)
{
	const struct timespec past[] = { { .tv_sec = 1 }, { .tv_sec = 1 } };
	struct file_info seen;

	put_file("f", "12");
	put("d/");
	seen = info_of("f");
	assert_true(files_still(top, "f", &seen));
	put_file("f", "123");
	assert_false(files_still(top, "f", &seen));
	seen = info_of("f");
	assert_int_equal(utimensat(top, "f", past, 0), 0);
	assert_false(files_still(top, "f", &seen));
	put_file("g", "123");
	assert_int_equal(utimensat(top, "g", past, 0), 0);
	seen = info_of("f");
	assert_false(files_still(top, "g", &seen));
	/* A directory is the same whatever is put into it. */
	seen = info_of("d");
	put_file("d/x", "");
	assert_true(files_still(top, "d", &seen));
	assert_false(files_still(top, "not-there", &seen));
}

static void write_to_it(void)
{
	put_file("rc", "theirs, longer");
}

static void vanish_later(void)
{
	assert_int_equal(unlinkat(top, "rc", 0), 0);
}

static void write_then_vanish(void)
{
	write_to_it();
	before_rename = vanish_later;
}

/* It is changed by ACT between the look and the change: theirs has its name in the end. */
static void check_changed(void (*act)(void))
{
	struct file_info seen;

	put_file("rc", "mine");
	seen = info_of("rc");
	before_rename = act;
	assert_int_equal(replace_seen(top, "rc", "ours", 4, 0644, &seen), -1);
	assert_int_equal(errno, ESTALE);
	assert_string_equal(slurp("rc"), "theirs, longer");
}

TEST(changed_before_rename)
{
	struct file_info seen = info_of("d");

	check_changed(write_to_it);
	assert_int_equal(replace_seen(top, "rc", "ours", 4, 0644, &seen), -1);
	assert_int_equal(errno, ESTALE);
	assert_int_equal(replace_seen(top, "rc", "ours", 4, 0644, NULL), -1);
	assert_int_equal(errno, EEXIST);
	assert_string_equal(slurp("rc"), "theirs, longer");
	assert_int_equal(replace_seen(top, "other-rc", "ours", 4, 0644, NULL), 0);
	assert_int_equal(leftovers("."), 0);
	/* And ours is removed before theirs goes back. */
	check_changed(write_then_vanish);
}

static void lead_elsewhere(void)
{
	assert_int_equal(unlinkat(top, "link", 0), 0);
	put("link>theirs");
}

TEST(link_replaced)
{
	struct file_info seen;

	put("link>old");
	seen = info_of("link");
	assert_int_equal(replace_link(top, "link", "new", &seen), 0);
	assert_string_equal(files_link_text(top, "link"), "new");
	seen = info_of("link");
	before_rename = lead_elsewhere;
	assert_int_equal(replace_link(top, "link", "newer", &seen), -1);
	assert_int_equal(errno, ESTALE);
	assert_string_equal(files_link_text(top, "link"), "theirs");
	assert_int_equal(leftovers("."), 0);
}

static void swap_it(void)
{
	assert_int_equal(renameat(top, "env", top, "moved-away"), 0);
	put("env/ env/thesis");
}

/* Directories: another one that took the name is there again afterwards. */
TEST(exchanged)
{
	struct file_info seen;

	put("env/ env/old stage/ stage/new");
	seen = info_of("env");
	assert_int_equal(exchange_seen(top, "stage", top, "env", &seen), 0);
	assert_true(is_there("env/new"));
	assert_true(is_there("stage/old"));
	seen = info_of("env");
	before_rename = swap_it;
	assert_int_equal(exchange_seen(top, "stage", top, "env", &seen), -1);
	assert_int_equal(errno, ESTALE);
	assert_true(is_there("env/thesis"));
	assert_true(is_there("stage/old"));
}

/* Where the file system cannot exchange, files are renamed and directories refused. */
TEST(no_flags_there)
{
	struct file_info seen;

	no_flags = EINVAL;
	put_file("plain", "old");
	put("one/ other/ one/x");
	seen = info_of("plain");
	assert_int_equal(replace_seen(top, "plain", "new", 3, 0644, &seen), 0);
	assert_string_equal(slurp("plain"), "new");
	assert_int_equal(replace_seen(top, "plain", "newer", 5, 0644, NULL), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(replace_seen(top, "made", "new", 3, 0644, NULL), 0);
	seen = info_of("other");
	assert_int_equal(exchange_seen(top, "one", top, "other", &seen), -1);
	assert_int_equal(errno, ENOTSUP);
	assert_true(is_there("one/x"));
	assert_int_equal(platform_rename_new(top, "one", top, "other"), -1);
	assert_int_equal(errno, EEXIST);
	no_flags = 0;
}

MAIN(setup, scratch_remove)
