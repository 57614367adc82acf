/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 30 49 */
/*
 * The question that an interpreter is asked: how it is started, and which answers are believed.
 * The interpreters are this program, started by other names.
 */
#include "python/python.h"
#include "core/buf.h"
#include "print/msg.h"
#include "scratch.h"

/** An interpreter: its answer differs from a good one by what is not NULL here. */
static const struct fake {
	const char *name, *cookie, *version, *encodings;
	int status;
} fakes[] = {
	{ "good", NULL, NULL, NULL, 0 },
	{ "nolib", NULL, NULL, "lib/encodings", 0 },
	{ "noversion", NULL, "3.13", NULL, 0 },
	{ "failing", NULL, NULL, NULL, 3 },
	{ "othercookie", "12345", NULL, NULL, 0 },
	/* these give none */
	{ "silent", "", NULL, NULL, 0 },
	{ "crash", "", NULL, NULL, -1 },
};

/* The arguments, the environment and the open files of an interpreter, to a file. */
static void write_log(int argc, char **argv)
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

static int pretend(const struct fake *fake, int argc, char **argv)
{
	const char *cookie = fake->cookie ? fake->cookie : argv[5];
	const char *fields[] = { cookie,
				 getenv("FAKE_SELF"),
				 "cpython",
				 fake->version ? fake->version : "3.13.1",
				 "t",
				 "True",
				 fake->encodings ? fake->encodings : getenv("FAKE_LIB"),
				 cookie };

	write_log(argc, argv);
	printf("hello\n");
	for (size_t i = 0; *cookie && i < ARRAY_SIZE(fields); i++)
		fwrite(fields[i], 1, strlen(fields[i]) + 1, stdout);
	printf("bye\n");
	if (fake->status < 0)
		abort();
	return fake->status;
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

/* No module of the directory, no variable of Python's, no file of avenv's. */
TEST(good_answer)
{
	const char *log, *variables[] = { "PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__" };
	struct python python;

	foreach(name, variables)
		setenv(*name, "/evil", 1);
	setenv("KEPT", "yes", 1);
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
	log = slurp("log");
	assert_true(
		starts_with(log, formatted("arg %s\narg -I\narg -S\narg -c\narg ...\narg ...\nenv ",
					   at("good"))));
	assert_null(strstr(log, "/evil"));
	assert_non_null(strstr(log, "env KEPT=yes\n"));
	assert_non_null(strstr(log, "stdin empty\n"));
	assert_null(strstr(log, "\nfd "));
}

TEST(bad_answers)
{
	static const char *const not_started[] = { "nothing", "plain", "lib" };
	struct python python;

	foreach(fake, fakes)
		row_int(fake->name,
			!streq(fake->name, "good") &&
				!ask(fake->name, &python, "gave no answer; '"),
			false);
	foreach(name, not_started)
		row_int(*name, ask(*name, &python, "cannot start"), -1);
}

static int setup(void **state)
{
	char *self = realpath("/proc/self/exe", NULL);

	if (scratch_make(state) || !self)
		return -1;
	foreach(fake, fakes)
		put_link(fake->name, self);
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
		foreach(fake, fakes)
			if (streq(path_base(argv[0]), fake->name))
				return pretend(fake, argc, argv);
	return run_listed(setup, scratch_remove);
}
