/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmocka, the includes its header needs, and the words that tests are written in. */
#ifndef AVENV_TESTS_UNIT_TEST_H
#define AVENV_TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* cmocka.h uses the four first and does not include them. */
#include <cmocka.h>

/** A test of this file, and its place there. */
struct listed {
	int line;
	struct CMUnitTest test;
};

/* TEST(name) { ... } is a test that runs. MAIN() runs all of them, in the file's order. */
#define TEST(name)                                                                                 \
	static void name(void **state);                                                            \
	static struct listed name##_test = { __LINE__, cmocka_unit_test(name) };                   \
	static struct listed *name##_listed __attribute__((section("unit_tests"), used)) =         \
		&name##_test;                                                                      \
	static void name(__attribute__((unused)) void **state)

#define MAIN(setup, teardown)                                                                      \
	int main(void)                                                                             \
	{                                                                                          \
		return run_listed(setup, teardown);                                                \
	}

/* foreach(row, rows) ...: row points to each element of the array rows. */
#define foreach(row, rows)                                                                         \
	for (__typeof__(&(rows)[0]) row = (rows); row < (rows) + sizeof(rows) / sizeof((rows)[0]); \
	     row++)

#define skip_because(why)                                                                          \
	do {                                                                                       \
		print_message("# skip: " why "\n");                                                \
		skip();                                                                            \
	} while (0)

/* For the rows of a table: a failure names the row, WHAT. */
#define row_text(what, got, wanted) row_text_at(what, got, wanted, __FILE__, __LINE__)
#define row_int(what, got, wanted)                                                                 \
	row_int_at(what, (long long)(got), (long long)(wanted), __FILE__, __LINE__)

/* Cut ROW, "LEFT|RIGHT", into LEFT and what is returned; NULL: it has no '|'. */
static inline char *cut_row(char *row)
{
	char *bar = strchr(row, '|');

	if (bar)
		*bar = '\0';
	return bar ? bar + 1 : NULL;
}

/* The ends of the section, named by the linker. */
extern struct listed *__start_unit_tests[], *__stop_unit_tests[];

static inline int by_line(const void *a, const void *b)
{
	return (*(struct listed *const *)a)->line - (*(struct listed *const *)b)->line;
}

static inline int run_listed(CMFixtureFunction setup, CMFixtureFunction teardown)
{
	size_t count = (size_t)(__stop_unit_tests - __start_unit_tests);
	struct CMUnitTest tests[64];

	if (count > sizeof(tests) / sizeof(tests[0]))
		return 1;
	qsort(__start_unit_tests, count, sizeof(*__start_unit_tests), by_line);
	for (size_t i = 0; i < count; i++)
		tests[i] = __start_unit_tests[i]->test;
	return _cmocka_run_group_tests("unit", tests, count, setup, teardown);
}

static inline void row_text_at(const char *what, const char *got, const char *wanted,
			       const char *file, int line)
{
	if (got && wanted ? !strcmp(got, wanted) : got == wanted)
		return;
	print_error("%s: got '%s', wanted '%s'\n", what, got ? got : "(null)",
		    wanted ? wanted : "(null)");
	_fail(file, line);
}

static inline void row_int_at(const char *what, long long got, long long wanted, const char *file,
			      int line)
{
	if (got == wanted)
		return;
	print_error("%s: got %lld, wanted %lld\n", what, got, wanted);
	_fail(file, line);
}

#endif
