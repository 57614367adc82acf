/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Installing wheels as pip does. */
#include "wheel.h"

static int install_by(const char *pip, const char *path)
{
	struct wheel wheel;

	if (wheel_open(path, &wheel))
		return -1;
	wheel.pip_version = pip;
	if (wheels_unpack(&wheel, 1, &target))
		return -1;
	return wheel_record(&wheel, &target);
}

static int install(const char *path)
{
	return install_by("23.0.1", path);
}

TEST(sound)
{
	static const struct {
		const char *name, *file, *has;
	} cases[] = {
		{ "tiny", TINY, "tiny/__init__.py" },
		{ "stored", TINY, "tiny/more" },
		{ "behind", TINY, "tiny/more" },
		{ "directories", TINY, "tiny/run.sh" },
		{ "unicode", TINY,
		  "tiny/\xc3\xa9\xe2\x82\xac\xf0\x9d\x9c\x8b.py" },
		{ "signed", TINY, "tiny-1.0.dist-info/RECORD.jws" },
		{ "no-scripts", TINY, "tiny-1.0.dist-info/RECORD" },
		{ "comment", TINY, "tiny/run.sh" },
		{ "odd-file-name", "TINY-1.0-py2.py3-none-any.whl",
		  "tiny/run.sh" },
	};

	foreach(row, cases) {
		const char *path = case_path(row->name, row->file);

		fresh_target();
		row_int(row->name, install(path), 0);
		(void)mode_of(path_join("env/site", row->has));
		close_target();
	}
}

/* As pip has it: only a directory that holds a file is made. */
TEST(empty_directories_are_not_made)
{
	fresh_target();
	assert_int_equal(install(case_path("directories", TINY)), 0);
	assert_false(is_there("env/site/empty"));
	close_target();
}

/* Nothing that is there is written to, not even through a link. */
TEST(nothing_is_overwritten)
{
	static const struct {
		const char *name, *message;
	} rows[] = {
		{ "env/site/tiny/run.sh", "'tiny/run.sh'" },
		{ "env/site/tiny-1.0.dist-info/INSTALLER", "'INSTALLER'" },
		{ "env/site/tiny-1.0.dist-info/RECORD", "'RECORD'" },
		{ "env/bin/tiny",
		  "'tiny' is a script, but something else in bin is called so" },
	};

	put_file("victim", "mine");
	foreach(row, rows) {
		const char *message;
		int kept;

		fresh_target();
		put_dir("env/site/tiny");
		put_dir("env/site/tiny-1.0.dist-info");
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
	put_link("env/site/tiny", at("elsewhere"));
	kept = hide();
	assert_int_equal(install(case_path("tiny", TINY)), -1);
	assert_non_null(strstr(show(kept), "directory"));
	assert_false(is_there("elsewhere/run.sh"));
	close_target();
}

TEST(fields)
{
	struct wheel wheel;

	assert_int_equal(wheel_open(case_path("odd-file-name",
					      "TINY-1.0-py2.py3-none-any.whl"),
				    &wheel),
			 0);
	assert_string_equal(wheel.name, "tiny");
	assert_string_equal(wheel.version, "1.0");
	assert_string_equal(wheel.pip_version, "1.0");
	assert_string_equal(wheel.dist_info, "tiny-1.0.dist-info");
	assert_int_equal(wheel.count, 8);
}

#define INFO                  "tiny-1.0.dist-info/"
#define ROW(path, hash, size) path ",sha256=" hash "," size "\r\n"

/* What pip 23.0.1 makes of the same wheel, byte for byte. */
TEST(installed)
{
	fresh_target();
	assert_int_equal(install(case_path("tiny", TINY)), 0);
	assert_string_equal(slurp("env/bin/tiny-deep"),
			    "#!/e/bin/python\n"
			    "# -*- coding: utf-8 -*-\n"
			    "import re\n"
			    "import sys\n"
			    "from tiny.sub import Class\n"
			    "if __name__ == '__main__':\n"
			    "    sys.argv[0] = re.sub("
			    "r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])\n"
			    "    sys.exit(Class.run())\n");
	assert_string_equal(slurp("env/site/tiny-1.0.dist-info/INSTALLER"),
			    "pip\n");
	assert_string_equal(slurp("env/site/tiny-1.0.dist-info/REQUESTED"), "");
	assert_string_equal(
		slurp("env/site/tiny-1.0.dist-info/RECORD"),
		ROW("../bin/tiny",
		    "hADk44tjdNJDjGBAQx4PsXnlkOWo2m7cJQMX5u2jDB4",
		    "200") ROW("../bin/tiny-deep",
			       "FmAQZn_olZnTpXeS3fLD40TD6I0ZtSNnWv3RgdkMgjM",
			       "210")
			ROW("../bin/tiny-gui",
			    "hADk44tjdNJDjGBAQx4PsXnlkOWo2m7cJQMX5u2jDB4",
			    "200") ROW(INFO "INSTALLER",
				       "zuuue4knoyJ-UwPPXg8fezS7VCrXJQrAP7zeNuwvFQg",
				       "4")
				ROW(INFO "METADATA",
				    "Z9n_IUQkML8vzJ1f0jKNKbg5tBPRhVCQLdNBCFhWUd8",
				    "46") INFO
		"RECORD,,\r\n" ROW(
			INFO "REQUESTED",
			"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
			"0") ROW(INFO "WHEEL",
				 "c92mt15xPXRV6epmygnlIfHapt23jPltGwnxrJH4t2s",
				 "78") ROW(INFO "entry_points.txt",
					   "QvuZHIwTA7CndzBiO0TT1DHnYdvW9A0q2Cimt4UgSKM",
					   "137")
			ROW("tiny/__init__.py",
			    "12aeFKV8Jfq0VdAbfY7iGGIkHVo5vdH18H-VMmr7LeI",
			    "600") ROW("tiny/run.sh",
				       "qAdtPSjSHgIBKyDq99v3VAmmJ3E0Q5Al8oLjaOMwWr8",
				       "10")
				ROW("tiny/sub/__init__.py",
				    "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
				    "0")
					ROW("\"tiny/sub/data, \"\"quoted\"\".txt\"",
					    "Zmey0aq2oAyqWu5a-K2fFGXlZ6vxwgnRVyfVez6Pbl8",
					    "5"));
	close_target();
}

/* Signatures cannot be in the RECORD that they sign; pip then notes them. */
TEST(signed_wheels)
{
	fresh_target();
	assert_int_equal(install(case_path("signed", TINY)), 0);
	assert_non_null(strstr(slurp("env/site/tiny-1.0.dist-info/RECORD"),
			       "\r\n" INFO "RECORD.jws,,\r\n"));
	close_target();
}

/* REQUESTED came with pip 20.2. */
TEST(requested)
{
	static const struct {
		const char *pip;
		bool wanted;
	} rows[] = {
		{ "18.1", false },
		{ "20.1.1", false },
		{ "20.2", true },
	};

	foreach(row, rows) {
		const char *record;

		fresh_target();
		row_int(row->pip, install_by(row->pip, case_path("tiny", TINY)),
			0);
		record = slurp("env/site/tiny-1.0.dist-info/RECORD");
		row_int(row->pip, strstr(record, "REQUESTED") != NULL,
			row->wanted);
		row_int(row->pip,
			is_there("env/site/tiny-1.0.dist-info/REQUESTED"),
			row->wanted);
		close_target();
	}
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
		row_int("file", mode_of("env/site/tiny/__init__.py"),
			row->file);
		row_int("RECORD", mode_of("env/site/tiny-1.0.dist-info/RECORD"),
			row->file);
		row_int("program", mode_of("env/site/tiny/run.sh"),
			row->program);
		row_int("script", mode_of("env/bin/tiny"), row->script);
		row_int("directory", mode_of("env/site/tiny"), row->dir);
		close_target();
	}
}

/* Rows for what was compiled, and only for that. */
TEST(compiled)
{
	struct wheel wheel;
	const char *record;

	fresh_target();
	assert_int_equal(wheel_open(case_path("tiny", TINY), &wheel), 0);
	assert_int_equal(wheels_unpack(&wheel, 1, &target), 0);
	put_dir("env/site/tiny/__pycache__");
	put_file("env/site/tiny/__pycache__/__init__.cpython-311.pyc", "x");
	put_file("env/site/tiny/__pycache__/other.cpython-311.pyc", "x");
	assert_int_equal(wheel_record(&wheel, &target), 0);
	record = slurp("env/site/tiny-1.0.dist-info/RECORD");
	assert_non_null(strstr(record,
			       "\r\ntiny/__pycache__/__init__.cpython-311.pyc"
			       ",,\r\n"));
	assert_null(strstr(record, "other"));
	assert_null(strstr(record, "sub/__pycache__"));
	close_target();
}

MAIN(wheel_setup, scratch_remove)
