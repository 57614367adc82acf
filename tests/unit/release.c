/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 49 */
/* Names of interpreters, as of programs and with -p; requires-python. */
#include "python/guess.h"
#include "test.h"

// clang-format off
static const char *const good[] = {
	"python|", "python3|3", "python3.12|3.12", "python3.13t|3.13", "python3.7m|3.7",
	"pypy3.10|3.10",
};
static const char *const bad[] = {
	"", "foo", "graalpy", "pypy3.10-7.3.12", "miniconda3-latest", "python-", "python3.",
	"python.",
	"python3x", "pythont", "python3.12-dev", "python3.14.0rc1", "python3.12-config", "3.12",
	"python99999999999999999999.1", "python3..1", "python/", "cpython-3.12.4-linux",
};
/* Specifiers and a version */
static const char *const satisfied[] = {
	">=3.8|3.8.0", ">= 3.9 , < 3.13|3.12.9", ">3.8|3.8.1", "<=3.12|3.12.0", "<4|3.99.0",
	"==3.12.*|3.12.7", "==3.12.1|3.12.1", "==3.12|3.12.0", "!=3.9.*,>=3.8|3.10.0",
	"!=3.9.7|3.9.8",
	"~=3.10.1|3.10.9", "~=3.10|3.12.0", ">=3.13.0rc1|3.13.0", ">=3.8,|3.8.0", "|3.8.0",
};
static const char *const unsatisfied[] = {
	">=3.8|3.7.17", ">= 3.9 , < 3.13|3.13.0", ">3.8|3.8.0", "<=3.12|3.12.1", "<4|4.0.0",
	"==3.12.*|3.11.7", "==3.12.1|3.12.2", "==3.12|3.12.1", "!=3.9.*,>=3.8|3.9.1",
	"!=3.9.7|3.9.7",
	"~=3.10.1|3.11.0", "~=3.10|4.0.0", ">=3.13.0rc1|3.12.9", ">=3.8,|3.7.0", "nonsense|3.8.0",
	">=|3.8.0", "3.8|3.8.0", ">=99999999999999999999|3.8.0",
};
// clang-format on

TEST(names)
{
	struct python_name name;

	foreach(row, good) {
		char *text = mem_dups(*row), *version = cut_row(text);

		row_int(text, python_name_parse(text, &name), true);
		row_text(text, name.version, version);
		row_int(text, starts_with(text, name.base), true);
		row_int(text, name.free_threaded, ends_with(text, "3t"));
	}
	foreach(row, bad)
		row_int(*row, python_name_parse(*row, &name), false);
}

static void check(const char *row, bool wanted)
{
	char *specifiers = mem_dups(row), *version = cut_row(specifiers);

	row_int(row, release_satisfies(version, specifiers), wanted);
}

TEST(specifiers)
{
	foreach(row, satisfied)
		check(*row, true);
	foreach(row, unsatisfied)
		check(*row, false);
}

MAIN(NULL)
