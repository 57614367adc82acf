/* SPDX-License-Identifier: GPL-3.0-or-later */
/* requires-python, and what only looks like it. */
#include "test.h"

#include "cli/pyproject.h"
#include "core/base.h"
#include "core/mem.h"

#define R "requires-python = \">=3.8\"\n"

// clang-format off
static const struct {
	const char *text, *says;
} rows[] = {
	{ "", NULL },
	{ "[project]\n" R, ">=3.8" },
	{ "[project]\r\nname = \"x\"\r\nrequires-python = '>=3.8'\r\n", ">=3.8" },
	{ "\xEF\xBB\xBF[project]\n" R, ">=3.8" },
	{ "  [ project ]  # it\n\trequires-python=\">=3.8\" # why\n", ">=3.8" },
	{ "[\"project\"]\n'requires-python' = \"\"\">=3.8\"\"\"", ">=3.8" },
	{ "[project]\nrequires-python = '''\n>=3.8'''", ">=3.8" },
	{ "project.requires-python = \">=3.8\"\n", ">=3.8" },
	{ "project . \"requires-python\" = \">=3.8\"\n", ">=3.8" },
	{ "[project]\nrequires-python = \"\\u003E=3.8\\\"\\t\"", ">=3.8\"\t" },
	{ "[project]\nrequires-python = '\\u003E'", "\\u003E" },
	{ "[project]\nrequires-python = \"\\u00e9\\U0000003e\"", "?>" },
	{ "[project]\nrequires-python = \"a#b\"", "a#b" },
	{ "[project]\nrequires-python = \"\"\"a\"b\"\"c\\\n   d\"\"\"\"\"", "a\"b\"\"cd\"\"" },
	{ "[project]\nrequires-python = \"\"", "" },
	/* other tables */
	{ R, NULL },
	{ "[tool.x]\n" R, NULL },
	{ "[tool.project]\n" R, NULL },
	{ "[project.x]\n" R, NULL },
	{ "[[project]]\n" R, NULL },
	{ "[projects]\n" R, NULL },
	{ "[project]\n[tool]\n" R, NULL },
	{ "[tool]\n[project]\n" R, ">=3.8" },
	/* what stands inside of values */
	{ "[project]\ndescription = \"\"\"\n" R "\"\"\"\n", NULL },
	{ "[project]\ndescription = '''\n" R "'''\nname = 1\n", NULL },
	{ "x = '''\n[project]\n" R "'''\n", NULL },
	{ "[project]\ndependencies = [\n\t\"a\", # ]\n\t\"[tool]\",\n]\n" R, ">=3.8" },
	{ "[project]\nx = [\n[1],\n[\"project\"] ]\n[tool]\n" R, NULL },
	{ "[project]\nx = { a = \"}\", b = [1, 2] }\n" R, ">=3.8" },
	{ "[project]\nx = \"\\\"\"\n" R, ">=3.8" },
	{ "[project]\nx = '\\'\n" R, ">=3.8" },
	{ "[project]\n# requires-python = \"1\"\n" R, ">=3.8" },
	{ "[project]\nx = 1979-05-27 07:32:00Z\ny = -inf\n" R, ">=3.8" },
	/* no string */
	{ "[project]\nrequires-python = 3\n", NULL },
	{ "[project]\nrequires-python = [\">=3.8\"]\n", NULL },
	{ "[project]\nrequires-python = {}\n", NULL },
	/* no TOML */
	{ "[project]\nrequires-python = \">=3.8\n", NULL },
	{ "[project]\nrequires-python = '>=3.8\n'", NULL },
	{ "[project]\nrequires-python = \"\"\">=3.8", NULL },
	{ "[project]\nrequires-python \">=3.8\"", NULL },
	{ "[project\n" R, NULL },
	{ "[]\n[project]\n" R, NULL },
	{ "=\n[project]\n" R, NULL },
	{ "[project]\nx = [1\n" R, NULL },
	{ "[project]\nx = \"\n" R, NULL },
};
// clang-format on

TEST(table)
{
	foreach(row, rows)
		row_text(row->text, pyproject_requires(row->text), row->says);
}

/* Cut short anywhere, nothing past the end is read (asan). */
TEST(cut_anywhere)
{
	foreach(row, rows)
		for (size_t n = 0; n < strlen(row->text); n++)
			(void)pyproject_requires(mem_dup(row->text, n));
}

MAIN(NULL, NULL)
