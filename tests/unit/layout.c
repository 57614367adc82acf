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

static int take(void *arg, const char *name, const struct buf *text, mode_t mode)
{
	const struct script *script = arg;

	row_text(script->target, name, script->name);
	row_text(script->target, text->data, script->wanted);
	return mode != 0644;
}

TEST(names_in_scripts)
{
	foreach(row, scripts) {
		struct script copy = *row;

		scratch_clear();
		put_module("context.prompt = '(%s) ' % prompt");
		put_file(path_join("lib64/python3.10/venv/scripts/common", row->name),
			 row->template);
		row_int(row->target,
			layout_scripts(&(struct layout_scripts){ at("lib64/python3.10"),
								 row->target, "python3",
								 row->prompt },
				       take, &copy),
			0);
	}
}

/* venv overwrites a .gitignore; one of the user's stays. */
TEST(gitignore_is_kept)
{
	const struct python python = { .path = "/opt/py/bin/python3",
				       .real = "/opt/py/bin/python3.10",
				       .home = "/opt/py/bin",
				       .exe = "python3",
				       .version = "3.10.4",
				       .series = "3.10",
				       .threads = "",
				       .stdlib = at("lib64/python3.10") };
	struct layout layout = { .python = &python, .target = "/p/e", .mode = 0644 };
	int keep, dir;

	scratch_clear();
	put_module("");
	put("keep/ keep/.gitignore env/");
	keep = open_dir("keep");
	dir = open_dir("env");
	row_int("made", layout_write(&layout, dir, keep), 0);
	row_int("not in the new one", is_there("env/.gitignore"), false);
	close(keep);
	close(dir);
}

MAIN(NULL)
