/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 15 43 47 48 */
/*
 * Names of any characters in activation scripts. The rules in the source of venv modules, and what
 * shells make of the scripts: tests/oracle/create.py.
 */
#include "build/layout.h"
#include "test.h"

/** Templates from before CVE-2024-9287 was mended, and scripts made of them. */
static const struct script {
	const char *name, *template, *target, *prompt, *wanted;
} scripts[] = {
#define RAW_SH                                                                                     \
	"VIRTUAL_ENV=\"__VENV_DIR__\"\n"                                                           \
	"PATH=\"$VIRTUAL_ENV/__VENV_BIN_NAME__:$PATH\"\n"                                          \
	"PS1=\"x__VENV_PROMPT__${PS1:-}\" N=\"__VENV_NAME__\"\n"
	{ "activate", RAW_SH, "/p/my env", NULL,
	  "VIRTUAL_ENV=\"/p/my env\"\nPATH=\"$VIRTUAL_ENV/bin:$PATH\"\n"
	  "PS1=\"x(my env) ${PS1:-}\" N=\"my env\"\n" },
	{ "activate", RAW_SH, "/p/$(id)'s", "a`b\"",
	  "VIRTUAL_ENV='/p/$(id)'\"'\"'s'\nPATH=\"$VIRTUAL_ENV/bin:$PATH\"\n"
	  "PS1=\"x\"'(a`b\") '\"${PS1:-}\" N='$(id)'\"'\"'s'\n" },
	{ "activate.fish", "set A \"__VENV_DIR__\"\n", "/p/a\\b", NULL, "set A '/p/a\\\\b'\n" },
	{ "activate.fish", "set A \"__VENV_DIR__\"\n", "/p/__VENV_NAME__", "x",
	  "set A \"/p/__VENV_NAME__\"\n" },
};

TEST(names_in_scripts)
{
	const struct python python = { .path = "/opt/py/bin/python3",
				       .real = "/opt/py/bin/python3.10",
				       .home = "/opt/py/bin",
				       .exe = "python3",
				       .version = "3.10.4",
				       .series = "3.10",
				       .threads = "",
				       .stdlib = at("lib") };

	foreach(row, scripts) {
		const struct layout layout = { .python = &python,
					       .target = row->target,
					       .options.prompt = row->prompt,
					       .mode = 0644 };
		int env;

		scratch_clear();
		put("lib/venv/scripts/common/ lib/venv/scripts/posix/ env/");
		put_file("lib/venv/__init__.py", "context.prompt = '(%s) ' % prompt");
		put_file(path_join("lib/venv/scripts/common", row->name), row->template);
		env = open_dir("env");
		row_int(row->target, layout_write(&layout, env), 0);
		row_text(row->target, slurp(path_join("env/bin", row->name)), row->wanted);
		close(env);
	}
}

MAIN(NULL)
