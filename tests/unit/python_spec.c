/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 49 */
/* The interpreter that `create -p` and .python-version name; requires-python. */
#include "cli/python_spec.h"
#include "core/buf.h"
#include "core/mem.h"
#include "finders/toml.h"
#include "test.h"

static const struct {
	const char *text, *implementation, *version, *commands;
	bool free_threaded;
} rows[] = {
	// clang-format off
	{ "3", NULL, "3", "python3 python", false },
	{ "3.12", NULL, "3.12", "python3.12 python3 python", false },
	{ "3.12.1", NULL, "3.12.1", "python3.12 python3 python", false },
	{ "3.14.0rc1", NULL, "3.14.0rc1", "python3.14 python3 python", false },
	{ "3.13t", NULL, "3.13", "python3.13t python3 python", true },
	{ "2.7", NULL, "2.7", "python2.7 python2 python", false },
	{ "python", NULL, "", "python python3", false },
	{ "python3.12", NULL, "3.12", "python3.12 python3 python", false },
	{ "python3.13t", NULL, "3.13", "python3.13t python3 python", true },
	{ "pypy", "pypy", "", "pypy", false },
	{ "pypy3.10", "pypy", "3.10", "pypy3.10 pypy3 pypy", false },
	{ "graalpy", "graalpy", "", "graalpy", false },
	{ "cpython-3.12", "cpython", "3.12", "python3.12 python3 python", false },
	{ "cpython-3.13+freethreaded", "cpython", "3.13", "python3.13t python3 python", true },
	// clang-format on
};

TEST(grammar)
{
	foreach(row, rows) {
		struct buf got = BUF_INIT;
		struct python_spec spec;

		python_spec_parse(row->text, &spec);
		row_int(row->text, spec.name_only, false);
		row_text(row->text, spec.implementation, row->implementation);
		row_text(row->text, spec.version, row->version);
		row_int(row->text, spec.free_threaded, row->free_threaded);
		for (size_t k = 0; spec.commands[k]; k++)
			buf_putl(&got, k ? " " : "", spec.commands[k]);
		row_text(row->text, got.data, row->commands);
	}
}

TEST(names)
{
	// clang-format off
	static const char *const texts[] = {
		"", "foo", "pypy3.10-7.3.12", "miniconda3-latest", "python-", "3.", ".",
		"python3x", "3.12-dev", "t", "cpython-3.12.4-linux-x86_64-gnu",
		"python3.12-config", "pip", "-",
	};
	// clang-format on

	foreach(row, texts) {
		struct python_spec spec;

		python_spec_parse(*row, &spec);
		row_int(*row, spec.name_only, true);
	}
}

static const struct {
	const char *spec, *version;
	bool has, unsure;
} versions[] = {
	{ "3", "3.12.1", true, false },
	{ "3.12", "3.12.1", true, false },
	{ "3.1", "3.12.1", false, false },
	{ "3.12.1", "3.12.1", true, false },
	{ "3.12.1", "3.12.10", false, false },
	{ "3.12", "3.12.0rc1", true, false },
	{ "3.12.0rc1", "3.12.0rc1", true, false },
	{ "3.12.0", "3.12.0rc1", false, false },
	{ "3.12", "3.11.2", false, false },
	{ "2", "3.11.2", false, false },
	{ "3.9", "3.9", true, false },
	{ "3.9.18", "3.9", true, true },
	{ "3.10.1", "3.1", false, false },
	{ "python", "", true, false },
};

TEST(version_known)
{
	foreach(row, versions) {
		struct python_spec spec;
		bool unsure;

		python_spec_parse(row->spec, &spec);
		row_int(row->spec, python_spec_has_version(&spec, row->version, &unsure), row->has);
		row_int(row->spec, unsure, row->unsure);
	}
}

TEST(kinds)
{
	static const struct {
		const char *spec;
		struct interpreter interpreter;
		bool matches;
	} table[] = {
		// clang-format off
		{ "3.12", { .implementation = "cpython", .version = "3.12.1" }, true },
		{ "3.12", { .implementation = "pypy", .version = "3.12.1" }, true },
		{ "cpython-3.12", { .implementation = "pypy", .version = "3.12.1" }, false },
		{ "pypy", { .implementation = "pypy", .version = "3.10.1" }, true },
		{ "pypy", { .implementation = "cpython", .version = "3.10.1" }, false },
		{ "3.13", { .implementation = "cpython", .version = "3.13.1",
		  .free_threaded = true }, false },
		{ "3.13t", { .implementation = "cpython", .version = "3.13.1",
		  .free_threaded = true }, true },
		{ "3.13t", { .implementation = "cpython", .version = "3.13.1" }, false },
		{ "x-1", { .implementation = "cpython", .version = "3.9", .name = "x-1" }, true },
		{ "x-1", { .implementation = "cpython", .version = "3.9" }, false },
		// clang-format on
	};

	foreach(row, table) {
		struct python_spec spec;
		bool unsure;

		python_spec_parse(row->spec, &spec);
		row_int(row->spec, python_spec_matches(&spec, &row->interpreter, &unsure),
			row->matches);
	}
}

#define REQUIRES "project.requires-python"
#define R        "requires-python = \">=3.8\"\n"

// clang-format off
static const struct {
	const char *text, *says;
} tables[] = {
	{ "", NULL },
	{ "[project]\n" R, ">=3.8" },
	{ "  [ project ]  # it\n\trequires-python=\">=3.8\" # why\n", ">=3.8" },
	{ "[project]\r\nrequires-python = '>=3.8'\r\n", ">=3.8" },
	{ "[project]\nrequires-python = \"a#b'c\"", "a#b'c" },
	{ "[project]\n# requires-python = \"1\"\n" R, ">=3.8" },
	{ "[project]\ndependencies = [\n\t\"a\", # ]\n\t\"[tool]\",\n]\n" R, ">=3.8" },
	/* other tables, other keys */
	{ R, NULL },
	{ "[tool.x]\n" R, NULL },
	{ "[tool.project]\n" R, NULL },
	{ "[project.x]\n" R, NULL },
	{ "[projects]\n" R, NULL },
	{ "[[project]]\n" R, NULL },
	{ "[project]\n[tool]\n" R, NULL },
	{ "[tool]\n[project]\n" R, ">=3.8" },
	{ "[project]\nx-" R, NULL },
	{ "[project]\nrequires-python-x = \"1\"\n" R, ">=3.8" },
	/* no string in one line, or one with escapes */
	{ "[project]\nrequires-python = 3\n", NULL },
	{ "[project]\nrequires-python = [\">=3.8\"]\n", NULL },
	{ "[project]\nrequires-python = \"\\u003E\"\n", NULL },
	{ "[project]\nrequires-python = '''>=3.8'''", NULL },
	/* no TOML */
	{ "[project]\nrequires-python = \">=3.8\n", NULL },
	{ "[project]\nrequires-python = '>=3.8\n'", NULL },
	{ "[project]\nrequires-python \">=3.8\"", NULL },
	{ "[project]\nrequires-python =", NULL },
	{ "[project\n" R, NULL },
};
// clang-format on

TEST(requires_python)
{
	foreach(row, tables) {
		row_text(row->text, toml_string(row->text, REQUIRES), row->says);
		/* Cut anywhere, nothing past the end is read (asan). */
		for (size_t n = 0; n < strlen(row->text); n++)
			(void)toml_string(mem_dup(row->text, n), REQUIRES);
	}
}

MAIN(NULL, NULL)
