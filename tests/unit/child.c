/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 30 38 49 */
/* A child process: its output comes whole, its time is limited, its environment is chosen. */
#include "test.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "system/child.h"
#include "system/platform.h"

#include "core/banned.h"

/* Run SCRIPT in sh for at most SECONDS. */
static struct child run(const char *script, int seconds)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	const char *const none[] = { NULL };
	struct child child;

	assert_int_equal(child_start(&child, argv, child_environment(NULL, none), seconds), 0);
	child_wait(&child);
	return child;
}

TEST(output_and_status)
{
	struct child c = run("echo out; echo err >&2; read -r x || exit 7", 10);

	assert_string_equal(c.out.data, "out\n");
	assert_string_equal(c.err.data, "err\n");
	assert_int_equal(WEXITSTATUS(c.status), 7);
	assert_false(c.late);
}

/* Both pipes hold less than that: the one that is not read would block the other. */
TEST(more_than_a_pipe_holds)
{
	struct child c =
		run("head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2; echo end", 60);

	assert_int_equal(c.out.len, 300004);
	assert_int_equal(c.err.len, 300000);
	assert_int_equal(c.status, 0);
}

TEST(time_limit)
{
	long long start = platform_clock_ms();
	struct child c = run("echo begun; sleep 30", 1);

	assert_true(c.late);
	assert_true(WIFSIGNALED(c.status));
	assert_string_equal(c.out.data, "begun\n");
	assert_true(platform_clock_ms() - start < 30000);
}

/* Nobody can say how a child ended whose parent ignores SIGCHLD: not well. */
TEST(end_unknown)
{
	signal(SIGCHLD, SIG_IGN);
	assert_int_not_equal(run("exit 0", 10).status, 0);
	signal(SIGCHLD, SIG_DFL);
}

TEST(not_started)
{
	const char *const argv[] = { "/nowhere/program", NULL }, *const none[] = { NULL };
	struct rlimit before, few;
	struct child child;
	int status;

	assert_int_equal(child_start(&child, argv, child_environment(NULL, none), 10), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(child_run(argv, child_environment(NULL, none), -1), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	few = before;
	few.rlim_cur = 3;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	status = child_start(&child, argv, child_environment(NULL, none), 10);
	if (status)
		status = errno;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(status, EMFILE);
}

static bool is_x(const char *entry)
{
	return !strncmp(entry, "X_", 2);
}

TEST(environment)
{
	const char *const ours[] = { "PATH=/ours", "X_OURS=1", NULL };
	int paths = 0, xs = 0;

	setenv("X_THEIRS", "1", 1);
	setenv("PATHS", "1", 1);
	for (const char *const *e = child_environment(is_x, ours); *e; e++) {
		paths += !strncmp(*e, "PATH", 4);
		xs += is_x(*e);
	}
	assert_int_equal(paths, 2);
	assert_int_equal(xs, 1);
}

MAIN(NULL)
