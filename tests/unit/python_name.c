/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 49 */
/* Names of interpreters, as of programs, with -p and in .python-version. */
#include "formats/python_name.h"
#include "print/msg.h"
#include "test.h"

// clang-format off
static const char *const good[] = {
	"python|", "python3|3", "python3.12|3.12", "python3.13t|3.13", "python3.7m|3.7",
	"pypy3.10|3.10", "python99999999999999999999.1|99999999999999999999.1",
};
static const char *const bad[] = {
	"", "foo", "graalpy", "pypy3.10-7.3.12", "miniconda3-latest", "python-", "python3.",
	"python.",
	"python3x", "pythont", "python3.12-dev", "python3.14.0rc1", "python3.12-config", "3.12",
	"python3..1", "python/", "cpython-3.12.4-linux",
};
/* As typed, and the version and series asked for */
static const char *const asked[] = {
	"3.12|3.12|3.12", "3|3|", "3.13t|3.13|3.13", "3.12.4|3.12.4|3.12", "pypy3.10|3.10|3.10",
	"python3.12.1|3.12.1|3.12", "python3|3|", "03.12|03.12|03.12",
};
static const char *const not_asked[] = {
	"", "x", "system", "python", "pypy", "3.", "3..12", "3.12-dev", "3.12/envs/x", "pypy3.10-7.3.12",
	"3.12#x", "-3", " 3", "../3.12", "3.12*", "3.*.1", ".*", ">=3.12", "3.14.0rc1", "cpython@3.12", "cp312", "312", "",
	"pypy-c-jit-latest", "cpu-env", "3.12-linux", "miniforge3-24.1", "3.13+freethreaded", "3.7m", "3.13td", "3.12.*",
};
/* .python-version, and the word in it */
static const char *const files[] = {
	"|", "3.12|3.12", "3.12\n|3.12", "\n \t3.12\r\n3.11|3.12", "3.12 3.11|3.12", "# 3.12|",
	"# 3.12\n#\n \n3.11|3.11", "  # 3.12\r\n3.11 # 3.10|3.11", "a#b|a#b", "3.12/envs/x\n|3.12/envs/x",
	">=3.12, <3.13\n|>=3.12,", "# a\n\n3.12 # b\n3.11|3.12",
};
/* Specifiers, and the first series of which a release matches */
static const char *const with_series[] = {
	">=3.12|3.12", "|3.0", ">=3.12.4,<3.13|3.12", "!=3.9.*,>=3.9.2,<3.11|3.10", "~=3.10|3.10",
	"==3.12.*,>3.12.4|3.12", "==3.12.4.*,>=3.12|3.12", "==3.*,<3.11,>=3.10.1|3.10",
	"===3.11.2|3.11", ">=3.9rc1|3.9", "<3", ">=4", "==2.7.*,>=2", "==3.12.4.*,>3.12.4",
	"==3.12.*,<3.12", "==3.11.*,~=3.12", "==3.9.*,!=3.9.*", "===3.11", "==1!3.9.*",
	"==3.12.*,^3.12",
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

TEST(names_asked_for)
{
	struct python_name name;

	foreach(row, asked) {
		char *text = mem_dups(*row), *version = cut_row(text), *series = cut_row(version);

		row_int(text, python_name_asked(text, &name), true);
		row_text(text, name.version, version);
		row_text(text, name.series, series);
		row_text(text, python_specifiers(&name), formatted("==%s.*", version));
		row_int(text, name.free_threaded, ends_with(text, "3t"));
	}
	foreach(row, not_asked)
		row_int(*row, python_name_asked(*row, &name), false);
}

TEST(series_of_specifiers)
{
	rows_text(with_series, python_series_of);
}

/* Specifiers without end could take minutes. */
TEST(many_specifiers)
{
	struct buf many = BUF_INIT;

	while (many.len < 900)
		buf_puts(&many, ">=3.9,");
	assert_null(python_series_of(joined(many.data, "<3.9")));
	while (many.len < 1000 * 1000)
		buf_puts(&many, ">=3.9,");
	row_text("longer", python_series_of(joined(many.data, "<3.9")), "3.0");
}

TEST(version_files)
{
	rows_text(files, python_version_word);
}

MAIN(NULL)
