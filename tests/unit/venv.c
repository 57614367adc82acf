/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 14 15 26 29 62 */
/* The health of an environment on disk, and the name that a prompt shows for it. */
#include "core/venv.h"
#include "test.h"

#define CFG    "-e/pyvenv.cfg "
#define PYTHON "-e/bin/python "
#define BIN    PYTHON "-e/bin "

/* Damage to a healthy environment "e", as words of put(). */
// clang-format off
static const struct {
	const char *name, *damage;
	enum health wanted;
} rows[] = {
	{ "healthy", "x", HEALTHY },
	{ "python is a link", PYTHON "base* e/bin/python3>../../base e/bin/python>python3",
	  HEALTHY },
	{ "Scripts", BIN "e/Scripts/ e/Scripts/python.exe*", UNSUPPORTED },
	{ "virtualenv 16", "-e/pyvenv.cfg e/bin/activate_this.py e/bin/python-config",
	  UNSUPPORTED },
	{ "virtualenv 20 without its pyvenv.cfg", "-e/pyvenv.cfg e/bin/activate_this.py", NO_CFG },
	{ "a Python's own prefix", "-e/pyvenv.cfg e/bin/python-config", NO_CFG },
	{ "bin beside Scripts", "e/Scripts/", HEALTHY },
	{ "no pyvenv.cfg", "-e/pyvenv.cfg", NO_CFG },
	{ "nothing", CFG BIN "-e", NO_CFG },
	{ "a file", CFG BIN "-e e", NO_CFG },
	{ "pyvenv.cfg is a directory", CFG "e/pyvenv.cfg/", CFG_UNREADABLE },
	{ "pyvenv.cfg is a FIFO", CFG "e/pyvenv.cfg|", CFG_UNREADABLE },
	{ "pyvenv.cfg is a link", CFG "cfg e/pyvenv.cfg>../cfg", CFG_UNREADABLE },
	{ "pyvenv.cfg is a device", CFG "e/pyvenv.cfg>/dev/zero", CFG_UNREADABLE },
	{ "empty pyvenv.cfg", "e/pyvenv.cfg", CFG_NO_HOME },
	{ "pyvenv.cfg is not UTF-8", "x", CFG_NOT_UTF8 },
	{ "no bin", BIN, NO_BIN },
	{ "bin is a file", BIN "e/bin", NO_BIN },
	{ "bin is a link", BIN "e/bin>/usr/bin", NO_BIN },
	{ "no python", PYTHON, NO_PYTHON },
	{ "python points nowhere", PYTHON "e/bin/python>/nonexistent/python3", NO_PYTHON },
	{ "python loops", PYTHON "e/bin/python>python", NO_PYTHON },
	{ "python is no program", PYTHON "e/bin/python", PYTHON_NO_PROGRAM },
	{ "python is a directory", PYTHON "e/bin/python/", PYTHON_NO_PROGRAM },
};
// clang-format on

/* Without following a link nothing is known of bin/python. */
TEST(health)
{
	foreach(row, rows) {
		struct venv venv;

		scratch_clear();
		put_env("e");
		put(row->damage);
		if (row->wanted == CFG_NOT_UTF8)
			put_file("e/pyvenv.cfg", "home = /usr/bin\nprompt = caf\xe9\n");
		venv_read(at("e"), &venv);
		row_int(row->name, venv.health,
			row->wanted == NO_PYTHON || row->wanted == PYTHON_NO_PROGRAM ? HEALTHY :
										       row->wanted);
		row_int(row->name, venv_is_env(&venv),
			venv.health == HEALTHY || venv.health == NO_BIN ||
				starts_with(row->name, "Scripts") || venv.health == CFG_NOT_UTF8);
		assert_null(venv.cfg.prompt);
		venv_check_python(&venv);
		row_int(row->name, venv.health, row->wanted);
		row_int(row->name, venv_problem(&venv) != NULL, row->wanted != HEALTHY);
	}
}

#define TO(python) "base/" python "* base/python3>" python

/* An environment of 3.12 whose bin/python points to base/python3, which leads on by LINKS. */
static const struct {
	const char *name, *links, *version, *series;
} upgrades[] = {
	{ "upgraded", TO("python3.13"), "3.12.3", "3.13" },
	{ "downgraded", TO("python3.9"), "3.12.3", "3.9" },
	{ "by way of alternatives", "base/python3.13* base/a>python3.13 base/python3>a", "3.12.3",
	  "3.13" },
	{ "version_info", TO("python3.13"), "3.12.3.final.0", "3.13" },
	{ "the same", TO("python3.12"), "3.12.3", NULL },
	{ "packages for both", TO("python3.13") " e/lib/python3.13/", "3.12.3", NULL },
	{ "packages for none", TO("python3.13") " -e/lib/python3.12", "3.12.3", NULL },
	{ "no version", TO("python3.13"), "", NULL },
	{ "no name tells", "base/python3*", "3.12.3", NULL },
	{ "free-threaded", TO("python3.13t"), "3.12.3", NULL },
	{ "another Python", TO("pypy3.10"), "3.12.3", NULL },
};

TEST(upgraded)
{
	foreach(row, upgrades) {
		struct venv venv;

		scratch_clear();
		put_env("e");
		put_file("e/pyvenv.cfg",
			 formatted("home = /usr/bin\nversion = %s\n", row->version));
		put("e/lib/python3.12/ base/ -e/bin/python e/bin/python>python3");
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
	{ "/p/demo/djvenv", "own", "/p/demo", "own" },
	{ "/p/demo/.venv", "é€𝄞", "/p/demo", "é€𝄞" },
	{ "/p/demo/.venv", "a\xE2\x80\xAE", "/p/demo", "a???" },
	{ "/p/$(touch x)/.venv", NULL, "/p/$(touch x)", "??touch x?" },
	{ "/p/demo/%F{red}", NULL, "/p/demo", "?F?red?" },
};

TEST(prompt_names)
{
	foreach(row, prompts) {
		struct venv venv = { .path = row->env, .cfg = { .prompt = row->prompt } };

		row_text(row->wanted, venv_prompt(&venv, row->project), row->wanted);
	}
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
