/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 14 15 26 29 62 */
/* The health of an environment on disk, and the name that a prompt shows for it. */
#include "core/venv.h"
#include "core/buf.h"
#include "test.h"

#define CFG    "-e/pyvenv.cfg "
#define BIN    "-e/bin/python -e/bin "
#define PYTHON "-e/bin/python "

/* Damage to a healthy environment "e": words of put(), and text for pyvenv.cfg. */
// clang-format off
static const struct {
	const char *name, *damage, *text;
	/** as far as it tells without following a link, and after */
	enum health before, after;
	const char *bin;
} rows[] = {
	{ "healthy", "x", NULL, HEALTHY, HEALTHY, "bin" },
	{ "python is a link", PYTHON "base* e/bin/python3>../../base e/bin/python>python3", NULL,
	  HEALTHY, HEALTHY, "bin" },
	{ "Scripts", BIN "e/Scripts/ e/Scripts/python.exe*", NULL, HEALTHY, HEALTHY, "Scripts" },
	{ "Scripts beside bin", "e/Scripts/", NULL, HEALTHY, HEALTHY, "bin" },
	{ "no pyvenv.cfg", "-e/pyvenv.cfg", NULL, NO_CFG, NO_CFG, "bin" },
	{ "nothing", CFG BIN "-e", NULL, NO_CFG, NO_CFG, "bin" },
	{ "a file", CFG BIN "-e e", NULL, NO_CFG, NO_CFG, "bin" },
	{ "pyvenv.cfg is a directory", CFG "e/pyvenv.cfg/", NULL, CFG_UNREADABLE, CFG_UNREADABLE,
	  "bin" },
	{ "pyvenv.cfg is a FIFO", CFG "e/pyvenv.cfg|", NULL, CFG_UNREADABLE, CFG_UNREADABLE,
	  "bin" },
	{ "pyvenv.cfg is a link", CFG "cfg e/pyvenv.cfg>../cfg", NULL, CFG_UNREADABLE,
	  CFG_UNREADABLE, "bin" },
	{ "pyvenv.cfg is a device", CFG "e/pyvenv.cfg>/dev/zero", NULL, CFG_UNREADABLE,
	  CFG_UNREADABLE, "bin" },
	{ "empty pyvenv.cfg", "x", "", CFG_NO_HOME, CFG_NO_HOME, "bin" },
	{ "no home", "x", "version = 3.11.2\n", CFG_NO_HOME, CFG_NO_HOME, "bin" },
	{ "no bin", PYTHON "-e/bin", NULL, NO_BIN, NO_BIN, "bin" },
	{ "bin is a file", BIN "e/bin", NULL, NO_BIN, NO_BIN, "bin" },
	{ "bin is a link", BIN "e/bin>/usr/bin", NULL, NO_BIN, NO_BIN, "bin" },
	{ "no python", "-e/bin/python", NULL, HEALTHY, NO_PYTHON, "bin" },
	{ "python leads nowhere", PYTHON "e/bin/python>/nonexistent/python3", NULL, HEALTHY,
	  NO_PYTHON, "bin" },
	{ "python loops", PYTHON "e/bin/python>python", NULL, HEALTHY, NO_PYTHON, "bin" },
	{ "Scripts without python.exe", BIN "e/Scripts/ e/Scripts/python*", NULL, HEALTHY,
	  NO_PYTHON, "Scripts" },
	{ "python is no program", PYTHON "e/bin/python", NULL, HEALTHY, NO_PYTHON,
	  "bin" },
	{ "python is a directory", PYTHON "e/bin/python/", NULL, HEALTHY, NO_PYTHON,
	  "bin" },
};
// clang-format on

TEST(health)
{
	foreach(row, rows) {
		bool env = row->before == HEALTHY || row->before == NO_BIN;
		struct venv venv;

		scratch_clear();
		put_env("e");
		put(row->damage);
		if (row->text)
			put_file("e/pyvenv.cfg", row->text);
		venv_read(at("e"), &venv);
		row_int(row->name, venv.health, row->before);
		venv_check_python(&venv);
		row_int(row->name, venv.health, row->after);
		row_int(row->name, venv_is_env(&venv), env);
		row_text(row->name, venv.bin, row->bin);
		row_int(row->name, venv_problem(&venv) != NULL, row->after != HEALTHY);
	}
}

/* An environment of 3.12 whose bin/python leads to base/python3; LINKS are made before it. */
// clang-format off
static const struct {
	const char *name, *links, *version, *series;
} upgrades[] = {
	{ "upgraded", "base/python3.13* base/python3>python3.13", "3.12.3", "3.13" },
	{ "downgraded", "base/python3.9* base/python3>python3.9", "3.12.3", "3.9" },
	{ "by way of alternatives", "base/python3.13* base/a>python3.13 base/python3>a", "3.12.3",
	  "3.13" },
	{ "version_info", "base/python3.13* base/python3>python3.13", "3.12.3.final.0", "3.13" },
	{ "the same", "base/python3.12* base/python3>python3.12", "3.12.3", NULL },
	{ "packages for both", "base/python3.13* base/python3>python3.13 e/lib/python3.13/",
	  "3.12.3", NULL },
	{ "packages for none", "base/python3.13* base/python3>python3.13 -e/lib/python3.12",
	  "3.12.3", NULL },
	{ "no version", "base/python3.13* base/python3>python3.13", "", NULL },
	{ "no name tells", "base/python3*", "3.12.3", NULL },
	{ "free-threaded", "base/python3.13t* base/python3>python3.13t", "3.12.3", NULL },
	{ "another Python", "base/pypy3.10* base/python3>pypy3.10", "3.12.3", NULL },
};
// clang-format on

TEST(upgraded)
{
	foreach(row, upgrades) {
		struct buf cfg = BUF_INIT;
		struct venv venv;

		scratch_clear();
		put_env("e");
		buf_putl(&cfg, "home = /usr/bin\nversion = ", row->version, "\n");
		put_file("e/pyvenv.cfg", cfg.data);
		put("e/lib/ e/lib/python3.12/ base/ -e/bin/python e/bin/python>python3");
		put("e/bin/python3>../../base/python3");
		put(row->links);
		venv_read(at("e"), &venv);
		row_text(row->name, venv_problem(&venv), NULL);
		venv_check_python(&venv);
		row_int(row->name, venv.health, row->series ? PYTHON_UPGRADED : HEALTHY);
		if (row->series)
			row_text(row->name, venv.series, row->series);
	}
}

/* As many links as no installation has: each look ends. */
TEST(many_links)
{
	char name[] = "e/bin/a", target[] = "b";
	struct venv venv;

	scratch_clear();
	put_env("e");
	put_file("e/pyvenv.cfg", "home = /usr/bin\nversion = 3.12.3\n");
	put("e/lib/ e/lib/python3.12/ -e/bin/python e/bin/python>a e/bin/python3.13*");
	for (; name[6] < 'l'; name[6]++, target[0]++)
		put_link(name, target);
	put("e/bin/l>python3.13");
	venv_read(at("e"), &venv);
	venv_check_python(&venv);
	assert_int_equal(venv.health, HEALTHY);
}

/* pyvenv.cfg has at most 64 KiB. */
TEST(size_of_pyvenv_cfg)
{
	struct venv venv;

	scratch_clear();
	put_env("e");
	grow("e/pyvenv.cfg", FILE_MAX);
	venv_read(at("e"), &venv);
	assert_int_equal(venv.health, HEALTHY);
	grow("e/pyvenv.cfg", FILE_MAX + 1);
	venv_read(at("e"), &venv);
	assert_int_equal(venv.health, CFG_UNREADABLE);
}

// clang-format off
static const struct {
	const char *env, *prompt, *project, *wanted;
} prompts[] = {
	{ "/p/demo/.venv", NULL, "/p/demo", "demo" },
	{ "/p/demo/venv", NULL, "/p/demo", "demo" },
	{ "/p/demo/.env", NULL, "/p/demo", "demo" },
	{ "/p/demo/djvenv", NULL, "/p/demo", "djvenv" },
	{ "/p/demo/.venv2", NULL, "/p/demo", ".venv2" },
	{ "/store/abc/.venv", NULL, "/p/demo", "demo" },
	{ "/.venv", NULL, "/", ".venv" },
	{ "/p/demo/.venv", "", "/p/demo", "demo" },
	{ "/p/demo/.venv", "own", "/p/demo", "own" },
	{ "/p/demo/djvenv", "own", "/p/demo", "own" },
	{ "/p/demo/.venv", "(own) ", "/p/demo", "own" },
	{ "/p/demo/.venv", "(own)", "/p/demo", "own" },
	{ "/p/demo/.venv", "()", "/p/demo", "??" },
	{ "/p/demo/.venv", "é€𝄞", "/p/demo", "é€𝄞" },
	{ "/p/demo/.venv", "$(touch x)", "/p/demo", "??touch x?" },
	{ "/p/demo/.venv", "`id`", "/p/demo", "?id?" },
	{ "/p/demo/.venv", "a\nb\tc\033[31m", "/p/demo", "a?b?c??31m" },
	{ "/p/demo/.venv", "a'b\"c\\d;e|f&g<h>i*j?k~l#m^n{o}p/q", "/p/demo",
	  "a?b?c?d?e?f?g?h?i?j?k?l?m?n?o?p?q" },
	{ "/p/demo/.venv", "\177\xFF\xC3", "/p/demo", "???" },
	{ "/p/demo/.venv", "a\xE2\x80\xAE" "b", "/p/demo", "a???b" },
	{ "/p/demo/.venv", "a\xE2\x80\x8B" "b", "/p/demo", "a???b" },
	{ "/p/$(touch x)/.venv", NULL, "/p/$(touch x)", "??touch x?" },
	{ "/p/demo/%F{red}", NULL, "/p/demo", "?F?red?" },
};
// clang-format on

TEST(prompt_names)
{
	foreach(row, prompts) {
		struct venv venv = { .path = row->env, .cfg = { .prompt = row->prompt } };

		row_text(row->wanted, venv_prompt(&venv, row->project), row->wanted);
	}
}

TEST(prompt_is_cut)
{
	struct venv venv = { .path = "/p/.venv" };
	char name[130] = "";

	venv.cfg.prompt = name;
	memset(name, 'x', 128);
	assert_string_equal(venv_prompt(&venv, "/p"), name);
	name[128] = 'x';
	assert_int_equal(strlen(venv_prompt(&venv, "/p")), 128 + strlen("..."));
}

/* Every byte: either plain or a question mark. */
TEST(prompt_bytes)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789._+@:,=- ";

	for (int c = 1; c < 256; c++) {
		const char prompt[] = { (char)c, '\0' };
		struct venv venv = { .path = "/p/.venv", .cfg = { .prompt = prompt } };

		assert_string_equal(venv_prompt(&venv, "/p"), strchr(plain, c) ? prompt : "?");
	}
}

MAIN(NULL)
