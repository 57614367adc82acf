/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 49 */
/* Names of interpreters, as of programs and with -p; requires-python. */
#include "python/guess.h"
#include "test.h"

static const struct {
	const char *name, *base, *version;
	bool free_threaded;
} good[] = {
	{ "python", "python", "", false },         { "python3", "python", "3", false },
	{ "python3.12", "python", "3.12", false }, { "python3.13t", "python", "3.13", true },
	{ "python3.7m", "python", "3.7", false },  { "pypy3.10", "pypy", "3.10", false },
};

static const char *const bad[] = {
	"",
	"foo",
	"graalpy",
	"pypy3.10-7.3.12",
	"miniconda3-latest",
	"python-",
	"python3.",
	"python.",
	"python3x",
	"pythont",
	"python3.12-dev",
	"python3.14.0rc1",
	"python3.12-config",
	"3.12",
	"python99999999999999999999.1",
	"python3..1",
	"python/",
	"cpython-3.12.4-linux",
};

TEST(names)
{
	struct python_name name;

	foreach(row, good) {
		row_int(row->name, python_name_parse(row->name, &name), true);
		row_text(row->name, name.base, row->base);
		row_text(row->name, name.version, row->version);
		row_int(row->name, name.free_threaded, row->free_threaded);
	}
	foreach(row, bad)
		row_int(*row, python_name_parse(*row, &name), false);
}

static const struct {
	const char *specifiers, *yes, *no;
} requirements[] = {
	{ ">=3.8", "3.8.0", "3.7.17" },
	{ ">= 3.9 , < 3.13", "3.12.9", "3.13.0" },
	{ ">3.8", "3.8.1", "3.8.0" },
	{ "<=3.12", "3.12.0", "3.12.1" },
	{ "<4", "3.99.0", "4.0.0" },
	{ "==3.12.*", "3.12.7", "3.11.7" },
	{ "==3.12.1", "3.12.1", "3.12.2" },
	{ "==3.12", "3.12.0", "3.12.1" },
	{ "!=3.9.*,>=3.8", "3.10.0", "3.9.1" },
	{ "!=3.9.7", "3.9.8", "3.9.7" },
	{ "~=3.10.1", "3.10.9", "3.11.0" },
	{ "~=3.10", "3.12.0", "4.0.0" },
	{ ">=3.13.0rc1", "3.13.0", "3.12.9" },
	{ ">=3.8,", "3.8.0", "3.7.0" },
	{ "", "3.8.0", NULL },
	{ "nonsense", NULL, "3.8.0" },
	{ ">=", NULL, "3.8.0" },
	{ "3.8", NULL, "3.8.0" },
	{ ">=99999999999999999999", NULL, "3.8.0" },
};

TEST(specifiers)
{
	foreach(row, requirements) {
		if (row->yes)
			row_int(row->specifiers, release_satisfies(row->yes, row->specifiers),
				true);
		if (row->no)
			row_int(row->specifiers, release_satisfies(row->no, row->specifiers),
				false);
	}
}

MAIN(NULL, NULL)
