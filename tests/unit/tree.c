/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 48 53 60 61 */
/* Trees of files, walked, removed and measured by descriptor: no link leads out of one. */
#include "system/tree.h"
#include "scratch.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

/** the scratch directory, open */
static int top;

static int setup(void **state)
{
	if (scratch_make(state))
		return -1;
	top = open(scratch, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return top < 0;
}

TEST(removed)
{
	put("outside/ outside/kept");
	put_env("env");
	put("env/link>../outside env/fifo| env/open/ env/open/x");
	put_link("env/abs", at("outside"));
	put_file("env/\377 \n", "bytes");
	assert_int_equal(tree_remove(top, "env"), 0);
	assert_false(is_there("env"));
	assert_int_equal(tree_remove(top, "env"), 0);
	put("link>outside");
	assert_int_equal(tree_remove(top, "link"), 0);
	assert_true(is_there("outside/kept"));
	put_file("new", "");
	assert_int_equal(tree_remove(top, "new/x"), -1);
	assert_int_equal(errno, ENOTDIR);
}

/* Another directory got the name: that one stays. */
TEST(removed_by_descriptor)
{
	int fd;

	put_env("env");
	put("thesis/ thesis/chapter");
	fd = open_dir("env");
	assert_int_equal(renameat2(top, "env", top, "thesis", RENAME_EXCHANGE), 0);
	assert_int_equal(tree_remove_open(top, "env", fd), -1);
	assert_int_equal(errno, ESTALE);
	assert_true(is_there("env/chapter"));
	assert_int_equal(tree_remove_open(top, "thesis", fd), 0);
	assert_false(is_there("thesis"));
	close(fd);
	assert_int_equal(tree_remove(top, "env"), 0);
}

static int note_name(struct tree_walk *w, int dir, const char *name)
{
	const char **last = w->arg;

	(void)dir;
	*last = name;
	return 0;
}

/* A tree is an environment as long as it has a pyvenv.cfg: that goes last. */
TEST(pyvenv_cfg_last)
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

/* In a mount namespace; exits with 77 if there is none. */
static NORETURN void walk_mounted(void)
{
	const char *last = NULL;
	struct tree_walk w = { .file = note_name, .arg = &last };
	const char *there = at("bound/sub/there");

	if (unshare(CLONE_NEWNS | (geteuid() ? CLONE_NEWUSER : 0)) ||
	    mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) ||
	    mount(at("other"), there, "none", MS_BIND, NULL))
		_exit(77);
	/* By path: `top` is in the namespace before. */
	if (tree_walk(&w, AT_FDCWD, at("bound")) != -1 || errno != EBUSY)
		_exit(1);
	if (!streq(tree_fault("x"), "x/sub/there"))
		_exit(2);
	/* Nor does it change what it refuses. */
	if (tree_remove(AT_FDCWD, at("bound")) != -1 || mode_of("other") != 0555)
		_exit(3);
	_exit(0);
}

/* A mount in a tree is not entered, on the same device either. */
TEST(mount_in_a_tree)
{
	int status;
	pid_t pid;

	put("other/ bound/ bound/sub/ bound/sub/there/");
	put_mode("other", 0555);
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

/* Deeper than any environment: refused at that depth. */
TEST(deep)
{
	struct tree_size size;
	const char *path = "deep";
	int fd;

	for (int i = 0; i <= TREE_DEPTH_MAX; i++)
		path = path_join(path, "d");
	put_dirs(path);
	fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	assert_int_equal(tree_measure(top, "deep", &size), -1);
	assert_int_equal(errno, ENAMETOOLONG);
	assert_int_equal(tree_remove(top, "deep"), -1);
	assert_int_equal(errno, ENAMETOOLONG);
	assert_int_equal(strlen(tree_fault("x")), 2 * TREE_DEPTH_MAX + 1);
	assert_true(is_there(path));
	/* No descriptor is left open. */
	close(fd);
	assert_int_equal(open("/dev/null", O_RDONLY | O_CLOEXEC), fd);
	close(fd);
}

TEST(measured)
{
	struct tree_size size;

	put("sized/ sized/sub/ sized/link>nowhere");
	put_file("sized/a", "12345");
	put_file("sized/sub/b", "678");
	assert_int_equal(tree_measure(top, "sized", &size), 0);
	assert_int_equal(size.bytes, 5 + 3 + strlen("nowhere"));
	assert_int_equal(tree_measure(top, "not-there", &size), -1);
}

MAIN(setup, scratch_remove)
