/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which launchers a wheel gets, and their text, by the pip that makes them. */
#include "test.h"

#include "cli/wheel_parts.h"

static struct wheel wheel_with(const char *entry_points, const char *pip)
{
	struct wheel wheel = { .path = "/w", .pip_version = pip };

	assert_int_equal(wheel_scripts_read(&wheel, entry_points), 0);
	return wheel;
}

TEST(names)
{
	static const struct {
		const char *entry_points, *wanted;
	} rows[] = {
		{ "[console_scripts]\npip = a:b\npip3 = a:b\npip3.9 = a:b\n",
		  "pip pip3 pip3.12 " },
		{ "[console_scripts]\r\npip=a:b\r\npipx=a:b\r\npip-3 = a:b",
		  "pipx pip-3 pip pip3 pip3.12 " },
		{ "[console_scripts]\npip3.9 = a:b", "pip3.9 " },
		{ "[console_scripts]\neasy_install = a:b\n"
		  "easy_install-3.6 = a:b\n",
		  "easy_install easy_install-3.12 " },
		{ "[a]\nx = y\n[console_scripts]\n# c\n; c\n\none = a:b\n"
		  "[gui_scripts]\ntwo = a:b [e]\n[z]\nx = y:z\n",
		  "one two " },
		{ "", "" },
	};
	static const struct python python = { .major = 3, .series = "3.12" };

	foreach(row, rows) {
		struct wheel wheel = wheel_with(row->entry_points, "23");
		struct wheel_script *scripts;
		struct buf got = BUF_INIT;
		size_t count;

		wheel_scripts_of(&wheel, &python, &scripts, &count);
		for (size_t s = 0; s < count; s++) {
			row_text(row->wanted, scripts[s].module, "a");
			row_text(row->wanted, scripts[s].function, "b");
			buf_putl(&got, scripts[s].name, " ");
		}
		row_text(row->entry_points, got.data, row->wanted);
	}
}

#define CODING "# -*- coding: utf-8 -*-\nimport re\nimport sys\n"
#define SUB                                                                    \
	"    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', "           \
	"sys.argv[0])\n"
#define FROM "from a.b import C\n"
#define IF   "if __name__ == '__main__':\n"
#define EXIT "    sys.exit(C.d())\n"

static const char old[] =
	"\n" CODING "\n" FROM "\n" IF
	"    sys.argv[0] = re.sub(r'(-script\\.pyw?|\\.exe)?$', '', "
	"sys.argv[0])\n" EXIT;
static const char distlib[] = CODING FROM IF SUB EXIT;
static const char later[] = CODING IF "    " FROM SUB EXIT;
static const char no_re[] =
	"import sys\n" FROM IF "    if sys.argv[0].endswith('.exe'):\n"
	"        sys.argv[0] = sys.argv[0][:-4]\n" EXIT;
static const char suffix[] =
	"import sys\n" FROM IF
	"    sys.argv[0] = sys.argv[0].removesuffix('.exe')\n" EXIT;

TEST(texts)
{
	static const struct {
		const char *pip, *wanted;
	} rows[] = {
		{ "9.0.3", old },      { "18.1", old },
		{ "19.2.3", old },     { "19.3", distlib },
		{ "20.1.1", distlib }, { "23.0.1", distlib },
		{ "24.2", distlib },   { "24.3.1", later },
		{ "25.1.1", later },   { "25.2", no_re },
		{ "25.3", no_re },     { "26.0", suffix },
		{ "26.0rc1", suffix }, { "30", suffix },
	};

	foreach(row, rows) {
		struct wheel wheel =
			wheel_with("[console_scripts]\nx=a.b:C.d", row->pip);
		struct buf got = BUF_INIT, wanted = BUF_INIT;

		wheel_script_text(&wheel, wheel.scripts, "/e/python", &got);
		buf_putl(&wanted, "#!/e/python\n", row->wanted);
		row_text(row->pip, got.data, wanted.data);
	}
}

MAIN(NULL, NULL)
