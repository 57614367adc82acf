/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 46 48 58 60 61 */
/*
 * Files and links in the place of others: old or new, open to nobody to whom the old one was not;
 * and exchanges, only with what was seen there.
 */
#include "system/replace.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/xattr.h>

#include "core/utf8.h"
#include "renames.h"
#include "system/file_at.h"
#include "system/platform.h"

/** the scratch directory, open */
static int top;
/** set: nobody may give files away */
static bool keeps_groups;
/** an access list that files have */
static bool has_list;

int fchown(int fd, uid_t uid, gid_t gid)
{
	errno = EPERM;
	return keeps_groups ? -1 : (int)syscall(SYS_fchown, fd, uid, gid);
}

ssize_t fgetxattr(int fd, const char *name, void *value, size_t size)
{
	(void)fd, (void)value, (void)size;
	assert_string_equal(name, "system.posix_acl_access");
	errno = ENODATA;
	return has_list ? 44 : -1;
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

/* replace_file(), after a look at NAME. */
static int replace_looked(const char *name, const char *text)
{
	struct file_info seen = info_of(name);

	return replace_file(top, name, text, strlen(text), 0644, &seen);
}

/* A file or link is replaced as a whole, and a file keeps its mode. */
TEST(replaced)
{
	put_file("old", "old");
	put_mode("old", 0750);
	assert_int_equal(link(at("old"), at("other-name")), 0);
	assert_int_equal(replace_looked("old", "new"), 0);
	assert_string_equal(slurp("old"), "new");
	assert_int_equal(mode_of("old"), 0750);
	assert_string_equal(slurp("other-name"), "old");
	put("a-link>old a-dir/");
	assert_int_equal(replace_looked("a-link", "l"), 0);
	assert_string_equal(slurp("old"), "new");
	assert_error(replace_file(top, "a-dir", "d", 1, 0644, NULL), EEXIST);
	assert_error(replace_file(top, "old", "d", 1, 0644, NULL), EEXIST);
	no_leftovers(".");
}

/* A mode for the group goes only to the same group, and not without the access list. */
TEST(modes)
{
	put_file("old", "old");
	row_text("plain", replace_obstacle(top, "old"), NULL);
	row_text("missing", replace_obstacle(top, "none"), NULL);
	put_mode("old", 0664);
	has_list = true;
	assert_int_equal(replace_looked("old", "new"), 0);
	assert_int_equal(mode_of("old"), 0604);
	has_list = false;
	if (chown(at("old"), (uid_t)-1, 1234))
		return;
	put_mode("old", 02755);
	assert_int_equal(replace_looked("old", "new"), 0);
	assert_int_equal(mode_of("old"), 02755);
	keeps_groups = true;
	assert_int_equal(replace_looked("old", "newer"), 0);
	assert_int_equal(mode_of("old"), 0705);
	assert_int_equal(chown(at("old"), 1234, 1234), 0);
	assert_error(replace_looked("old", "newest"), EPERM);
	assert_string_equal(slurp("old"), "newer");
	keeps_groups = false;
	no_leftovers(".");
}

/* A new file is whole, and takes no other file's place. */
TEST(new_file)
{
	assert_int_equal(place_new_file(top, "rc", "ours", 4, 0640), 0);
	assert_string_equal(slurp("rc"), "ours");
	assert_int_equal(mode_of("rc"), 0640);
	assert_error(place_new_file(top, "rc", "theirs", 6, 0644), EEXIST);
	no_flags = EINVAL;
	assert_error(place_new_file(top, "rc", "theirs", 6, 0644), EEXIST);
	assert_int_equal(place_new_file(top, "other-rc", "ours", 4, 0644), 0);
	no_flags = 0;
	assert_string_equal(slurp("rc"), "ours");
	no_leftovers(".");
}

/* A link in the place of a directory points nowhere, neither on the way nor at the end. */
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

static void rename_no_more(void)
{
	no_flags = EIO;
}

static void replace_dir(void)
{
	put("-place/x -place/ place/ place/theirs");
	before_rename = rename_no_more;
}

/* A directory that came out and cannot go back gets another name, which no sweep takes. */
TEST(directory_cannot_go_back)
{
	struct file_info seen;

	put("place/ place/x new/");
	seen = info_of("place");
	before_rename = replace_dir;
	assert_int_equal(exchange_seen(top, "new", "place", &seen), EXCHANGED_OTHER);
	no_flags = 0;
	assert_false(is_there("new"));
	assert_true(is_there("place"));
	fits("place-*/theirs", true);
}

/* Another directory that came out goes back. */
TEST(directory_goes_back)
{
	struct file_info seen;

	put("env/ fresh/");
	seen = info_of("env");
	put("-env env/ env/theirs");
	assert_error(exchange_seen(top, "fresh", "env", &seen), ESTALE);
	assert_true(is_there("env/theirs") && is_there("fresh"));
}

TEST(link_replaced)
{
	struct file_info seen;

	assert_int_equal(replace_link(top, "link", "old", NULL), 0);
	assert_error(replace_link(top, "link", "new", NULL), EEXIST);
	seen = info_of("link");
	assert_int_equal(replace_link(top, "link", "new", &seen), 0);
	assert_string_equal(file_link_text(top, "link"), "new");
	assert_error(replace_link(top, "link", "newer", &seen), ESTALE);
	assert_error(remove_seen(top, "link", &seen), ESTALE);
	assert_string_equal(file_link_text(top, "link"), "new");
	seen = info_of("link");
	assert_int_equal(remove_seen(top, "link", &seen), 0);
	put_file("link", "a file");
	seen = info_of("link");
	assert_int_equal(replace_link(top, "link", "new", &seen), 0);
	assert_string_equal(file_link_text(top, "link"), "new");
	no_leftovers(".");
}

static void write_more(void)
{
	put_file("rc", "a longer text");
}

static void move_away(void)
{
	put("-rc");
	write_more();
}

/* A file that was written after the look, and one that came in its place, stay. */
TEST(changed_meanwhile)
{
	static void (*const changes[])(void) = { write_more, move_away };
	struct file_info seen;

	for (size_t i = 0; i < 4; i++) {
		put_file("rc", "text");
		seen = info_of("rc");
		before_rename = changes[i % 2];
		if (i < 2)
			assert_error(replace_file(top, "rc", "new", 3, 0644, &seen), ESTALE);
		else
			assert_error(remove_seen(top, "rc", &seen), ESTALE);
		assert_string_equal(slurp("rc"), "a longer text");
	}
	no_leftovers(".");
}

/* So does one that another program has open: what that writes next is in it. */
TEST(open_elsewhere)
{
	struct file_info seen;
	int fd, lease;

	put_file("rc", "text");
	fd = openat(top, "rc", O_RDONLY);
	lease = fcntl(fd, F_SETLEASE, F_RDLCK);
	close(fd);
	if (lease)
		return;
	fd = openat(top, "rc", O_WRONLY | O_APPEND);
	seen = info_of("rc");
	assert_error(replace_file(top, "rc", "new", 3, 0644, &seen), ETXTBSY);
	assert_error(remove_seen(top, "rc", &seen), ETXTBSY);
	assert_int_equal(write(fd, "!", 1), 1);
	assert_string_equal(slurp("rc"), "text!");
	close(fd);
	no_leftovers(".");
}

static void take_name(void)
{
	put_file("rc", "theirs");
}

static void write_and_take(void)
{
	write_more();
	before_rename = take_name;
}

/* The name was taken meanwhile: both stay. */
TEST(name_taken)
{
	struct file_info seen;

	put_file("rc", "text");
	seen = info_of("rc");
	before_rename = write_and_take;
	assert_error(remove_seen(top, "rc", &seen), ESTALE);
	assert_string_equal(slurp("rc"), "theirs");
	fits("rc-*", true);
}

/* What was appended stays when something before it is cut out. */
TEST(cut)
{
	int fd;

	put_file("rc", "one two three and more");
	fd = openat(top, "rc", O_RDWR);
	assert_int_equal(cut_out(fd, 4, 14), 0);
	assert_string_equal(slurp("rc"), "one and more");
	assert_int_equal(cut_out(fd, 3, 12), 0);
	assert_string_equal(slurp("rc"), "one");
	close(fd);
}

/* A disk that is full in the middle of it is named. */
TEST(cut_short)
{
	struct rlimit all, few;
	int fd;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &all), 0);
	few = (struct rlimit){ 8, all.rlim_max };
	put_file("rc", "one two three and more");
	fd = openat(top, "rc", O_RDWR);
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &few);
	errno = 0;
	assert_error(cut_out(fd, 4, 8), EFBIG);
	setrlimit(RLIMIT_FSIZE, &all);
	close(fd);
}

/* Some file systems have names of UTF-8 only: that of a file is cut between two characters. */
TEST(name_cut)
{
	static const char *const characters[] = { "a", "é", "日", "🐍" };
	struct file_info seen;

	put_file("rc", "text");
	seen = info_of("rc");
	foreach(character, characters) {
		struct buf name = BUF_INIT;
		const char *old;

		for (int i = 0; i < 100; i++)
			buf_puts(&name, *character);
		old = old_name(top, name.data, &seen, &seen);
		assert_true(is_utf8(old, strlen(old)));
		assert_true(strlen(old) < 143);
	}
}

/* Where the file system cannot exchange, directories are refused, and files compared and renamed. */
TEST(no_flags_there)
{
	struct file_info seen;

	no_flags = EINVAL;
	put("one/ other/ one/x");
	seen = info_of("other");
	assert_error(exchange_seen(top, "one", "other", &seen), ENOTSUP);
	assert_true(is_there("one/x"));
	assert_error(platform_rename_new(top, "one", top, "other"), EEXIST);
	put_file("file", "file");
	put_file("new", "new");
	assert_error(platform_rename_new(top, "new", top, "file"), EEXIST);
	seen = info_of("file");
	assert_int_equal(replace_file(top, "file", "new", 3, 0644, &seen), 0);
	assert_error(remove_seen(top, "file", &seen), ESTALE);
	assert_string_equal(slurp("file"), "new");
	no_flags = 0;
}

MAIN(setup)
