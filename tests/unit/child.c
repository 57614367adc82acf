/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 30 38 49 */
/* A child process: output and environment. Its time limit: cli/freeze. */
#include "test.h"

#include <signal.h>
#include <sys/wait.h>

#include "system/child.h"

static struct child run(const char *script)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	const char *const none[] = { NULL };
	struct child child;

	assert_int_equal(child_start(&child, argv, child_environment(NULL, none), 60), 0);
	child_wait(&child);
	return child;
}

/* Both pipes hold less than that: the one that is not read would block the other. */
TEST(output_and_status)
{
	struct child c = run("head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2; echo end; "
			     "read -r x || exit 7");

	assert_int_equal(c.out.len, 300004);
	assert_int_equal(c.err.len, 300000);
	assert_int_equal(WEXITSTATUS(c.status), 7);
	assert_false(c.late);
}

/* Nobody can say how a child ended whose parent ignores SIGCHLD: not well. */
TEST(end_unknown)
{
	signal(SIGCHLD, SIG_IGN);
	assert_int_not_equal(run("exit 0").status, 0);
	signal(SIGCHLD, SIG_DFL);
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
