/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 15 43 47 48 */
/*
 * Names of any characters in activation scripts. The rules in the source of venv modules: oracle.t
 * and tests/proof/pythons_today.t.
 */
#include "build/layout.h"
#include "core/buf.h"
#include "test.h"

/* A venv module without templates. */
static void put_module(const char *source)
{
	put_dirs("lib64/python3.10/venv/scripts/common");
	put_dirs("lib64/python3.10/venv/scripts/posix");
	put_file("lib64/python3.10/venv/__init__.py", source);
}

/**
 * Templates from before CVE-2024-9287 was mended, and scripts made of them. Shells run the later
 * ones in tests/oracle.sh.
 */
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

/* Write an environment at TARGET into env/; what is in keep/ is there already. */
static void write_env(const char *target, const char *prompt)
{
	const struct python python = { .path = "/opt/py/bin/python3",
				       .real = "/opt/py/bin/python3.10",
				       .home = "/opt/py/bin",
				       .exe = "python3",
				       .version = "3.10.4",
				       .series = "3.10",
				       .threads = "",
				       .stdlib = at("lib64/python3.10") };
	const struct layout layout = {
		.python = &python, .target = target, .options.prompt = prompt, .mode = 0644
	};
	int keep, dir;

	put("keep/ keep/.gitignore env/");
	keep = open_dir("keep");
	dir = open_dir("env");
	row_int(target, layout_write(&layout, dir, keep), 0);
	close(keep);
	close(dir);
}

TEST(names_in_scripts)
{
	foreach(row, scripts) {
		scratch_clear();
		put_module("context.prompt = '(%s) ' % prompt");
		put_file(path_join("lib64/python3.10/venv/scripts/common", row->name),
			 row->template);
		write_env(row->target, row->prompt);
		row_text(row->target, slurp(path_join("env/bin", row->name)), row->wanted);
	}
}

/* venv overwrites a .gitignore; one of the user's stays. */
TEST(gitignore_is_kept)
{
	scratch_clear();
	put_module("");
	write_env("/p/e", NULL);
	row_int("not in the new one", is_there("env/.gitignore"), false);
}

MAIN(NULL)
