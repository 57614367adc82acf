/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "cli/tree.h"
#include "cli/tree_walk.h"
#include "core/buf.h"

/** the scratch directory, open */
static int top;

static int setup(void **state)
{
	if (scratch_make(state))
		return -1;
	top = open(scratch, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return top < 0;
}

TEST(test_write)
{
	mode_t mask = umask(077);

	assert_int_equal(tree_write(top, "new", "a\0b", 3, 0755), 0);
	umask(mask);
	assert_int_equal(mode_of("new"), 0755);
	assert_memory_equal(text_of("new"), "a\0b", 4);
	assert_int_equal(tree_write(top, "new", "x", 1, 0644), -1);
	assert_int_equal(errno, EEXIST);
	assert_string_equal(tree_fault(), "new");
	put_link("dangling", "made-through-a-link");
	assert_int_equal(tree_write(top, "dangling", "x", 1, 0644), -1);
	assert_false(is_there("made-through-a-link"));
}

/* Many at once: each gets there, and none takes another's file away. */
TEST(test_replace_at_once)
{
	enum {
		WRITERS = 8,
		TIMES = 200
	};
	pid_t pids[WRITERS];
	int status;

	for (int i = 0; i < WRITERS; i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		for (int n = 0; !pids[i] && n < TIMES; n++)
			if (tree_replace(top, "wanted", "w", 1, 0644))
				_exit(1);
		if (!pids[i])
			_exit(0);
	}
	for (int i = 0; i < WRITERS; i++) {
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	assert_string_equal(text_of("wanted"), "w");
	assert_int_equal(leftovers("."), 0);
}

TEST(test_replace)
{
	put_file("old", "old");
	put_mode("old", 0750);
	assert_int_equal(link(at("old"), at("other-name")), 0);
	assert_int_equal(tree_replace(top, "old", "new", 3, 0644), 0);
	assert_string_equal(text_of("old"), "new");
	assert_int_equal(mode_of("old"), 0750);
	assert_string_equal(text_of("other-name"), "old");
	assert_int_equal(tree_replace(top, "fresh", "f", 1, 0600), 0);
	assert_int_equal(mode_of("fresh"), 0600);
	put_link("a-link", "old");
	assert_int_equal(tree_replace(top, "a-link", "l", 1, 0644), 0);
	assert_string_equal(text_of("old"), "new");
	assert_int_equal(mode_of("a-link"), 0644);
	put_dir("a-dir");
	assert_int_equal(tree_replace(top, "a-dir", "d", 1, 0644), -1);
	assert_string_equal(tree_fault(), "a-dir");
	assert_int_equal(leftovers("."), 0);
}

TEST(test_remove)
{
	put_dir("outside");
	put_file("outside/kept", "kept");
	put_env("env");
	put_link("env/link", "../outside");
	put_link("env/abs", at("outside"));
	put_fifo("env/fifo");
	put_file("env/\377 \n", "bytes");
	put_dir("env/closed");
	put_file("env/closed/x", "x");
	put_dir("env/closed/deeper");
	put_mode("env/closed/deeper", 0);
	put_mode("env/closed", 0);
	assert_int_equal(tree_remove(top, "env"), 0);
	assert_false(is_there("env"));
	assert_string_equal(text_of("outside/kept"), "kept");
	assert_int_equal(tree_remove(top, "env"), 0);
	put_link("link", "outside");
	assert_int_equal(tree_remove(top, "link"), 0);
	assert_true(is_there("outside/kept"));
	assert_int_equal(tree_remove(top, "outside/kept"), 0);
}

/* A name that another directory has by now. */
TEST(test_remove_open)
{
	int fd;

	put_env("env");
	put_dir("thesis");
	put_file("thesis/chapter", "mine");
	fd = tree_open(top, "env");
	assert_true(fd >= 0);
	assert_int_equal(renameat2(top, "env", top, "thesis", RENAME_EXCHANGE),
			 0);
	assert_int_equal(tree_remove_open(top, "env", fd), -1);
	assert_int_equal(errno, ESTALE);
	assert_string_equal(tree_fault(), "");
	assert_string_equal(text_of("env/chapter"), "mine");
	assert_int_equal(tree_remove_open(top, "thesis", fd), 0);
	assert_false(is_there("thesis"));
	close(fd);
	assert_int_equal(tree_remove(top, "env"), 0);
}

TEST(test_remove_fault)
{
	assert_int_equal(tree_remove(top, "new/x"), -1);
	assert_int_equal(errno, ENOTDIR);
	assert_string_equal(tree_fault(), "");
}

static int note_name(struct tree_walk *w, int dir, const char *name)
{
	const char **last = w->arg;

	(void)dir;
	*last = name;
	return 0;
}

/* It is an environment as long as there is one; below, it is just a file. */
TEST(test_cfg_last)
{
	const char *last = NULL;
	struct tree_walk w = { .file = note_name, .arg = &last };

	put_env("walked");
	for (char c = 'a'; c <= 'z'; c++)
		put_file(path_join("walked", (const char[]){ c, '\0' }), "");
	assert_int_equal(tree_walk(&w, top, "walked"), 0);
	assert_string_equal(last, "pyvenv.cfg");
	assert_int_equal(tree_remove(top, "walked"), 0);
}

/* What a mount namespace of its own is needed for; 77 where there is none. */
static NORETURN void walk_mounted(void)
{
	const char *last = NULL;
	struct tree_walk w = { .file = note_name, .arg = &last };
	const char *there = at("bound/sub/there");

	if (unshare(CLONE_NEWNS | (geteuid() ? CLONE_NEWUSER : 0)) ||
	    mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) ||
	    mount(at("other"), there, "none", MS_BIND, NULL))
		_exit(77);
	/* By path, as `top` is in the namespace that was left. */
	if (tree_walk(&w, AT_FDCWD, at("bound")) != -1 || errno != EBUSY)
		_exit(1);
	_exit(streq(tree_fault(), "sub/there") ? 0 : 2);
}

/* Also where the device is the same: it may be a part of the tree itself. */
TEST(test_bind_mount)
{
	int status;
	pid_t pid;

	put_dir("other");
	put_dir("bound");
	put_dir("bound/sub");
	put_dir("bound/sub/there");
	pid = fork();
	assert_true(pid >= 0);
	if (!pid)
		walk_mounted();
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip_because("nothing can be mounted here");
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* Deeper than a path can be long, and than files can be open. */
static void make_deep(const char *name, int levels)
{
	int fd = top, next;

	for (int i = 0; i < levels; i++) {
		const char *n = i ? "deeper" : name;

		assert_int_equal(mkdirat(fd, n, 0755), 0);
		next = openat(fd, n, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		assert_true(next >= 0);
		if (fd != top)
			close(fd);
		fd = next;
	}
	assert_int_equal(tree_write(fd, "file", "f", 1, 0644), 0);
	close(fd);
}

TEST(test_deep)
{
	struct tree_size size;
	size_t left_out;

	make_deep("deep", 4000);
	assert_int_equal(tree_copy(top, "deep", top, "copy", false, &left_out),
			 0);
	tree_measure(top, "copy", &size);
	assert_int_equal(size.dirs, 4000);
	assert_int_equal(size.files, 1);
	assert_int_equal(tree_remove(top, "deep"), 0);
	assert_int_equal(tree_remove(top, "copy"), 0);
	assert_false(is_there("copy"));
}

static void assert_same_stat(const char *a, const char *b)
{
	struct stat x, y;

	assert_int_equal(lstat(at(a), &x), 0);
	assert_int_equal(lstat(at(b), &y), 0);
	row_int(a, y.st_mode, x.st_mode);
	row_int(a, y.st_uid, x.st_uid);
	/* That of a directory is what its file system says. */
	if (!S_ISDIR(x.st_mode))
		row_int(a, y.st_size, x.st_size);
	row_int(a, y.st_mtim.tv_sec, x.st_mtim.tv_sec);
	row_int(a, y.st_mtim.tv_nsec, x.st_mtim.tv_nsec);
}

static void put_times(const char *name, long ns)
{
	const struct timespec times[] = { { .tv_sec = 1, .tv_nsec = ns },
					  { .tv_sec = 2, .tv_nsec = ns } };

	assert_int_equal(
		utimensat(AT_FDCWD, at(name), times, AT_SYMLINK_NOFOLLOW), 0);
}

TEST(test_copy)
{
	static const char *const names[] = { "",     "/a-file",    "/a-link",
					     "/sub", "/sub/\377x", "/big" };
	static char big[100000];
	size_t left_out;

	memset(big, 'b', sizeof(big));
	put_dir("from");
	put_dir("from/sub");
	put_file("from/sub/\377x", "bytes");
	put_file("from/a-file", "text");
	put_mode("from/a-file", 04711);
	put_bytes("from/big", big, sizeof(big));
	put_link("from/a-link", "leads/nowhere");
	put_fifo("from/fifo");
	put_mode("from/sub", 0511);
	for (size_t i = ARRAY_SIZE(names); i--;)
		put_times(path_join(scratch, path_join("from", names[i] + !!i)),
			  123456789 + (long)i);
	assert_int_equal(tree_copy(top, "from", top, "to", false, &left_out),
			 0);
	assert_int_equal(left_out, 1);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_same_stat(path_join("from", names[i] + !!i),
				 path_join("to", names[i] + !!i));
	assert_string_equal(text_of("to/sub/\377x"), "bytes");
	assert_false(is_there("to/fifo"));
	assert_int_equal(tree_copy(top, "from", top, "to", false, &left_out),
			 -1);
	assert_int_equal(errno, EEXIST);
	assert_string_equal(tree_fault(), "");
}

/* By whichever path: a copy of itself would never end. */
TEST(test_copy_into_itself)
{
	size_t left_out;
	int in;

	put_dir("whole");
	put_dir("whole/part");
	in = open(at("whole/part"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(tree_copy(top, "whole", in, "new", true, &left_out),
			 -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(tree_remove(in, "new"), 0);
	assert_int_equal(tree_copy(top, "whole", in, ".", true, &left_out), -1);
	assert_int_equal(errno, EINVAL);
	close(in);
	assert_int_equal(tree_remove(top, "whole"), 0);
}

TEST(test_copy_by_link)
{
	struct stat a, b;
	size_t left_out;

	assert_int_equal(tree_copy(top, "from", top, "linked", true, &left_out),
			 0);
	assert_int_equal(stat(at("from/big"), &a), 0);
	assert_int_equal(stat(at("linked/big"), &b), 0);
	assert_true(a.st_ino == b.st_ino);
	assert_int_equal(mode_of("linked/sub"), 0511);
	assert_int_equal(tree_remove(top, "linked"), 0);
	assert_int_equal(tree_remove(top, "from"), 0);
	assert_int_equal(tree_remove(top, "to"), 0);
}

TEST(test_measure)
{
	struct tree_size size;

	put_dir("sized");
	put_file("sized/one", "12345");
	put_dir("sized/sub");
	assert_int_equal(link(at("sized/one"), at("sized/sub/again")), 0);
	put_file("sized/two", "12345");
	tree_measure(top, "sized", &size);
	assert_int_equal(size.bytes, 10);
	assert_int_equal(size.files, 3);
	assert_int_equal(size.dirs, 2);
	assert_true(size.allocated % 512 == 0);
	tree_measure(top, "sized/two", &size);
	assert_int_equal(size.bytes, 5);
	tree_measure(top, "nowhere", &size);
	assert_int_equal(size.bytes + size.files + size.dirs, 0);
}

/* Whatever differs: it was written to meanwhile. */
TEST(test_same)
{
	const struct tree_size a = {
		.bytes = 1, .files = 2, .dirs = 3, .times = 4
	};
	struct tree_size b[] = { a, a, a, a };

	assert_true(tree_same(&a, &b[0]));
	b[0].bytes++;
	b[1].files++;
	b[2].dirs++;
	b[3].times++;
	foreach(row, b)
		assert_false(tree_same(&a, row));
}

TEST(test_unchanged)
{
	const struct stat a = { .st_ino = 1 };
	struct stat b[] = { a, a, a, a, a, a, a };

	assert_true(tree_is_unchanged(&a, &b[0]));
	b[0].st_dev++;
	b[1].st_ino++;
	b[2].st_size++;
	b[3].st_mtim.tv_sec++;
	b[4].st_mtim.tv_nsec++;
	b[5].st_ctim.tv_sec++;
	b[6].st_ctim.tv_nsec++;
	foreach(row, b)
		assert_false(tree_is_unchanged(&a, row));
}

/* Each file system counts its inodes from the beginning. */
TEST(test_is)
{
	struct stat proc, sys;
	int fd = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	assert_true(tree_is(top, AT_FDCWD, scratch));
	assert_false(tree_is(top, top, "nowhere"));
	assert_true(fd >= 0 && !fstat(fd, &proc));
	if (!stat("/sys", &sys) && proc.st_ino == sys.st_ino)
		assert_false(tree_is(fd, AT_FDCWD, "/sys"));
	else
		print_message("no two devices with one inode here\n");
	close(fd);
}

MAIN(setup, scratch_remove)
