/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmocka, with what its header needs included before it. */
#ifndef AVENV_TESTS_UNIT_TEST_H
#define AVENV_TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* After the four above, which cmocka.h uses and does not include. */
#include <cmocka.h>

#define RUN(tests) cmocka_run_group_tests(tests, NULL, NULL)

/* What is tested cannot be had here; WHY is a literal. */
#define skip_because(why)                                                      \
	do {                                                                   \
		print_message("# skip: " why "\n");                            \
		skip();                                                        \
	} while (0)

/* For the rows of a table: a failure names the row, WHAT. */
#define row_text(what, got, wanted)                                            \
	row_text_at(what, got, wanted, __FILE__, __LINE__)
#define row_int(what, got, wanted)                                             \
	row_int_at(what, (long long)(got), (long long)(wanted), __FILE__,      \
		   __LINE__)

static inline void row_text_at(const char *what, const char *got,
			       const char *wanted, const char *file, int line)
{
	if (got && wanted ? !strcmp(got, wanted) : got == wanted)
		return;
	print_error("%s: got '%s', wanted '%s'\n", what, got ? got : "(null)",
		    wanted ? wanted : "(null)");
	_fail(file, line);
}

static inline void row_int_at(const char *what, long long got, long long wanted,
			      const char *file, int line)
{
	if (got == wanted)
		return;
	print_error("%s: got %lld, wanted %lld\n", what, got, wanted);
	_fail(file, line);
}

#endif
