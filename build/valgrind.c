/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stands in for each program of the valgrind build: starts NAME.full, which lies
 * beside it, or where a test copied only this, in the build, under memcheck.
 *
 * No shell script, as what that sets and opens would be seen by the program.
 * Reports are files where tests/run looks for them, as a hook throws away what
 * its helper says: below the test's own directory or, where the test has dropped
 * the environment, in that of the build.
 */
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The program to start. */
static const char *full_name(void)
{
	static char path[PATH_MAX + sizeof(".full")];
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX);
	char *of_build;

	if (n <= 0)
		return "";
	memcpy(path + n, ".full", sizeof(".full"));
	if (!access(path, X_OK) ||
	    asprintf(&of_build, "%s%s", AVENV_OUT, strrchr(path, '/')) < 0)
		return path;
	return of_build;
}

int main(int argc, char **argv)
{
	const char *const options[] = {
		VALGRIND,
		"--quiet",
		"--leak-check=full",
		"--show-leak-kinds=definite",
		"--errors-for-leak-kinds=definite",
		"--num-callers=25",
		"--suppressions=" SUPPRESSIONS,
	};
	const size_t count = sizeof(options) / sizeof(options[0]);
	const char *reports = getenv("REPORTS");
	const char *place = reports ? reports : AVENV_OUT "/reports";
	const char **words = calloc(count + (size_t)argc + 3, sizeof(*words));
	const char *scratch = getenv("TMPDIR");
	char *log;

	/* It has files of its own there while it starts; a test's other user could not write them. */
	if (scratch && access(scratch, W_OK) != 0)
		setenv("TMPDIR", place, 1);
	if (!words || asprintf(&log, "--log-file=%s/valgrind.%%p", place) < 0)
		return 126;
	memcpy(words, options, sizeof(options));
	words[count] = log;
	words[count + 1] = full_name();
	for (int i = 1; i < argc; i++)
		words[count + 1 + (size_t)i] = argv[i];
	execv(VALGRIND, (char **)(uintptr_t)words);
	perror(VALGRIND);
	return 126;
}
