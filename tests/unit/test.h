/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmocka, the includes its header needs, rows of tables, and real files in a scratch directory
 * that is removed at the end.
 */
#ifndef AVENV_TESTS_UNIT_TEST_H
#define AVENV_TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* cmocka.h needs these four, and includes none. */
#include <cmocka.h>

#include "core/file.h"
#include "core/mem.h"
#include "print/msg.h"

static struct CMUnitTest unit_tests[32];
static size_t unit_test_count;

/* TEST(name) { ... } is a test that runs. MAIN(setup) runs all of them, in the file's order. */
#define TEST(name)                                                                                 \
	static void name(void **state);                                                            \
	__attribute__((constructor(1000 + __LINE__))) static void name##_listed(void)              \
	{                                                                                          \
		unit_tests[unit_test_count++] = (struct CMUnitTest)cmocka_unit_test(name);         \
	}                                                                                          \
	static void name(__attribute__((unused)) void **state)

/* SETUP: a function that is called first, when at(), the scratch directory, is empty; or NULL. */
#define MAIN(setup)                                                                                \
	int main(void)                                                                             \
	{                                                                                          \
		return unit_main(setup);                                                           \
	}

/* ---- rows of a table: a failure names the row, WHAT ------------------------------ */

#define row_text(what, got, wanted) row_text_at(what, got, wanted, __FILE__, __LINE__)
#define row_int(what, got, wanted)                                                                 \
	row_text(what, formatted("%lld", (long long)(got)), formatted("%lld", (long long)(wanted)))

static inline void row_text_at(const char *what, const char *got, const char *wanted,
			       const char *file, int line)
{
	if (got && wanted ? !strcmp(got, wanted) : got == wanted)
		return;
	print_message("# %s: got '%s', wanted '%s'\n", what, got ? got : "(null)",
		      wanted ? wanted : "(null)");
	_fail(file, line);
}

/* RET is -1, with ERROR as errno. */
#define row_error(what, ret, error)                                                                \
	do {                                                                                       \
		row_int(what, ret, -1);                                                            \
		row_int(what, errno, error);                                                       \
	} while (0)
#define assert_error(ret, error) row_error(#ret, ret, error)

/* Cut ROW, "LEFT|RIGHT", into LEFT and what is returned; NULL: it has no '|'. */
static inline char *cut_row(char *row)
{
	strsep(&row, "|");
	return row;
}

/* OF(LEFT) is RIGHT in each row "LEFT|RIGHT", and NULL in a row without a '|'. */
#define rows_text(rows, of)                                                                        \
	foreach(each, rows) {                                                                      \
		char *left = mem_dups(*each), *right = cut_row(left);                              \
		row_text(left, of(left), right);                                                   \
	}

/* OF(LEFT, RIGHT) is WANTED in each row "LEFT|RIGHT". */
#define rows_hold(rows, of, wanted)                                                                \
	foreach(each, rows) {                                                                      \
		char *left = mem_dups(*each), *right = cut_row(left);                              \
		assert_non_null(right);                                                            \
		row_int(*each, of(left, right), wanted);                                           \
	}

/* ---- the scratch directory ----------------------------------------------------- */

#define HOLDS assert_true
#include "../scratch.h"

static inline void scratch_clear(void)
{
	scratch_remove("");
	assert_int_equal(mkdir(scratch, 0755), 0);
}

static inline int unit_main(void (*setup)(void))
{
	int failed;

	umask(022);
	at("");
	if (setup)
		setup();
	failed = _cmocka_run_group_tests("unit", unit_tests, unit_test_count, NULL, NULL);
	scratch_remove("");
	return failed;
}

/* NAME gets SIZE bytes: the new ones are NULs. */
static inline void grow(const char *name, off_t size)
{
	assert_int_equal(truncate(at(name), size), 0);
}

static inline mode_t mode_of(const char *name)
{
	struct stat st = { 0 };

	row_int(name, lstat(at(name), &st), 0);
	return st.st_mode & 07777;
}

static inline bool is_there(const char *name)
{
	return faccessat(AT_FDCWD, at(name), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* All of a file. */
static inline const char *slurp(const char *name)
{
	struct text text;

	row_int(name, file_slurp(at(name), FILE_MAX, &text), 0);
	return text.data;
}

#endif
