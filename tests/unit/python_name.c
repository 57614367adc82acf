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
	"3.12|3.12|3.12", "3|3|", "3.13t|3.13|3.13", "python|3|", "pypy|3|", "pypy3.10|3.10|3.10",
	"python3.12.1|3.12.1|3.12", "03.12|03.12|03.12", "cpython@3.12|3.12|3.12", "312|3.12|3.12",
	"cpython3.12|3.12|3.12", "cp312|3.12|3.12", "pp310|3.10|3.10", "pypy@3.10|3.10|3.10",
	"python-3.12|3.12|3.12", "cpython|3|", "3.13+freethreaded|3.13|3.13", "313t|3.13|3.13",
	"cpython-3.12.4-linux-x86_64-gnu|3.12.4|3.12", "cpython-3.12|3.12|3.12",
	"cpython-3.13.1+freethreaded-linux-x86_64-gnu|3.13.1|3.13", "3.12.*|3.12|3.12",
};
/* A range of versions, and its specifiers */
static const char *const ranges[] = {
	">=3.12|>=3.12", ">=3.12,<3.13|>=3.12,<3.13", "cpython>=3.12|>=3.12", "pypy >=3.10|>=3.10",
	"~=3.12.0, !=3.12.3|~=3.12.0, !=3.12.3", "==3.12.*|==3.12.*",
};
static const char *const not_asked[] = {
	"", "x", "system", "3.", "3..12", "3.12-dev", "3.12/envs/x", "pypy3.10-7.3.12", "3.12#x",
	"-3", " 3", "../3.12", "3.12*", "3.*.1", ".*", ">=", ">=3.8 <3.9", ">3,x", "3.14.0rc1", "@3.12", "cpython@", "cpython-x",
	"pypy-c-jit-latest", "cpu-env", "3.12-linux", "miniforge3-24.1", "3.12+debug",
};
/* .python-version, and the word in it */
static const char *const files[] = {
	"|", "3.12|3.12", "3.12\n|3.12", "\n \t3.12\r\n3.11|3.12", "3.12 3.11|3.12", "# 3.12|",
	"# 3.12\n#\n \n3.11|3.11", "  # 3.12\r\n3.11 # 3.10|3.11", "a#b|a#b", "3.12/envs/x\n|3.12/envs/x",
	">=3.12, <3.13 # both\n3.9|>=3.12, <3.13", "cpython >=3.12\n|cpython >=3.12", "3.12 >|3.12 >",
};
/* .python-version, and its words */
static const char *const lines[] = {
	"3.12\n3.11|3.12 3.11", "# a\n\n3.12 # b\n\t# c\r\n system x\r\n|3.12 system", " \n|",
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
		row_text(text, name.specifiers, formatted("==%s.*", version));
		row_int(text, name.free_threaded, ends_with(text, "3t") || strstr(text, "+f"));
	}
	foreach(row, ranges) {
		char *text = mem_dups(*row), *specifiers = cut_row(text);

		row_int(text, python_name_asked(text, &name), true);
		row_text(text, name.specifiers, specifiers);
		row_text(text, joined(name.version, name.series), "");
		row_text(text, name.base, starts_with(text, "pypy") ? "pypy" : "python");
	}
	foreach(row, not_asked)
		row_int(*row, python_name_asked(*row, &name), false);
}

TEST(version_files)
{
	foreach(row, files) {
		char *text = mem_dups(*row), *word = cut_row(text);

		row_text(text, python_version_word(text), word);
	}
}

TEST(version_lines)
{
	foreach(row, lines) {
		char *text = mem_dups(*row), *words = cut_row(text);
		const char *rest = text, *word;
		struct buf all = BUF_INIT;

		while (*(word = python_version_next(&rest)))
			buf_putl(&all, all.len ? " " : "", word);
		row_text(text, all.data, words);
	}
}

MAIN(NULL)
