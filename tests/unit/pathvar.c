/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PATH surgery, to the byte. E stands for our entry. */
#include "core/pathvar.h"
#include "test.h"

#define E "/p/.venv/bin"

struct row {
	const char *name, *path, *wanted;
	bool second;
};

// clang-format off
static const struct row removals[] = {
	{ "first",                    E ":/a:/b",         "/a:/b", false },
	{ "middle",                   "/a:" E ":/b",      "/a:/b", false },
	{ "last",                     "/a:/b:" E,         "/a:/b", false },
	{ "not there",                "/a:/b",            "/a:/b", false },
	{ "unset",                    NULL,               NULL,    false },
	{ "empty",                    "",                 "",      false },
	{ "only ours: unset",         E,                  NULL,    false },
	{ "ours and an empty one: unset", E ":",          NULL,    false },
	{ "an empty one and ours: unset", ":" E,          NULL,    false },
	{ "between two empty ones",   ":" E ":",          ":",     false },
	{ "leading empty stays",      ":/a:" E,           ":/a",   false },
	{ "trailing empty stays",     "/a:" E ":",        "/a:",   false },
	{ "double empty stays",       "/a::" E ":/b",     "/a::/b", false },
	{ "empty after the first",    E "::/a",           ":/a",   false },
	{ "the user's double stays",  E ":/a:/a",         "/a:/a", false },
	{ "only one of two",          E ":/a:" E,         "/a:" E, false },
	{ "a longer element",         E "2:/a",           E "2:/a", false },
	{ "a shorter element",        "/p/.venv:/a",      "/p/.venv:/a", false },
	{ "below ours",               E "/x:/a",          E "/x:/a", false },
	{ "with a slash",             E "/:/a",           E "/:/a", false },
	{ "second: the second one",   E ":/a:" E ":/b",   E ":/a:/b", true },
	{ "second: at the end",       E ":/a:" E,         E ":/a", true },
	{ "second: side by side",     E ":" E,            E,       true },
	{ "second: of three",         E ":" E ":" E,      E ":" E, true },
	{ "second: there is one",     E ":/a",            E ":/a", true },
	{ "second: there is none",    "/a",               "/a",    true },
	{ "second: unset",            NULL,               NULL,    true },
};

static const struct row additions[] = {
	{ "to some",            "/a:/b",  E ":/a:/b", false },
	{ "to none",            NULL,     E,          false },
	{ "to an empty one",    "",       E,          false },
	{ "leading empty",      ":/a",    E "::/a",   false },
	{ "trailing empty",     "/a:",    E ":/a:",   false },
	{ "two empty ones",     ":",      E "::",     false },
	{ "double",             "/a:/a",  E ":/a:/a", false },
};

static const struct {
	const char *name, *path;
	bool wanted;
} members[] = {
	{ "first", E ":/a", true },       { "last", "/a:" E, true },
	{ "middle", "/a:" E ":/b", true }, { "only", E, true },
	{ "part", E "2:/a" E, false },    { "none", "/a:/b", false },
	{ "empty", "", false },           { "unset", NULL, false },
};
// clang-format on

static void remove_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(removals); i++)
		row_text(
			removals[i].name,
			pathvar_remove(removals[i].path, E, removals[i].second),
			removals[i].wanted);
}

static void remove_without_ours_is_the_same_pointer(void **state)
{
	const char *path = "/a::/b:";

	(void)state;
	assert_ptr_equal(pathvar_remove(path, E, false), path);
	assert_ptr_equal(pathvar_remove(path, "", false), path);
	assert_ptr_equal(pathvar_remove(path, "", true), path);
}

static void prepend_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(additions); i++)
		row_text(additions[i].name,
			 pathvar_prepend(additions[i].path, E),
			 additions[i].wanted);
}

/* What was prepended is taken out again, whatever the PATH was. */
static void prepend_and_remove(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(removals); i++) {
		const char *path = removals[i].path;

		row_text(removals[i].name,
			 pathvar_remove(pathvar_prepend(path, E), E, false),
			 is_set(path) ? path : NULL);
	}
}

static void has_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(members); i++)
		row_int(members[i].name, pathvar_has(members[i].path, E),
			members[i].wanted);
	assert_false(pathvar_has("/a::/b", ""));
}

/* By which of its directories an environment is on a PATH. */
static void of_env_rows(void **state)
{
	static const struct {
		const char *path, *wanted;
	} rows[] = {
		{ E ":/a", E },
		{ "/a:/p/.venv/Scripts", "/p/.venv/Scripts" },
		{ "/p/.venv/Scripts:" E, E },
		{ "/a", E },
		{ NULL, E },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		row_text(rows[i].path ? rows[i].path : "unset",
			 pathvar_of_env(rows[i].path, "/p/.venv"),
			 rows[i].wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(remove_rows),
		cmocka_unit_test(remove_without_ours_is_the_same_pointer),
		cmocka_unit_test(prepend_rows),
		cmocka_unit_test(prepend_and_remove),
		cmocka_unit_test(has_rows),
		cmocka_unit_test(of_env_rows),
	};

	return RUN(tests);
}
