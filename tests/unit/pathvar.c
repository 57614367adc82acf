/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 5 */
/* An entry put first in PATH and taken out again, byte for byte. E is avenv's entry. */
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
	{ "a longer element",         E "2:/a",           E "2:/a", false },
	{ "a shorter element",        "/p/.venv:/a",      "/p/.venv:/a", false },
	{ "below ours",               E "/x:/a",          E "/x:/a", false },
	{ "with a slash",             E "/:/a",           E "/:/a", false },
	{ "second: the second one",   E ":/a:" E ":/b",   E ":/a:/b", true },
	{ "second: at the end",       E ":/a:" E,         E ":/a", true },
	{ "second: side by side",     E ":" E,            E,       true },
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

TEST(taken_out)
{
	foreach(r, removals)
		row_text(r->name, pathvar_remove(r->path, E, r->second), r->wanted);
}

TEST(nothing_to_take_out)
{
	const char *path = "/a::/b:";

	assert_ptr_equal(pathvar_remove(path, E, false), path);
	assert_ptr_equal(pathvar_remove(path, "", false), path);
	assert_ptr_equal(pathvar_remove(path, "", true), path);
}

TEST(put_first)
{
	foreach(row, additions)
		row_text(row->name, pathvar_prepend(row->path, E), row->wanted);
}

TEST(put_first_and_taken_out)
{
	foreach(row, removals) {
		const char *path = row->path;

		row_text(row->name, pathvar_remove(pathvar_prepend(path, E), E, false),
			 is_set(path) ? path : NULL);
	}
}

TEST(is_in)
{
	foreach(row, members)
		row_int(row->name, pathvar_has(row->path, E), row->wanted);
	assert_false(pathvar_has("/a::/b", ""));
}

TEST(directory_of_an_environment)
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

	foreach(row, rows)
		row_text(row->path ? row->path : "unset", pathvar_of_env(row->path, "/p/.venv"),
			 row->wanted);
}

MAIN(NULL)
