/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 47 50 51 */
/* Sound wheels, installed as pip does. */
#include "wheel.h"

#define SITE "env/site/"
#define INFO "tiny-1.0.dist-info/"

static int install(const char *path)
{
	struct wheel wheel;

	if (wheel_open(path, &wheel))
		return -1;
	wheel.pip_version = "23.0.1";
	if (wheels_unpack(&wheel, 1, &target))
		return -1;
	return wheel_record(&wheel, &target);
}

TEST(sound_wheels)
{
	static const struct {
		const char *name, *file, *has;
	} cases[] = {
		{ "tiny", TINY, "tiny/__init__.py" },
		{ "stored", TINY, "tiny/more" },
		{ "behind", TINY, "tiny/more" },
		{ "directories", TINY, "tiny/run.sh" },
		{ "unicode", TINY, "tiny/\xc3\xa9\xe2\x82\xac\xf0\x9d\x9c\x8b.py" },
		{ "signed", TINY, "tiny-1.0.dist-info/RECORD.jws" },
		{ "no-scripts", TINY, "tiny-1.0.dist-info/RECORD" },
		{ "comment", TINY, "tiny/run.sh" },
		{ "odd-file-name", "TINY-1.0-py2.py3-none-any.whl", "tiny/run.sh" },
	};

	foreach(row, cases) {
		const char *path = case_path(row->name, row->file);

		fresh_target();
		row_int(row->name, install(path), 0);
		(void)mode_of(path_join("env/site", row->has));
		close_target();
	}
}

/* A file that is there is not written to, nor through a link. */
TEST(nothing_is_overwritten)
{
	static const struct {
		const char *name, *message;
	} rows[] = {
		{ SITE "tiny/run.sh", "'tiny/run.sh'" },
		{ SITE INFO "INSTALLER", "'INSTALLER'" },
		{ SITE INFO "RECORD", "'RECORD'" },
		{ "env/bin/tiny", "'tiny' is a script, but something else in bin is called so" },
	};

	put_file("victim", "mine");
	foreach(row, rows) {
		const char *message;
		int kept;

		fresh_target();
		put_dir(SITE "tiny");
		put_dir(SITE "tiny-1.0.dist-info");
		put_link(row->name, at("victim"));
		kept = hide();
		row_int(row->name, install(case_path("tiny", TINY)), -1);
		message = show(kept);
		if (!strstr(message, row->message))
			row_text(row->name, message, row->message);
		assert_string_equal(slurp("victim"), "mine");
		close_target();
	}
}

TEST(no_link_is_followed)
{
	int kept;

	fresh_target();
	put_dir("elsewhere");
	put_link(SITE "tiny", at("elsewhere"));
	kept = hide();
	assert_int_equal(install(case_path("tiny", TINY)), -1);
	assert_non_null(strstr(show(kept), "directory"));
	assert_false(is_there("elsewhere/run.sh"));
	close_target();
}

/* The RECORD that pip 23.0.1 writes for the same wheel. */
static const char record[] =
	// clang-format off
	"../bin/tiny,sha256=hADk44tjdNJDjGBAQx4PsXnlkOWo2m7cJQMX5u2jDB4,200\r\n"
	"../bin/tiny-deep,sha256=FmAQZn_olZnTpXeS3fLD40TD6I0ZtSNnWv3RgdkMgjM,210\r\n"
	"../bin/tiny-gui,sha256=hADk44tjdNJDjGBAQx4PsXnlkOWo2m7cJQMX5u2jDB4,200\r\n"
	INFO "INSTALLER,sha256=zuuue4knoyJ-UwPPXg8fezS7VCrXJQrAP7zeNuwvFQg,4\r\n"
	INFO "METADATA,sha256=Z9n_IUQkML8vzJ1f0jKNKbg5tBPRhVCQLdNBCFhWUd8,46\r\n"
	INFO "RECORD,,\r\n"
	INFO "REQUESTED,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\r\n"
	INFO "WHEEL,sha256=c92mt15xPXRV6epmygnlIfHapt23jPltGwnxrJH4t2s,78\r\n"
	INFO "entry_points.txt,sha256=QvuZHIwTA7CndzBiO0TT1DHnYdvW9A0q2Cimt4UgSKM,137\r\n"
	"tiny/__init__.py,sha256=12aeFKV8Jfq0VdAbfY7iGGIkHVo5vdH18H-VMmr7LeI,600\r\n"
	"tiny/run.sh,sha256=qAdtPSjSHgIBKyDq99v3VAmmJ3E0Q5Al8oLjaOMwWr8,10\r\n"
	"tiny/sub/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\r\n"
	"\"tiny/sub/data, \"\"quoted\"\".txt\","
	"sha256=Zmey0aq2oAyqWu5a-K2fFGXlZ6vxwgnRVyfVez6Pbl8,5\r\n";
// clang-format on

TEST(as_pip_installs_it)
{
	fresh_target();
	assert_int_equal(install(case_path("tiny", TINY)), 0);
	assert_string_equal(slurp(SITE INFO "INSTALLER"), "pip\n");
	assert_string_equal(slurp(SITE INFO "REQUESTED"), "");
	assert_string_equal(slurp(SITE INFO "RECORD"), record);
	close_target();
}

TEST(modes)
{
	static const struct {
		mode_t umask, file, program, script, dir;
	} rows[] = {
		{ 022, 0644, 0755, 0755, 0755 },
		{ 077, 0600, 0711, 0755, 0700 },
		{ 002, 0664, 0775, 0775, 0775 },
	};

	foreach(row, rows) {
		fresh_target();
		umask(row->umask);
		assert_int_equal(install(case_path("tiny", TINY)), 0);
		umask(022);
		row_int("file", mode_of(SITE "tiny/__init__.py"), row->file);
		row_int("RECORD", mode_of(SITE INFO "RECORD"), row->file);
		row_int("program", mode_of(SITE "tiny/run.sh"), row->program);
		row_int("script", mode_of("env/bin/tiny"), row->script);
		row_int("directory", mode_of(SITE "tiny"), row->dir);
		close_target();
	}
}

/* Bytecode that was made gets a row, other files do not. */
TEST(compiled)
{
	struct wheel wheel;
	const char *rows;

	fresh_target();
	assert_int_equal(wheel_open(case_path("tiny", TINY), &wheel), 0);
	assert_int_equal(wheels_unpack(&wheel, 1, &target), 0);
	put(SITE "tiny/__pycache__/ " SITE "tiny/__pycache__/__init__.cpython-311.pyc " SITE
		 "tiny/__pycache__/other.cpython-311.pyc");
	assert_int_equal(wheel_record(&wheel, &target), 0);
	rows = slurp(SITE INFO "RECORD");
	assert_non_null(strstr(rows, "\r\ntiny/__pycache__/__init__.cpython-311.pyc"
				     ",,\r\n"));
	assert_null(strstr(rows, "other"));
	assert_null(strstr(rows, "sub/__pycache__"));
	close_target();
}

static struct wheel wheel_with(const char *entry_points, const char *pip)
{
	struct wheel wheel = { .path = "/w", .pip_version = pip };

	assert_int_equal(wheel_scripts_read(&wheel, entry_points), 0);
	return wheel;
}

TEST(names_of_scripts)
{
	static const struct {
		const char *entry_points, *wanted;
	} rows[] = {
		{ "[console_scripts]\npip = a:b\npip3 = a:b\npip3.9 = a:b\n", "pip pip3 pip3.12 " },
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
	static const struct python later_python = { .major = 3, .series = "3.12" };

	foreach(row, rows) {
		struct wheel wheel = wheel_with(row->entry_points, "23");
		struct wheel_script *scripts;
		struct buf got = BUF_INIT;
		size_t count;

		wheel_scripts_of(&wheel, &later_python, &scripts, &count);
		for (size_t s = 0; s < count; s++) {
			row_text(row->wanted, scripts[s].module, "a");
			row_text(row->wanted, scripts[s].function, "b");
			buf_putl(&got, scripts[s].name, " ");
		}
		row_text(row->entry_points, got.data, row->wanted);
	}
}

#define CODING "# -*- coding: utf-8 -*-\nimport re\nimport sys\n"
#define SUB                                                                                        \
	"    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', "                               \
	"sys.argv[0])\n"
#define FROM "from a.b import C\n"
#define IF   "if __name__ == '__main__':\n"
#define EXIT "    sys.exit(C.d())\n"

static const char distlib[] = CODING FROM IF SUB EXIT;
static const char later[] = CODING IF "    " FROM SUB EXIT;
static const char no_re[] = "import sys\n" FROM IF "    if sys.argv[0].endswith('.exe'):\n"
			    "        sys.argv[0] = sys.argv[0][:-4]\n" EXIT;
static const char suffix[] =
	"import sys\n" FROM IF "    sys.argv[0] = sys.argv[0].removesuffix('.exe')\n" EXIT;

TEST(text_of_a_script)
{
	static const struct {
		const char *pip, *wanted;
	} rows[] = {
		{ "20.1.1", distlib }, { "24.2", distlib }, { "24.3.1", later },
		{ "25.1.1", later },   { "25.2", no_re },   { "25.3", no_re },
		{ "26.0", suffix },    { "30", suffix },
	};

	foreach(row, rows) {
		struct wheel wheel = wheel_with("[console_scripts]\nx=a.b:C.d", row->pip);
		struct buf got = BUF_INIT, wanted = BUF_INIT;

		wheel_script_text(&wheel, wheel.scripts, "/e/python", &got);
		buf_putl(&wanted, "#!/e/python\n", row->wanted);
		row_text(row->pip, got.data, wanted.data);
	}
}

MAIN(wheel_setup, scratch_remove)
