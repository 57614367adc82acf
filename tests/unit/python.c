/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 30 49 */
/*
 * How an interpreter is asked: no module of the directory, no variable of Python's, no file of
 * avenv's. The interpreter is this program. Those that give no answer: tests/cli/pick.t.
 */
#include "python/python.h"
#include "print/msg.h"
#include "test.h"

/* The arguments, the environment and the open files, to a file; then an answer. */
static int pretend(int argc, char **argv)
{
	const char *fields[] = { argv[5], argv[0], "cpython",          "3.13.1",
				 "t",     "True",  getenv("FAKE_LIB"), argv[5] };
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
	printf("hello\n");
	foreach(field, fields)
		fwrite(*field, 1, strlen(*field) + 1, stdout);
	printf("bye\n");
	return 0;
}

TEST(asked)
{
	const char *variables[] = { "PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__" }, *log;
	struct python python;

	put_link("good", "/proc/self/exe");
	foreach(name, variables)
		setenv(*name, "/evil", 1);
	setenv("KEPT", "yes", 1);
	setenv("FAKE_LIB", at("lib/encodings"), 1);
	setenv("FAKE_LOG", at("log"), 1);
	/* Files that the runner left open are not avenv's. */
	for (int fd = 3; fd < 20; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	assert_int_equal(python_ask(at("good"), &python), 0);
	assert_string_equal(python.path, at("good"));
	assert_string_equal(python.home, scratch);
	assert_string_equal(python.exe, "good");
	assert_string_equal(python.version, "3.13.1");
	assert_string_equal(python.series, "3.13");
	assert_string_equal(python.threads, "t");
	assert_string_equal(python.stdlib, at("lib"));
	assert_true(python.lib64);
	log = slurp("log");
	assert_true(
		starts_with(log, formatted("arg %s\narg -I\narg -S\narg -c\narg ...\narg ...\nenv ",
					   at("good"))));
	assert_null(strstr(log, "/evil"));
	assert_non_null(strstr(log, "env KEPT=yes\n"));
	assert_non_null(strstr(log, "stdin empty\n"));
	assert_null(strstr(log, "\nfd "));
}

int main(int argc, char **argv)
{
	return argc > 5 ? pretend(argc, argv) : unit_main(NULL);
}
