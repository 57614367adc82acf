/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include <dirent.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "cli/stage.h"
#include "cli/stage_dir.h"
#include "cli/tree.h"
#include "core/buf.h"
#include "core/mem.h"

/* What somebody does just before something is renamed: once. */
static void (*meanwhile)(void);

static void somebody_acts(void)
{
	void (*act)(void) = meanwhile;

	meanwhile = NULL;
	if (act)
		act();
}

/* In place of the C library's. */
int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	somebody_acts();
	return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, 0);
}

/* What a file system says of flags that it does not know, or 0. */
static int no_flags;

int renameat2(int from_dir, const char *from, int to_dir, const char *to,
	      unsigned flags)
{
	somebody_acts();
	if (flags && no_flags) {
		errno = no_flags;
		return -1;
	}
	return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
}

/* What somebody does with a directory that was just made: once. */
static void (*once_made)(const char *name);

int mkdirat(int dir, const char *name, mode_t mode)
{
	void (*act)(const char *) = once_made;
	int ret = (int)syscall(SYS_mkdirat, dir, name, mode);

	once_made = NULL;
	if (act)
		act(name);
	return ret;
}

/* The name of a file that nobody may remove, or NULL; and what is said of it. */
static const char *immutable;
static int immutable_for = EPERM;

int unlinkat(int dir, const char *name, int flags)
{
	if (immutable && streq(name, immutable)) {
		errno = immutable_for;
		return -1;
	}
	return (int)syscall(SYS_unlinkat, dir, name, flags);
}

static int discard(const char *name)
{
	struct stage_seen seen = { 0 };

	if (file_lstat(at(name), &seen.info))
		return -1;
	return stage_discard(at(name), &seen);
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

TEST(test_new)
{
	struct stage s;

	put_dir("new");
	put_link("link", "new");
	assert_int_equal(begin(&s, "link/a/b/env", false), 0);
	assert_int_equal(s.way, STAGE_NEW);
	assert_string_equal(s.target, at("new/a/b/env"));
	assert_false(is_there("new/a/b/env"));
	assert_int_equal(mode_of(s.path), 0700);
	build(&s);
	assert_int_equal(stage_commit(&s), 0);
	stage_end();
	assert_string_equal(text_of("new/a/b/env/pyvenv.cfg"), "new");
	assert_int_equal(mode_of("new/a/b/env"), 0755);
	assert_int_equal(leftovers("new/a/b"), 0);
}

TEST(test_mode_of_new)
{
	mode_t mask = umask(077);
	struct stage s;

	put_dir("group");
	put_mode("group", 02755);
	assert_int_equal(begin(&s, "group/env", false), 0);
	build(&s);
	assert_int_equal(stage_commit(&s), 0);
	stage_end();
	umask(mask);
	assert_int_equal(mode_of("group/env"), 02700);
}

/* Two at once: whoever comes last says so, and the first one's stays. */
TEST(test_new_twice)
{
	struct stage s, other;

	put_dir("race");
	assert_int_equal(begin(&s, "race/env", false), 0);
	assert_int_equal(begin(&other, "race/env", false), 0);
	build(&s);
	assert_int_equal(tree_write(s.dir, "first", "", 0, 0644), 0);
	build(&other);
	assert_int_equal(stage_commit(&s), 0);
	assert_int_equal(stage_commit(&other), -1);
	stage_end();
	assert_true(is_there("race/env/first"));
	assert_int_equal(leftovers("race"), 0);
	/* An empty directory is somebody's as well. */
	assert_int_equal(begin(&s, "race/empty", false), 0);
	build(&s);
	put_dir("race/empty");
	assert_int_equal(stage_commit(&s), -1);
	stage_end();
	assert_false(is_there("race/empty/bin"));
}

TEST(test_drop)
{
	struct stage s;

	assert_int_equal(begin(&s, "gone/a/b/env", false), 0);
	build(&s);
	stage_drop(&s);
	stage_drop(&s);
	assert_false(is_there("gone"));
	put_dir("stays");
	assert_int_equal(begin(&s, "stays/a/b/env", false), 0);
	put_file("stays/a/of-somebody", "");
	stage_drop(&s);
	assert_false(is_there("stays/a/b"));
	assert_true(is_there("stays/a/of-somebody"));
	stage_end();
}

TEST(test_refused)
{
	static const char *const names[] = {
		"in-the-way/file",       "in-the-way/link",
		"in-the-way/dangling",   "in-the-way/fifo",
		"in-the-way/file/below", "in-the-way/dangling/a/b"
	};
	struct stage s;

	put_dir("in-the-way");
	put_dir("in-the-way/dir");
	put_file("in-the-way/file", "");
	put_fifo("in-the-way/fifo");
	put_link("in-the-way/link", "dir");
	put_link("in-the-way/dangling", "nowhere");
	foreach(row, names) {
		row_int(*row, begin(&s, *row, false), -1);
		row_int(*row, begin(&s, *row, true), -1);
	}
	stage_end();
	assert_false(is_there("in-the-way/nowhere"));
	assert_int_equal(leftovers("in-the-way"), 0);
}

static void put_old(const char *name)
{
	put_env(name);
	put_file(path_join(name, "pyvenv.cfg"), "old");
	put_file(path_join(name, "bin/foreign"), "foreign");
	put_dir(path_join(name, "extra"));
	put_file(path_join(name, "extra/x"), "x");
}

static void assert_new_only(const char *name)
{
	assert_string_equal(text_of(path_join(name, "pyvenv.cfg")), "new");
	assert_string_equal(text_of(path_join(name, "bin/python")),
			    "new python");
	assert_false(is_there(path_join(name, "bin/foreign")));
	assert_false(is_there(path_join(name, "extra")));
	assert_int_equal(leftovers(name), 0);
}

static void assert_old(const char *name)
{
	assert_string_equal(text_of(path_join(name, "pyvenv.cfg")), "old");
	assert_string_equal(text_of(path_join(name, "bin/foreign")), "foreign");
	assert_string_equal(text_of(path_join(name, "bin/python")),
			    "#!/bin/sh\n");
	assert_true(is_there(path_join(name, "extra/x")));
	assert_false(is_there(path_join(name, "lib")));
	assert_int_equal(leftovers(name), 0);
}

TEST(test_exchange)
{
	struct stat old, new;
	struct stage s;

	put_old("ex");
	put_mode("ex", 0750);
	/* Only root can give away. */
	if (!geteuid())
		assert_int_equal(chown(at("ex"), 4242, 4243), 0);
	assert_int_equal(stat(at("ex"), &old), 0);
	assert_int_equal(begin(&s, "ex", true), 0);
	assert_int_equal(s.way, STAGE_EXCHANGE);
	build(&s);
	assert_old("ex");
	assert_int_equal(stage_commit(&s), 0);
	stage_end();
	assert_new_only("ex");
	assert_int_equal(stat(at("ex"), &new), 0);
	assert_int_equal(new.st_mode, old.st_mode);
	assert_int_equal(new.st_uid, old.st_uid);
	assert_int_equal(new.st_gid, old.st_gid);
	assert_int_equal(leftovers(""), 0);
}

TEST(test_exchange_dropped)
{
	struct stage s;

	put_old("exd");
	assert_int_equal(begin(&s, "exd", true), 0);
	build(&s);
	stage_drop(&s);
	assert_old("exd");
	/* Moved away meanwhile, and another one is there. */
	assert_int_equal(begin(&s, "exd", true), 0);
	build(&s);
	assert_int_equal(rename(at("exd"), at("moved")), 0);
	put_old("exd");
	assert_int_equal(stage_commit(&s), -1);
	stage_end();
	assert_old("exd");
	assert_old("moved");
	assert_int_equal(leftovers(""), 0);
}

static void swap(const char *name)
{
	assert_int_equal(rename(at(name), at("kept")), 0);
	put_dir(name);
	put_file(path_join(name, "thesis"), "thesis");
}

static void assert_swapped(const char *name)
{
	assert_string_equal(text_of(path_join(name, "thesis")), "thesis");
	assert_old("kept");
	assert_int_equal(leftovers(""), 0);
	assert_int_equal(rename(at("kept"), at(path_join(name, "old"))), 0);
}

static void swap_exs(void)
{
	swap("exs");
}

/* At the last moment: what nobody looked at is not what goes. */
TEST(test_exchange_swapped)
{
	struct stage s;

	put_old("exs");
	assert_int_equal(begin(&s, "exs", true), 0);
	build(&s);
	meanwhile = swap_exs;
	assert_int_equal(stage_commit(&s), -1);
	stage_end();
	assert_swapped("exs");
}

TEST(test_exchange_immutable)
{
	struct stage s;

	put_dir("exi");
	put_old("exi/env");
	assert_int_equal(begin(&s, "exi/env", true), 0);
	build(&s);
	immutable = "x";
	assert_int_equal(stage_commit(&s), 0);
	immutable = NULL;
	stage_end();
	assert_new_only("exi/env");
	assert_int_equal(leftovers("exi"), 1);
	/* Under a name that says what it is. */
	assert_false(is_there(path_join("exi", s.name)));
	stage_sweep(at("exi"));
	assert_int_equal(leftovers("exi"), 0);
}

/* The shell in it must not find itself in what was removed. */
TEST(test_shell_in_it)
{
	struct stage s;
	struct stage_want want = { .target = at("sh"),
				   .clear = true,
				   .shell_dir = at("sh/bin") };
	struct stat before, after;

	put_old("sh");
	put_link("sh/lib64", "nowhere");
	put_file("sh/include", "a file, not a directory");
	assert_int_equal(stat(at("sh"), &before), 0);
	assert_int_equal(stage_open(&want, &s), 0);
	assert_int_equal(s.way, STAGE_MERGE);
	build(&s);
	assert_int_equal(mkdirat(s.dir, "include", 0755), 0);
	assert_int_equal(stage_commit(&s), 0);
	stage_end();
	assert_new_only("sh");
	assert_int_equal(stat(at("sh"), &after), 0);
	assert_true(before.st_ino == after.st_ino);
	assert_true(is_there("sh/include/."));
	/* A neighbour whose name begins as its does is no matter. */
	want.shell_dir = at("shell");
	assert_int_equal(stage_open(&want, &s), 0);
	assert_int_equal(s.way, STAGE_EXCHANGE);
	stage_drop(&s);
	stage_end();
}

TEST(test_merge)
{
	struct stage s;

	put_old("me");
	put_dir("me/lib64");
	put_mode("me/bin", 0700);
	put_link("me/bin/activate", "foreign");
	assert_int_equal(begin(&s, "me", false), 0);
	assert_int_equal(s.way, STAGE_MERGE);
	assert_string_equal(path_parent(s.path), at("me"));
	build(&s);
	assert_int_equal(tree_write(s.dir, "bin/activate", "a", 1, 0644), 0);
	assert_int_equal(mkdirat(s.dir, "lib/closed", 0500), 0);
	umask(077);
	assert_int_equal(stage_commit(&s), 0);
	umask(022);
	stage_end();
	assert_string_equal(text_of("me/pyvenv.cfg"), "new");
	assert_string_equal(text_of("me/bin/python"), "new python");
	assert_string_equal(text_of("me/bin/foreign"), "foreign");
	assert_string_equal(text_of("me/bin/activate"), "a");
	assert_true(is_there("me/extra/x"));
	assert_int_equal(mode_of("me/bin"), 0700);
	assert_int_equal(mode_of("me/lib"), 0755);
	assert_int_equal(mode_of("me/lib/closed"), 0500);
	assert_true(is_there("me/lib64/."));
	assert_int_equal(leftovers("me"), 0);
}

/* One thing in the way of another kind: nothing is changed at all. */
TEST(test_merge_in_the_way)
{
	static const struct {
		const char *name;
		mode_t type;
	} rows[] = {
		{ "way/bin", S_IFREG },        { "way/bin", S_IFLNK },
		{ "way/lib", S_IFREG },        { "way/lib", S_IFLNK },
		{ "way/bin/python", S_IFDIR }, { "way/pyvenv.cfg", S_IFDIR },
		{ "way/bin/zlast", S_IFDIR },
	};
	struct stage s;

	foreach(row, rows) {
		const char *name = row->name;
		bool has_bin = !streq(name, "way/bin");

		put_dir("way");
		if (has_bin) {
			put_dir("way/bin");
			put_file("way/bin/aaa", "old");
		}
		if (row->type == S_IFDIR)
			put_dir(name);
		else if (row->type == S_IFLNK)
			put_link(name, "elsewhere");
		else
			put_file(name, "old");
		assert_int_equal(begin(&s, "way", false), 0);
		build(&s);
		assert_int_equal(tree_write(s.dir, "bin/aaa", "new", 3, 0644),
				 0);
		assert_int_equal(tree_write(s.dir, "bin/zlast", "new", 3, 0644),
				 0);
		row_int(name, stage_commit(&s), -1);
		if (has_bin)
			assert_string_equal(text_of("way/bin/aaa"), "old");
		assert_int_equal(leftovers("way"), 0);
		stage_end();
		assert_int_equal(discard("way"), 0);
	}
}

TEST(test_busy)
{
	struct stage s, other;

	put_old("busy");
	for (int clear = 0; clear < 2; clear++) {
		assert_int_equal(begin(&s, "busy", clear), 0);
		assert_int_equal(begin(&other, "busy", false), -1);
		assert_int_equal(begin(&other, "busy", true), -1);
		assert_int_equal(discard("busy"), -1);
		stage_drop(&s);
	}
	assert_old("busy");
	assert_int_equal(begin(&other, "busy", false), 0);
	stage_drop(&other);
	stage_end();
}

static void put_leftover(const char *name)
{
	put_dir(name);
	put_dir(path_join(name, "lib"));
	put_file(path_join(name, "lib/x"), "x");
}

TEST(test_sweep)
{
	static const char *const kept[] = {
		"sweep/.avenv-new-0123456",  "sweep/.avenv-new-012345678",
		"sweep/.avenv-new-0123456G", "sweep/.avenv-new-01234567x",
		"sweep/.avenv-tmp-01234567", "sweep/avenv-new-01234567",
		"sweep/.avenv-old-",         "sweep/busy/.avenv-new-00000000"
	};
	struct stage s;
	int fd;

	put_dir("sweep");
	put_dir("sweep/busy");
	put_dir("sweep/linked");
	put_file("sweep/linked/kept", "");
	put_leftover("sweep/.avenv-new-01234567");
	put_leftover("sweep/.avenv-old-89abcdef");
	put_mode("sweep/.avenv-old-89abcdef/lib", 0);
	put_leftover("sweep/.avenv-new-ffffffff");
	put_link("sweep/.avenv-new-00000001", "linked");
	put_file("sweep/.avenv-new-00000002", "a file");
	put_fifo("sweep/.avenv-new-00000003");
	foreach(row, kept)
		put_leftover(*row);
	fd = open(at("sweep/.avenv-new-ffffffff"), O_RDONLY | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(begin(&s, "sweep/a/env", false), 0);
	assert_true(is_there("sweep/.avenv-new-01234567"));
	stage_drop(&s);
	assert_int_equal(begin(&s, "sweep/env", false), 0);
	assert_false(is_there("sweep/.avenv-new-01234567"));
	assert_false(is_there("sweep/.avenv-old-89abcdef"));
	assert_true(is_there("sweep/.avenv-new-ffffffff/lib/x"));
	assert_true(is_there("sweep/linked/kept"));
	assert_false(is_there("sweep/.avenv-new-00000002"));
	assert_true(is_there("sweep/.avenv-new-00000003"));
	foreach(row, kept)
		row_int(*row, is_there(path_join(*row, "lib/x")), true);
	/* Its own is locked. */
	stage_sweep(at("sweep"));
	assert_true(is_there(s.path));
	stage_drop(&s);
	close(fd);
	/* The target's own, under the lock. */
	put_old("sweep/env");
	put_leftover("sweep/env/.avenv-new-01234567");
	assert_int_equal(begin(&s, "sweep/env", false), 0);
	stage_drop(&s);
	stage_end();
	assert_old("sweep/env");
}

TEST(test_sweep_of_others)
{
	put_dir("others");
	put_leftover("others/.avenv-new-01234567");
	if (lchown(at("others/.avenv-new-01234567"), 4242, 4242))
		skip_because("only root can give away");
	stage_sweep(at("others"));
	assert_true(is_there("others/.avenv-new-01234567/lib/x"));
}

/* Where others can rename what is ours, a name says nothing. */
TEST(test_sweep_of_shared)
{
	put_dir("shared");
	put_leftover("shared/.avenv-old-01234567");
	put_mode("shared", 0777);
	stage_sweep(at("shared"));
	assert_true(is_there("shared/.avenv-old-01234567/lib/x"));
	put_mode("shared", 01777);
	stage_sweep(at("shared"));
	assert_false(is_there("shared/.avenv-old-01234567"));
}

TEST(test_discard)
{
	put_dir("dis");
	put_old("dis/env");
	put_old("dis/target");
	put_link("dis/link", "target");
	put_leftover("dis/.avenv-old-01234567");
	assert_int_equal(discard("dis/env"), 0);
	assert_false(is_there("dis/env"));
	assert_int_equal(leftovers("dis"), 0);
	assert_int_equal(discard("dis/link"), -1);
	assert_old("dis/target");
	assert_int_equal(discard("dis/nowhere"), -1);
	assert_int_equal(discard("nowhere/env"), -1);
}

TEST(test_discard_immutable)
{
	put_dir("imm");
	put_old("imm/env");
	immutable = "x";
	assert_int_equal(discard("imm/env"), STAGE_LEFT);
	immutable = NULL;
	assert_false(is_there("imm/env"));
	assert_int_equal(leftovers("imm"), 1);
}

static void swap_dsw(void)
{
	swap("dsw");
}

static void take_name(void)
{
	put_dir("dsw");
}

static void swap_dsw_twice(void)
{
	swap("dsw");
	meanwhile = take_name;
}

/* What was taken away by mistake comes back, and nothing goes for it. */
static void put_back(void)
{
	DIR *dir;
	const struct dirent *d;
	int found = 0;

	put_old("dsw");
	meanwhile = swap_dsw;
	assert_int_equal(discard("dsw"), -1);
	assert_swapped("dsw");
	assert_int_equal(discard("dsw"), 0);

	put_old("dsw");
	meanwhile = swap_dsw_twice;
	assert_int_equal(discard("dsw"), -1);
	assert_old("kept");
	assert_int_equal(leftovers(""), 0);
	dir = opendir(scratch);
	assert_non_null(dir);
	while ((d = readdir(dir)))
		if (!strncmp(d->d_name, "dsw-", 4)) {
			found += is_there(path_join(d->d_name, "thesis"));
			assert_int_equal(discard(mem_dups(d->d_name)), 0);
		}
	closedir(dir);
	assert_int_equal(found, 1);
	assert_int_equal(discard("kept"), 0);
	assert_int_equal(discard("dsw"), 0);
}

/* Only what was looked at goes, whatever has its name by now. */
TEST(test_discard_swapped)
{
	struct stage_seen seen = { 0 };

	put_old("dsw");
	assert_int_equal(file_lstat(at("dsw"), &seen.info), 0);
	swap("dsw");
	assert_int_equal(stage_discard(at("dsw"), &seen), -1);
	assert_swapped("dsw");
	assert_int_equal(discard("dsw"), 0);
	put_back();
	no_flags = EINVAL;
	put_back();
	no_flags = 0;
}

static const char *given;

static void give_to_thesis(const char *name)
{
	given = path_join("mk", name);
	assert_int_equal(syscall(SYS_renameat2, AT_FDCWD, at(given), AT_FDCWD,
				 at("mk/data"), RENAME_EXCHANGE),
			 0);
}

/* What has the name of a directory that was made, and holds something, is not it. */
TEST(test_made_swapped)
{
	struct stage s;

	put_dir("mk");
	put_dir("mk/data");
	put_file("mk/data/thesis", "mine");
	once_made = give_to_thesis;
	assert_int_equal(begin(&s, "mk/env", false), 0);
	assert_string_not_equal(path_base(given), s.name);
	stage_drop(&s);
	assert_string_equal(text_of(path_join(given, "thesis")), "mine");
}

/* Looked at once more, through its descriptor. */
static int refuse(int fd, const char *path)
{
	struct file_info info;

	(void)path;
	return file_lstatat(fd, "extra/x", &info) ? 0 : -1;
}

TEST(test_discard_refused)
{
	struct stage_seen seen = { .refused = refuse };

	put_old("refused");
	assert_int_equal(file_lstat(at("refused"), &seen.info), 0);
	assert_int_equal(stage_discard(at("refused"), &seen), -1);
	assert_old("refused");
	assert_int_equal(unlink(at("refused/extra/x")), 0);
	assert_int_equal(stage_discard(at("refused"), &seen), 0);
}

/* What was written since it was measured is not lost. */
TEST(test_discard_written)
{
	static const struct timespec past[] = { { .tv_sec = 1 },
						{ .tv_sec = 1 } };
	struct tree_size size;
	struct stage_seen seen = { .size = &size };

	put_old("wr");
	assert_int_equal(file_lstat(at("wr"), &seen.info), 0);
	tree_measure(AT_FDCWD, at("wr"), &size);
	assert_int_equal(utimensat(AT_FDCWD, at("wr/extra/x"), past, 0), 0);
	assert_int_equal(stage_discard(at("wr"), &seen), -1);
	assert_old("wr");
	tree_measure(AT_FDCWD, at("wr"), &size);
	put_file("wr/extra/new", "");
	assert_int_equal(stage_discard(at("wr"), &seen), -1);
	assert_true(is_there("wr/extra/new"));
	assert_int_equal(leftovers(""), 0);
	tree_measure(AT_FDCWD, at("wr"), &size);
	assert_int_equal(stage_discard(at("wr"), &seen), 0);
}

/* What removes the rest: root has no use for "sudo", nor has who lacks but space. */
TEST(test_what_removes)
{
	static const struct {
		int error;
		uid_t user;
		const char *says;
	} rows[] = {
		{ EPERM, 0, "Operation not permitted; 'rm -rf " },
		{ EACCES, 0, "Permission denied; 'rm -rf " },
		{ EPERM, 65534, "Operation not permitted; 'sudo rm -rf " },
		{ EACCES, 65534, "Permission denied; 'sudo rm -rf " },
		{ EROFS, 65534, "Read-only file system; 'rm -rf " },
	};
	uid_t user = geteuid();

	foreach(row, rows) {
		const char *said;
		int kept;

		if (user && !row->user)
			continue;
		scratch_clear();
		put_dir("kept");
		put_file("kept/x", "");
		kept = hide();
		immutable = "x";
		immutable_for = row->error;
		if (!user)
			assert_int_equal(seteuid(row->user), 0);
		row_int(row->says,
			stage_remove(AT_FDCWD, at("kept"), -1, at("kept")), -1);
		if (!user)
			assert_int_equal(seteuid(0), 0);
		immutable = NULL;
		immutable_for = EPERM;
		said = show(kept);
		if (!strstr(said, row->says))
			fail_msg("wanted %s, got %s", row->says, said);
	}
}

/* Without the right to write beside it, it is filled from within. */
TEST(test_parent_closed)
{
	uid_t root = geteuid(), nobody = 65534;
	struct stage s;

	put_dir("closed");
	put_old("closed/env");
	put_mode(".", 0755);
	put_mode("closed", 0555);
	if (!root) {
		assert_int_equal(chown(at("closed/env"), nobody, 0), 0);
		assert_int_equal(chown(at("closed/env/bin"), nobody, 0), 0);
		assert_int_equal(chown(at("closed/env/extra"), nobody, 0), 0);
		assert_int_equal(seteuid(nobody), 0);
	}
	assert_int_equal(begin(&s, "closed/env", true), 0);
	assert_int_equal(s.way, STAGE_MERGE);
	build(&s);
	assert_int_equal(stage_commit(&s), 0);
	assert_int_equal(begin(&s, "closed/new", false), -1);
	assert_int_equal(discard("closed/env"), -1);
	stage_end();
	assert_int_equal(seteuid(root), 0);
	assert_new_only("closed/env");
	put_mode("closed", 0755);
}

/* What a process does that a signal reaches while it has a stage. */
static NORETURN void stage_and_signal(int sig)
{
	struct stage s;

	if (begin(&s, "sig/a/env", false))
		_exit(10);
	raise(sig);
	if (!stage_interrupted())
		_exit(11);
	stage_drop(&s);
	stage_end();
	_exit(12);
}

static int status_after(int sig, bool ignored)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (!pid) {
		signal(sig, ignored ? SIG_IGN : SIG_DFL);
		stage_and_signal(sig);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

TEST(test_signals)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

	put_dir("sig");
	foreach(row, signals) {
		int status = status_after(*row, false);

		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), *row);
		assert_false(is_there("sig/a"));
	}
	/* As under nohup: there is nothing to note. */
	assert_int_equal(WEXITSTATUS(status_after(SIGHUP, true)), 11);
}

MAIN(scratch_make, scratch_remove)
