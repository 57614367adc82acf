/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 5 86 */
/* An entry put first in PATH and taken out again, byte for byte. E is avenv's entry. */
#include "core/pathvar.h"
#include "test.h"

#define E "/p/.venv/bin"

/** A PATH, NULL: unset, and the same without E, or with E first. */
struct row {
	const char *path, *wanted;
};

// clang-format off
static const struct row removals[] = {
	{ E ":/a:/b", "/a:/b" }, { "/a:" E ":/b", "/a:/b" }, { "/a:/b:" E, "/a:/b" },
	{ "/a:/b", "/a:/b" },
	{ NULL, NULL }, { "", "" },
	/* Nothing is left: unset, as an empty PATH means the current directory. */
	{ E, NULL }, { E ":", NULL }, { ":" E, NULL },
	/* Empty elements and doubled ones stay. */
	{ ":" E ":", ":" }, { ":/a:" E, ":/a" }, { "/a:" E ":", "/a:" },
	{ "/a::" E ":/b", "/a::/b" },
	{ E "::/a", ":/a" }, { E ":/a:/a", "/a:/a" },
	/* Others, longer, shorter, below, with a slash */
	{ E "2:/a", E "2:/a" }, { "/p/.venv:/a", "/p/.venv:/a" }, { E "/x:/a", E "/x:/a" },
	{ E "/:/a", E "/:/a" },
};
static const struct row removals_of_the_second[] = {
	{ E ":/a:" E ":/b", E ":/a:/b" }, { E ":/a:" E, E ":/a" }, { E ":" E, E }, { "/a", "/a" },
	{ NULL, NULL },
};
static const struct row additions[] = {
	{ "/a:/b", E ":/a:/b" }, { NULL, E }, { "", E }, { ":/a", E "::/a" }, { "/a:", E ":/a:" },
	{ ":", E "::" }, { "/a:/a", E ":/a:/a" },
};
/* Values of PATH that contain E, and some that do not */
static const char *const members[] = { E, E ":/a", "/a:" E, "/a:" E ":/b" };
static const char *const strangers[] = { E "2:/a" E, "/a:/b", "", NULL };
// clang-format on

static const char *name(const char *path)
{
	return path ? path : "unset";
}

TEST(taken_out)
{
	const char *path = "/a::/b:";

	foreach(row, removals) {
		const char *both = pathvar_remove(pathvar_prepend(row->path, E), E, false);

		row_text(name(row->path), pathvar_remove(row->path, E, false), row->wanted);
		row_text(name(row->path), both, is_set(row->path) ? row->path : NULL);
	}
	foreach(row, removals_of_the_second)
		row_text(name(row->path), pathvar_remove(row->path, E, true), row->wanted);
	assert_ptr_equal(pathvar_remove(path, E, false), path);
	assert_ptr_equal(pathvar_remove(path, "", false), path);
}

TEST(put_first)
{
	foreach(row, additions)
		row_text(name(row->path), pathvar_prepend(row->path, E), row->wanted);
}

TEST(is_in)
{
	foreach(path, members)
		row_int(*path, pathvar_has(*path, E), true);
	foreach(path, strangers)
		row_int(name(*path), pathvar_has(*path, E), false);
	assert_false(pathvar_has("/a::/b", ""));
}

TEST(no_pip)
{
	static const char dir[] = "/l/" NO_PIP;
	/* A PATH with E, and with dir behind E */
	static const struct row rows[] = {
		{ E, E ":/l/" NO_PIP },
		{ E ":/a", E ":/l/" NO_PIP ":/a" },
		{ "/a:" E "::/b", "/a:" E ":/l/" NO_PIP "::/b" },
		/* Once, whoever put others there */
		{ E ":/l/" NO_PIP ":/a", E ":/l/" NO_PIP ":/a" },
		{ "/l/" NO_PIP ":" E ":/old/" NO_PIP ":/a", E ":/l/" NO_PIP ":/a" },
		/* E is not there. */
		{ "/a:/l/" NO_PIP, "/a" },
		{ "/l/" NO_PIP, NULL },
		{ NULL, NULL },
		/* Other names */
		{ E ":/l/" NO_PIP "2:/x" NO_PIP, E ":/l/" NO_PIP ":/l/" NO_PIP "2:/x" NO_PIP },
	};
	const char *path = "rel:/old/" NO_PIP ":/a";

	foreach(row, rows) {
		const char *set = pathvar_set_no_pip(row->path, E, dir);
		const char *kept = pathvar_no_pip(set);

		row_text(name(row->path), set, row->wanted);
		row_int(name(set), kept && streq(kept, dir), row->wanted && strstr(row->wanted, E));
		assert_null(pathvar_no_pip(pathvar_set_no_pip(set, NULL, NULL)));
	}
	assert_ptr_equal(pathvar_set_no_pip(E, NULL, NULL), E);
	assert_string_equal(pathvar_next_dir(&path), "/a");
}

MAIN(NULL)
