/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 30 49 */
/*
 * How an interpreter is asked: no module of the directory, no variable of Python's. The
 * interpreter is this program. Those that give no answer: tests/cli/pythons.t.
 */
#include "python/python.h"
#include "test.h"

/* The options, standard input and the environment go to the file "log"; then an answer. */
static int pretend(char **argv)
{
	FILE *f = fopen(getenv("FAKE_LOG"), "we");

	fprintf(f, "%s %s %s %d\n", argv[1], argv[2], argv[3], getchar());
	for (char **e = environ; *e; e++)
		fprintf(f, "%s\n", *e);
	fclose(f);
	printf("hello\n%s%c%s%ccpython%c3.13.1%ct%cTrue%c%s%c%s%cbye\n", argv[5], 0, argv[0], 0, 0,
	       0, 0, 0, getenv("FAKE_LIB"), 0, argv[5], 0);
	return 0;
}

TEST(asked)
{
	static const char *const variables[] = { "PYTHONPATH", "PYTHONHOME",
						 "__PYVENV_LAUNCHER__" };
	struct python python;
	const char *log;

	put_link("good", "/proc/self/exe");
	foreach(name, variables)
		setenv(*name, "/evil", 1);
	setenv("FAKE_LIB", at("lib/encodings"), 1);
	setenv("FAKE_LOG", at("log"), 1);
	assert_int_equal(python_ask(at("good"), &python), 0);
	assert_string_equal(python.path, at("good"));
	assert_string_equal(python.series, "3.13");
	assert_string_equal(python.threads, "t");
	assert_string_equal(python.stdlib, at("lib"));
	log = slurp("log");
	assert_true(starts_with(log, "-I -S -c -1\n"));
	assert_null(strstr(log, "/evil"));
	assert_non_null(strstr(log, "FAKE_LIB="));
}

int main(int argc, char **argv)
{
	return argc > 5 ? pretend(argv) : unit_main(NULL);
}
