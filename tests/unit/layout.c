/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "cli/layout.h"
#include "core/mem.h"

/** Templates as venv had them, and as they are since CVE-2024-9287. */
#define RAW_SOURCE    "        context.prompt = '(%s) ' % prompt\n"
#define QUOTED_SOURCE "def quote_ps1(s):\n"
#define RAW_SH                                                                 \
	"VIRTUAL_ENV=\"__VENV_DIR__\"\n"                                       \
	"PATH=\"$VIRTUAL_ENV/__VENV_BIN_NAME__:$PATH\"\n"                      \
	"PS1=\"x__VENV_PROMPT__${PS1:-}\" # __VENV_NAME__ __VENV_OTHER__\n"
#define QUOTED_SH                                                              \
	"VIRTUAL_ENV=__VENV_DIR__\n"                                           \
	"PATH=\"$VIRTUAL_ENV/\"__VENV_BIN_NAME__\":$PATH\"\n"                  \
	"PS1=__VENV_PROMPT__\"${PS1:-}\"; __VENV_PYTHON__\n"

static const struct python *python(int minor, const char *exe)
{
	struct python *p = mem_array(1, sizeof(*p));
	char version[16], series[16];

	snprintf(version, sizeof(version), "3.%d.4", minor);
	snprintf(series, sizeof(series), "3.%d", minor);
	*p = (struct python){
		.path = path_join("/opt/py/bin", exe),
		.real = "/opt/real/bin/python3.x",
		.home = "/opt/py/bin",
		.exe = exe,
		.implementation = "cpython",
		.major = 3,
		.minor = minor,
		.micro = 4,
		.version = mem_dups(version),
		.series = mem_dups(series),
		.threads = "",
		.stdlib = at("stdlib"),
		.cache_tag = "cpython-3x",
		.lib64 = true,
	};
	return p;
}

static int fresh(void **state)
{
	mem_reset();
	if (scratch[0])
		scratch_remove(state);
	scratch_make(state);
	put_dir("stdlib");
	put_dir("stdlib/venv");
	put_dir("stdlib/venv/scripts");
	put_dir("stdlib/venv/scripts/common");
	put_dir("stdlib/venv/scripts/posix");
	put_dir("stdlib/venv/scripts/nt");
	put_file("stdlib/venv/__init__.py", RAW_SOURCE);
	put_file("stdlib/venv/scripts/common/activate", RAW_SH);
	put_file("stdlib/venv/scripts/common/Activate.ps1", "a\r\nb\r\n");
	put_file("stdlib/venv/scripts/posix/activate.fish",
		 "set -gx VIRTUAL_ENV \"__VENV_DIR__\"\n");
	put_file("stdlib/venv/scripts/nt/activate.bat", "no\n");
	return 0;
}

static const char *cfg_of(struct layout layout)
{
	struct buf out = BUF_INIT;

	layout_cfg(&layout, &out);
	return out.data;
}

static void test_cfg(void **state)
{
	const struct layout plain = { .python = python(13, "python3"),
				      .target = "/p/.venv",
				      .with_pip = true,
				      .scm_ignore = true };
	struct layout l = plain;

	assert_string_equal(cfg_of(plain),
			    "home = /opt/py/bin\n"
			    "include-system-site-packages = false\n"
			    "version = 3.13.4\n"
			    "executable = /opt/real/bin/python3.x\n"
			    "command = /opt/py/bin/python3 -m venv /p/.venv\n");
	l.python = python(8, "python3");
	l.system_site = true;
	l.prompt = "it's";
	assert_string_equal(cfg_of(l), "home = /opt/py/bin\n"
				       "include-system-site-packages = true\n"
				       "version = 3.8.4\n"
				       "prompt = \"it's\"\n");
	l.python = python(7, "python3");
	assert_string_equal(cfg_of(l), "home = /opt/py/bin\n"
				       "include-system-site-packages = true\n"
				       "version = 3.7.4\n");
}

static void test_command(void **state)
{
	struct layout l = { .python = python(13, "python3"),
			    .target = "/p/.venv",
			    .prompt = "a b",
			    .system_site = true,
			    .copies = true,
			    .clear = true,
			    .upgrade = true,
			    .upgrade_deps = true };
	const char *flags = " -m venv --copies --without-pip "
			    "--system-site-packages --clear --upgrade "
			    "--upgrade-deps --prompt=\"a b\"";

	assert_non_null(strstr(cfg_of(l), flags));
	assert_non_null(
		strstr(cfg_of(l), "\" --without-scm-ignore-files /p/.venv\n"));
	l.python = python(12, "python3");
	assert_null(strstr(cfg_of(l), "scm"));
}

/* As Python's repr() says it; the wanted ones were printed by one. */
static void test_prompt_repr(void **state)
{
	static const char *const rows[][2] = {
		{ "", "prompt = ''\n" },
		{ "it's \"q\"", "prompt = 'it\\'s \"q\"'\n" },
		{ "say \"q\"", "prompt = 'say \"q\"'\n" },
		{ "a\\b\tc\001", "prompt = 'a\\\\b\\tc\\x01'\n" },
		{ "\x7f\xc2\xa0\xc2\xad", "prompt = '\\x7f\\xa0\\xad'\n" },
		{ "\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x90\x8d",
		  "prompt = '\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x90\x8d'\n" },
		{ "\xe2\x80\xae\xf3\xa0\x80\x81",
		  "prompt = '\\u202e\\U000e0001'\n" },
	};
	struct layout l = { .python = python(10, "python3"),
			    .target = "/p/.venv" };

	foreach(row, rows) {
		l.prompt = (*row)[0];
		row_text((*row)[0], strstr(cfg_of(l), "prompt"), (*row)[1]);
	}
}

static void test_prompt_dot(void **state)
{
	put_dir("project");
	assert_int_equal(chdir(at("project")), 0);
	assert_string_equal(layout_prompt(python(9, "python"), "."), "project");
	assert_string_equal(layout_prompt(python(8, "python"), "."), ".");
	assert_null(layout_prompt(python(9, "python"), NULL));
	assert_int_equal(chdir("/"), 0);
}

/** What layout_scripts() handed over. */
struct written {
	const char *sh, *fish, *ps1;
	mode_t mode;
	int count;
};

static int take(void *arg, const char *name, const struct buf *text,
		mode_t mode)
{
	struct written *w = arg;

	w->count++;
	if (!strcmp(name, "activate")) {
		w->sh = text->data;
		w->mode = mode;
	}
	if (!strcmp(name, "activate.fish"))
		w->fish = text->data;
	if (!strcmp(name, "Activate.ps1"))
		w->ps1 = text->data;
	return w->count > 9;
}

static struct written scripts_of(const char *target, const char *prompt)
{
	struct written w = { 0 };

	assert_int_equal(
		layout_scripts(python(11, "python3"), target, prompt, take, &w),
		0);
	return w;
}

static void test_scripts(void **state)
{
	struct written w = scripts_of("/p/my env", NULL);

	assert_int_equal(w.count, 3);
	assert_string_equal(
		w.sh, "VIRTUAL_ENV=\"/p/my env\"\n"
		      "PATH=\"$VIRTUAL_ENV/bin:$PATH\"\n"
		      "PS1=\"x(my env) ${PS1:-}\" # my env __VENV_OTHER__\n");
	assert_string_equal(w.fish, "set -gx VIRTUAL_ENV \"/p/my env\"\n");
	assert_string_equal(w.ps1, "a\r\nb\r\n");
	put_mode("stdlib/venv/scripts/common/activate", 0755);
	assert_int_equal(scripts_of("/p/e", "x").mode, 0755);
}

static void test_raw_templates_unsafe(void **state)
{
	struct written w = scripts_of("/p/$(id)'s", "a`b\"");

	assert_string_equal(w.sh, "VIRTUAL_ENV='/p/$(id)'\"'\"'s'\n"
				  "PATH=\"$VIRTUAL_ENV/bin:$PATH\"\n"
				  "PS1=\"x\"'(a`b\") '\"${PS1:-}\" # "
				  "'$(id)'\"'\"'s' __VENV_OTHER__\n");
	assert_string_equal(scripts_of("/p/a\\b", NULL).fish,
			    "set -gx VIRTUAL_ENV '/p/a\\\\b'\n");
}

static void test_quoted_templates(void **state)
{
	struct written w;

	put_file("stdlib/venv/__init__.py", QUOTED_SOURCE);
	put_file("stdlib/venv/scripts/common/activate", QUOTED_SH);
	put_file("stdlib/venv/scripts/common/Activate.ps1", "__VENV_PROMPT__");
	w = scripts_of("/p/en v", "it's");
	assert_string_equal(w.sh, "VIRTUAL_ENV='/p/en v'\n"
				  "PATH=\"$VIRTUAL_ENV/\"bin\":$PATH\"\n"
				  "PS1='it'\"'\"'s'\"${PS1:-}\"; "
				  "'/p/en v/bin/python3'\n");
	assert_string_equal(w.ps1, "'it''s'");
	assert_non_null(strstr(scripts_of("/p/e", "").sh, "PS1=''"));
}

/* A name that looks like a placeholder is not one. */
static void test_placeholder_in_name(void **state)
{
	assert_string_equal(scripts_of("/p/__VENV_NAME__", "x").fish,
			    "set -gx VIRTUAL_ENV \"/p/__VENV_NAME__\"\n");
}

static void test_what_is_no_text(void **state)
{
	put_file("stdlib/venv/scripts/common/binary", "\xff\xfe");
	put_dir("stdlib/venv/scripts/common/sub");
	put_file("real", "# linked\n");
	put_link("stdlib/venv/scripts/posix/activate.csh", at("real"));
	assert_int_equal(scripts_of("/p/e", NULL).count, 4);
}

static void test_templates_missing(void **state)
{
	struct written w = { 0 };

	assert_int_equal(unlink(at("stdlib/venv/__init__.py")), 0);
	assert_int_equal(
		layout_scripts(python(11, "python3"), "/p/e", NULL, take, &w),
		-1);
	assert_int_equal(w.count, 0);
}

static int write_in(struct layout l, const char *name, int keep)
{
	int dir, ret;

	put_dir(name);
	dir = open(at(name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(dir >= 0);
	l.target = at(name);
	l.scm_ignore = true;
	ret = layout_write(&l, dir, keep);
	close(dir);
	return ret;
}

static void assert_link(const char *name, const char *target)
{
	char to[PATH_MAX] = "";

	assert_true(readlink(at(name), to, sizeof(to) - 1) > 0);
	assert_string_equal(to, target);
}

static void test_write(void **state)
{
	assert_int_equal(
		write_in((struct layout){ .python = python(13, "python3") },
			 "new", -1),
		0);
	assert_link("new/bin/python3", "/opt/py/bin/python3");
	assert_link("new/bin/python", "python3");
	assert_link("new/bin/python3.13", "python3");
	assert_link("new/lib64", "lib");
	assert_true(is_there("new/include/python3.13"));
	assert_true(is_there("new/lib/python3.13/site-packages"));
	assert_true(is_there("new/.gitignore"));
	assert_int_equal(mode_of("new/bin/activate"), 0644);

	assert_int_equal(
		write_in((struct layout){ .python = python(8, "python3.8") },
			 "old", -1),
		0);
	assert_link("old/bin/python3.8", "/opt/py/bin/python3.8");
	assert_link("old/bin/python3", "python3.8");
	assert_int_equal(rmdir(at("old/include")), 0);
	assert_false(is_there("old/.gitignore"));
}

static void test_write_umask(void **state)
{
	umask(077);
	assert_int_equal(
		write_in((struct layout){ .python = python(13, "python") },
			 "new", -1),
		0);
	umask(022);
	assert_int_equal(mode_of("new/bin/activate"), 0644);
	assert_int_equal(mode_of("new/pyvenv.cfg"), 0600);
	assert_int_equal(mode_of("new/.gitignore"), 0600);
	assert_int_equal(mode_of("new/bin"), 0700);
}

static void test_write_copies(void **state)
{
	static const char *const names[] = { "new/bin/python3",
					     "new/bin/python",
					     "new/bin/python3.9" };
	struct python p = *python(9, "python3");

	put_file("program", "#!/bin/sh\n");
	p.real = at("program");
	assert_int_equal(
		write_in((struct layout){ .python = &p, .copies = true }, "new",
			 -1),
		0);
	foreach(row, names) {
		row_int(*row, mode_of(*row), 0755);
		row_text(*row, text_of(*row), "#!/bin/sh\n");
	}
}

static void test_write_keeps(void **state)
{
	int keep;

	put_dir("kept");
	put_file("kept/.gitignore", "mine\n");
	put_dir("kept/lib64");
	keep = open(at("kept"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(
		write_in((struct layout){ .python = python(13, "python"),
					  .upgrade = true },
			 "new", keep),
		0);
	close(keep);
	assert_false(is_there("new/.gitignore"));
	assert_false(is_there("new/lib64"));
	assert_false(is_there("new/bin/activate"));
	assert_true(is_there("new/bin/python"));
}

static void test_free_threaded(void **state)
{
	struct python p = *python(13, "python3.13t");

	p.threads = "t";
	assert_string_equal(layout_site(&p), "lib/python3.13t/site-packages");
	assert_int_equal(write_in((struct layout){ .python = &p }, "new", -1),
			 0);
	assert_link("new/bin/python3.13", "python3.13t");
	assert_true(is_there("new/include/python3.13t"));
}

#define test(name) cmocka_unit_test_setup(name, fresh)

MAIN(scratch_make, scratch_remove)
