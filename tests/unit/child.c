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

	assert_int_equal(child_start(&child, argv, child_environment(CHILD_TOOL, none), 60), 0);
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

/* The number of variables in ENTRIES whose name begins with START */
static int count(const char *const *entries, const char *start)
{
	int n = 0;

	for (; *entries; entries++)
		n += !strncmp(*entries, start, strlen(start));
	return n;
}

TEST(environment)
{
	const char *const ours[] = { "PATH=/ours", "GIT_OURS=1", "PYTHON_OURS=1", NULL };
	const char *const names[] = { "PATHS",      "GIT_DIR",    "GIT_CONFIG_X",
				      "PYTHONHOME", "PYTHONPATH", "AVENV_STATE" };
	const char *const *python, *const *git, *const *tool;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		setenv(names[i], "1", 1);
	python = child_environment(CHILD_PYTHON, ours);
	git = child_environment(CHILD_GIT, ours);
	tool = child_environment(CHILD_TOOL, ours);
	assert_int_equal(count(python, "PATH"), 2);
	assert_int_equal(count(python, "PYTHON"), 1);
	assert_int_equal(count(python, "GIT_DIR="), 1);
	assert_int_equal(count(git, "GIT_DIR="), 0);
	assert_int_equal(count(git, "GIT_CONFIG_X=") + count(git, "GIT_OURS="), 2);
	assert_int_equal(count(git, "PYTHONHOME="), 1);
	assert_int_equal(count(tool, "PYTHONHOME="), 0);
	assert_int_equal(count(tool, "PYTHONPATH=") + count(tool, "GIT_DIR="), 2);
	assert_int_equal(count(tool, "AVENV_STATE"), 0);
}

MAIN(NULL)
