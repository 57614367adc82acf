/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one question: how it is put and what answers are believed.  The
 * interpreters that answer oddly are this program, started by other names.
 */
#include "scratch.h"

#include <ctype.h>
#include <signal.h>

#include "cli/msg.h"
#include "cli/python.h"
#include "core/buf.h"
#include "core/file.h"

/* The fields of an answer; sys.path ends it. */
static void answer(const char *cookie, const char *version, const char *path)
{
	const char *fields[] = { cookie,    getenv("FAKE_SELF"),
				 "cpython", version,
				 "t",       "cpython-313",
				 "True",    "/nowhere",
				 path,      cookie };

	foreach(row, fields)
		fwrite(*row, 1, strlen(*row) + 1, stdout);
}

/* Everything that a started interpreter can see of us, to a file. */
static void confess(int argc, char **argv)
{
	FILE *f = fopen(getenv("FAKE_LOG"), "we");

	for (int i = 0; i < argc; i++)
		fprintf(f, "arg %s\n", i == 4 || i == 5 ? "..." : argv[i]);
	for (char **e = environ; *e; e++)
		fprintf(f, "env %s\n", *e);
	fprintf(f, "stdin %s\n", getchar() == EOF ? "empty" : "full");
	for (int fd = 3; fd < 20; fd++)
		if (fd != fileno(f) && fcntl(fd, F_GETFD) >= 0)
			fprintf(f, "fd %d\n", fd);
	fclose(f);
}

/* Being the interpreter called NAME. */
static int pretend(const char *name, int argc, char **argv)
{
	const char *cookie = argv[5], *lib = getenv("FAKE_LIB");

	if (streq(name, "good")) {
		confess(argc, argv);
		printf("hello\n");
		answer(cookie, "3.13.1", lib);
		printf("bye\n");
	} else if (streq(name, "old") && streq(argv[1], "-I")) {
		fprintf(stderr, "Unknown option: -I\nusage: python\n");
		return 2;
	} else if (streq(name, "old")) {
		confess(argc, argv);
		answer(cookie, "2.7.18", lib);
	} else if (streq(name, "nolib")) {
		answer(cookie, "3.13.1", "/nowhere/else");
	} else if (streq(name, "noversion")) {
		answer(cookie, "3.13", lib);
	} else if (streq(name, "failing")) {
		answer(cookie, "3.13.1", lib);
		fprintf(stderr, "Traceback:\nError: \033[31mno\n\n"
				"Current thread (most recent call first):\n"
				"  <no Python frame>\n");
		return 3;
	} else if (streq(name, "status")) {
		return 4;
	} else if (streq(name, "crash")) {
		raise(SIGKILL);
	} else if (streq(name, "othercookie")) {
		answer("12345", "3.13.1", lib);
	} else if (streq(name, "unframed")) {
		printf("%s%c3.13", cookie, 0);
	} else if (streq(name, "flood")) {
		for (int i = 0; i < 100000; i++)
			printf("all work and no play\n");
	} else if (streq(name, "hang")) {
		close(STDOUT_FILENO);
		pause();
	}
	return 0;
}

/** what was said on standard error, one line */
static char said[4096];

/* Ask the one called NAME.  Returns what python_ask() does. */
static int ask(const char *name, struct python *python)
{
	const char *path = at(name);
	int saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3), fd, ret;

	setenv("FAKE_SELF", path, 1);
	fd = open(at("said"), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	fflush(stderr);
	dup2(fd, STDERR_FILENO);
	ret = python_ask(path, python);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(fd);
	snprintf(said, sizeof(said), "%s", slurp("said"));
	return ret;
}

static bool confessed(const char *line)
{
	return strstr(slurp("log"), line) != NULL;
}

TEST(good)
{
	struct python python;

	assert_int_equal(ask("good", &python), 0);
	assert_string_equal(said, "");
	assert_string_equal(python.path, at("good"));
	assert_string_equal(python.home, scratch);
	assert_string_equal(python.exe, "good");
	assert_string_equal(path_base(python.real), "python");
	assert_string_equal(python.implementation, "cpython");
	assert_string_equal(python.version, "3.13.1");
	assert_string_equal(python.series, "3.13");
	assert_int_equal(python.major * 10000 + python.minor * 100 +
				 python.micro,
			 31301);
	assert_string_equal(python.threads, "t");
	assert_string_equal(python.stdlib, at("lib"));
	assert_string_equal(python.cache_tag, "cpython-313");
	assert_true(python.lib64);
}

TEST(how_it_is_started)
{
	struct buf args = BUF_INIT;
	struct python python;

	setenv("PYTHONPATH", "/evil", 1);
	setenv("PYTHONHOME", "/evil", 1);
	setenv("__PYVENV_LAUNCHER__", "/evil", 1);
	setenv("LC_ALL", "xx_XX", 1);
	setenv("KEPT", "yes", 1);
	assert_int_equal(ask("good", &python), 0);
	buf_putl(&args, "arg ", at("good"),
		 "\narg -I\narg -S\narg -c\narg ...\narg ...\nenv ");
	assert_true(confessed(args.data));
	assert_false(confessed("/evil"));
	assert_false(confessed("xx_XX"));
	assert_true(confessed("env KEPT=yes\n"));
	assert_true(confessed("stdin empty\n"));
	assert_false(confessed("\nfd "));
}

TEST(python2)
{
	struct python python;

	assert_int_equal(ask("old", &python), 0);
	assert_int_equal(python.major, 2);
	assert_string_equal(python.series, "2.7");
	assert_true(confessed("arg -Es\narg -S\n"));
}

TEST(bad)
{
	static const struct {
		const char *name, *why;
	} rows[] = {
		{ "nolib", "its standard library is missing\n" },
		{ "noversion", "its answer makes no sense\n" },
		{ "failing", "it says 'Error: \\033[31mno'\n" },
		{ "status", "it ended with status 4\n" },
		{ "crash", "signal 9 ended it\n" },
		{ "othercookie", "its answer makes no sense\n" },
		{ "unframed", "its answer makes no sense\n" },
		{ "flood", "its answer makes no sense\n" },
		{ "silent", "its answer makes no sense\n" },
		{ "hang", "it did not answer within 10 seconds\n" },
	};

	foreach(row, rows) {
		struct buf wanted = BUF_INIT;
		struct python python;

		row_int(row->name, ask(row->name, &python), -1);
		buf_putl(&wanted, "avenv: '", at(row->name),
			 "' is not a usable Python: ", row->why);
		row_text(row->name, said, wanted.data);
	}
}

TEST(not_to_be_started)
{
	static const char *const names[] = { "nothing", "plain", "lib" };

	put_file("plain", "#!/bin/sh\ntouch ran\n");
	foreach(row, names) {
		struct buf wanted = BUF_INIT;
		struct python python;

		row_int(*row, ask(*row, &python), -1);
		buf_putl(&wanted, "avenv: cannot start '", at(*row), "': ");
		row_int(said, strncmp(said, wanted.data, wanted.len), 0);
	}
}

static int setup(void **state)
{
	static const char *const names[] = {
		"good",        "old",    "nolib",  "failing",
		"noversion",   "status", "crash",  "unframed",
		"othercookie", "flood",  "silent", "hang"
	};
	char *self = realpath("/proc/self/exe", NULL);

	if (scratch_make(state) || !self)
		return -1;
	foreach(row, names)
		put_link(*row, self);
	free(self);
	/* What the runner left open is none of ours. */
	for (int fd = 3; fd < 20; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	put_dir("lib");
	put_file("lib/os.py", "");
	setenv("FAKE_LIB", at("lib"), 1);
	setenv("FAKE_LOG", at("log"), 1);
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good),
		cmocka_unit_test(how_it_is_started),
		cmocka_unit_test(python2),
		cmocka_unit_test(bad),
		cmocka_unit_test(not_to_be_started),
	};

	if (argc > 5)
		return pretend(path_base(argv[0]), argc, argv);
	return cmocka_run_group_tests(tests, setup, scratch_remove);
}
