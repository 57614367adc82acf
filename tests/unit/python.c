/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 30 49 */
/*
 * The question that an interpreter is asked: how it is started, and which answers
 * are believed.  The interpreters are this program, started by other names.
 */
#include "python/python.h"
#include "core/buf.h"
#include "print/msg.h"
#include "scratch.h"

#include <signal.h>

/* The fields of an answer. */
static void answer(const char *cookie, const char *version, const char *encodings)
{
	const char *fields[] = { cookie, getenv("FAKE_SELF"), "cpython", version, "t",
				 "True", encodings,           cookie };

	foreach(field, fields)
		fwrite(*field, 1, strlen(*field) + 1, stdout);
}

/* Everything that a started interpreter can see of avenv, to a file. */
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

/* Be the interpreter called NAME. */
static int pretend(const char *name, int argc, char **argv)
{
	const char *cookie = argv[5], *lib = getenv("FAKE_LIB");

	if (streq(name, "good")) {
		confess(argc, argv);
		printf("hello\n");
		answer(cookie, "3.13.1", lib);
		printf("bye\n");
	} else if (streq(name, "nolib")) {
		answer(cookie, "3.13.1", "lib/encodings");
	} else if (streq(name, "noversion")) {
		answer(cookie, "3.13", lib);
	} else if (streq(name, "failing")) {
		answer(cookie, "3.13.1", lib);
		fprintf(stderr, "Traceback:\nError: \033[31mno\n");
		return 3;
	} else if (streq(name, "status")) {
		return 4;
	} else if (streq(name, "crash")) {
		raise(SIGKILL);
	} else if (streq(name, "othercookie")) {
		answer("12345", "3.13.1", lib);
	} else if (streq(name, "unframed")) {
		printf("%s%c3.13", cookie, 0);
	}
	return 0;
}

/* Ask the one called NAME; WHY is in the message. */
static int ask(const char *name, struct python *python, const char *why)
{
	const char *said;
	int kept, ret;

	setenv("FAKE_SELF", at(name), 1);
	kept = hide();
	ret = python_ask(at(name), python);
	said = show(kept);
	if (!strstr(said, why))
		row_text(name, said, why);
	return ret;
}

TEST(good_answer)
{
	struct python python;

	assert_int_equal(ask("good", &python, ""), 0);
	assert_string_equal(python.path, at("good"));
	assert_string_equal(python.home, scratch);
	assert_string_equal(python.exe, "good");
	assert_string_equal(python.implementation, "cpython");
	assert_string_equal(python.version, "3.13.1");
	assert_string_equal(python.series, "3.13");
	assert_string_equal(python.threads, "t");
	assert_string_equal(python.stdlib, at("lib"));
	assert_true(python.lib64);
}

/* No module of the directory, no variable of Python's, no file of avenv's. */
TEST(how_it_is_started)
{
	struct buf args = BUF_INIT;
	struct python python;
	const char *log;

	setenv("PYTHONPATH", "/evil", 1);
	setenv("PYTHONHOME", "/evil", 1);
	setenv("__PYVENV_LAUNCHER__", "/evil", 1);
	setenv("KEPT", "yes", 1);
	assert_int_equal(ask("good", &python, ""), 0);
	buf_putl(&args, "arg ", at("good"), "\narg -I\narg -S\narg -c\narg ...\narg ...\nenv ");
	log = slurp("log");
	assert_non_null(strstr(log, args.data));
	assert_null(strstr(log, "/evil"));
	assert_non_null(strstr(log, "env KEPT=yes\n"));
	assert_non_null(strstr(log, "stdin empty\n"));
	assert_null(strstr(log, "\nfd "));
}

static const char *const bad[][2] = {
	{ "nolib", "gave no answer; '" },
	{ "noversion", "gave no answer; '" },
	{ "failing", "gave no answer; '" },
	{ "status", "gave no answer; '" },
	{ "crash", "gave no answer; '" },
	{ "othercookie", "gave no answer; '" },
	{ "unframed", "gave no answer; '" },
	{ "silent", "gave no answer; '" },
	/* cannot be started */
	{ "nothing", "cannot start" },
	{ "plain", "cannot start" },
	{ "lib", "cannot start" },
};

TEST(bad_answers)
{
	struct python python;

	foreach(row, bad)
		row_int((*row)[0], ask((*row)[0], &python, (*row)[1]), -1);
}

static int setup(void **state)
{
	char *self = realpath("/proc/self/exe", NULL);

	if (scratch_make(state) || !self)
		return -1;
	put_link("good", self);
	for (size_t i = 0; i < 8; i++)
		put_link(bad[i][0], self);
	free(self);
	/* Files that the runner left open are not avenv's. */
	for (int fd = 3; fd < 20; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	put("lib/ lib/os.py");
	put_file("plain", "#!/bin/sh\ntouch ran\n");
	setenv("FAKE_LIB", at("lib/encodings"), 1);
	setenv("FAKE_LOG", at("log"), 1);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 5)
		return pretend(path_base(argv[0]), argc, argv);
	return run_listed(setup, scratch_remove);
}
