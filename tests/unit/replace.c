/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 48 58 60 61 */
/* Files and links in the place of others: old or new, and only over what was seen there. */
#include "system/replace.h"

#include <sys/xattr.h>

#include "renames.h"
#include "system/files.h"
#include "system/platform.h"

/** the scratch directory, open */
static int top;
/** set: nobody may give files away, and no attribute and no mode can be set */
static bool keeps_groups, keeps_attributes, keeps_modes;

int fchown(int fd, uid_t uid, gid_t gid)
{
	errno = EPERM;
	return keeps_groups ? -1 : (int)syscall(SYS_fchown, fd, uid, gid);
}

int fsetxattr(int fd, const char *name, const void *value, size_t size, int flags)
{
	errno = EPERM;
	return keeps_attributes ? -1 : (int)syscall(SYS_fsetxattr, fd, name, value, size, flags);
}

/* As Linux does with a set-group-id bit for a group of others */
int fchmod(int fd, mode_t mode)
{
	return (int)syscall(SYS_fchmod, fd, keeps_modes ? mode & 0777 : mode);
}

static void setup(void)
{
	top = open_dir(".");
}

static struct file_info info_of(const char *name)
{
	struct file_info info;

	row_int(name, file_lstatat(top, name, &info), 0);
	return info;
}

/* RET is -1, with ERROR as errno. */
#define assert_error(ret, error)                                                                   \
	do {                                                                                       \
		assert_int_equal(ret, -1);                                                         \
		assert_int_equal(errno, error);                                                    \
	} while (0)

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
	assert_error(replace_file(top, "a-dir", "d", 1, 0644), EISDIR);
	no_leftovers(".");
}

/* RET: "old" is refused for WHY, and stays. */
static void refused(const char *why)
{
	row_text(why, replace_obstacle(top, "old"), why);
	assert_error(replace_file(top, "old", "newer", 5, 0644), EPERM);
	assert_string_equal(slurp("old"), "old");
	no_leftovers(".");
}

/* A file that cannot be like the old one is not made. */
TEST(attributes)
{
	put_file("old", "old");
	row_text("plain", replace_obstacle(top, "old"), NULL);
	row_text("missing", replace_obstacle(top, "none"), NULL);
	put_mode("old", 02755);
	keeps_modes = true;
	refused("its mode cannot be kept");
	keeps_modes = false;
	if (!setxattr(at("old"), "user.a", "1", 1, 0)) {
		keeps_attributes = true;
		refused("its attribute 'user.a' cannot be kept");
		keeps_attributes = false;
	}
	if (!chown(at("old"), (uid_t)-1, 1234)) {
		keeps_groups = true;
		refused("its owner or group cannot be kept");
		keeps_groups = false;
	}
	assert_int_equal(replace_file(top, "old", "new", 3, 0644), 0);
	assert_int_equal(replace_file(top, "old", "newest", 6, 0644), 0);
	assert_string_equal(slurp("old"), "newest");
}

/* A link in the place of a directory leads nowhere, neither on the way nor at the end. */
TEST(links_on_the_way)
{
	put("outside/inner/ way/ way/link>../outside way/real/inner/ way/fifo|");
	assert_true(files_open_parent(top, "way/real/inner/x") >= 0);
	assert_int_equal(files_open_parent(top, "way/link/inner/x"), -1);
	assert_int_equal(files_open_dir(top, "way/link"), -1);
	assert_int_equal(files_open(top, "way/link"), -1);
	assert_true(files_open(top, "way/fifo") >= 0);
}

/* Another size, another time, another file: each is another one than was seen. */
TEST(still)
{
	const struct timespec past[] = { { .tv_sec = 1 }, { .tv_sec = 1 } };
	struct file_info file, dir;

	put_file("f", "12");
	put("d/");
	file = info_of("f");
	dir = info_of("d");
	assert_true(files_is_unchanged(top, "f", &file));
	put_file("f", "123");
	assert_false(files_is_unchanged(top, "f", &file));
	file = info_of("f");
	assert_int_equal(utimensat(top, "f", past, 0), 0);
	assert_false(files_is_unchanged(top, "f", &file));
	assert_false(files_is_unchanged(top, "d", &file));
	/* A directory is the same whatever is put into it. */
	put("d/x");
	assert_true(files_is_unchanged(top, "d", &dir));
}

static void write_to_it(void)
{
	put_file("rc", "theirs, longer");
}

/* Theirs keeps its name, if it was changed before the look or after. */
TEST(changed_meanwhile)
{
	struct file_info seen;

	put_file("rc", "mine");
	seen = info_of("rc");
	before_rename = write_to_it;
	for (int i = 0; i < 2; i++) {
		assert_error(replace_seen(top, "rc", "ours", 4, 0644, &seen), ESTALE);
		assert_string_equal(slurp("rc"), "theirs, longer");
	}
	assert_error(replace_seen(top, "rc", "ours", 4, 0644, NULL), EEXIST);
	assert_string_equal(slurp("rc"), "theirs, longer");
	assert_int_equal(replace_seen(top, "other-rc", "ours", 4, 0644, NULL), 0);
	no_leftovers(".");
}

static void rename_no_more(void)
{
	no_flags = EIO;
}

static void write_for_good(void)
{
	write_to_it();
	before_rename = rename_no_more;
}

/* The one path that PATTERN fits. */
static const char *path_of(const char *pattern)
{
	const char *path;
	glob_t found;

	row_int(pattern, glob(at(pattern), 0, NULL, &found), 0);
	path = mem_dups(found.gl_pathv[0]);
	globfree(&found);
	return path;
}

/* Theirs has another name, which no sweep takes, if it cannot have its own again. */
TEST(cannot_go_back)
{
	struct file_info seen;

	put_file("rc", "mine");
	seen = info_of("rc");
	before_rename = write_for_good;
	assert_error(replace_seen(top, "rc", "ours", 4, 0644, &seen), ESTALE);
	no_flags = 0;
	assert_string_equal(slurp("rc"), "ours");
	assert_string_equal(slurp(path_base(path_of("rc-*"))), "theirs, longer");
	no_leftovers(".");
}

static void replace_dir(void)
{
	put("-place/x -place/ place/ place/theirs");
	before_rename = rename_no_more;
}

TEST(directory_cannot_go_back)
{
	struct file_info seen;

	put("place/ place/x new/");
	seen = info_of("place");
	before_rename = replace_dir;
	assert_int_equal(exchange_seen(top, "new", top, "place", &seen), EXCHANGED_OTHER);
	no_flags = 0;
	assert_false(is_there("new"));
	assert_true(is_there("place"));
	assert_string_equal(path_base(path_of("place-*/theirs")), "theirs");
}

static void lead_elsewhere(void)
{
	put("-link link>theirs");
}

TEST(link_replaced)
{
	struct file_info seen;

	put("link>old");
	seen = info_of("link");
	assert_int_equal(replace_link(top, "link", "new", &seen), 0);
	assert_string_equal(file_link_text(top, "link"), "new");
	seen = info_of("link");
	before_rename = lead_elsewhere;
	assert_error(replace_link(top, "link", "newer", &seen), ESTALE);
	assert_string_equal(file_link_text(top, "link"), "theirs");
	no_leftovers(".");
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
	assert_error(replace_seen(top, "plain", "newer", 5, 0644, NULL), EEXIST);
	assert_int_equal(replace_seen(top, "made", "new", 3, 0644, NULL), 0);
	seen = info_of("other");
	assert_error(exchange_seen(top, "one", top, "other", &seen), ENOTSUP);
	assert_true(is_there("one/x"));
	assert_error(platform_rename_new(top, "one", top, "other"), EEXIST);
	no_flags = 0;
}

MAIN(setup)
