/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 57 58 */
/* Each kind of file with the paths in it changed, byte for byte. */
#include "cli/relocate.h"
#include "build/record_csv.h"
#include "core/mem.h"
#include "scratch.h"

/** A file before and after O moves to N. */
struct row {
	const char *name;
	bake *bake;
	const char *from, *to, *text, *wanted;
};

#define O "/old/env"
#define N "/new/place"
/* 120 bytes: a launcher's first line has no room for it */
#define LONG                                                                                       \
	"/l23456789/l23456789/l23456789/l23456789/l23456789/l23456789/"                            \
	"l23456789/l23456789/l23456789/l23456789/l23456789/l2345678"
#define EXEC " \"$0\" \"$@\"\n' '''\n"

// clang-format off
static const struct row rows[] = {
	{ "line: the path", bake_lines, O, N, O "\n", N "\n" },
	{ "line: below it", bake_lines, O, N, O "/src\n./x\n", N "/src\n./x\n" },
	{ "line: a name that goes on", bake_lines, O, N, O "2/src\n", O "2/src\n" },
	{ "line: code is none", bake_lines, O, N, "import x; x('" O "')\n",
	  "import x; x('" O "')\n" },
	{ "cfg: command's tail", bake_cfg, O, N,
	  "home = /usr/bin\ncommand = /usr/bin/python3 -m venv --clear " O "\n",
	  "home = /usr/bin\ncommand = /usr/bin/python3 -m venv --clear " N "\n" },
	{ "cfg: only its own values", bake_cfg, O, N,
	  "home=" O "/py/bin\nbase-prefix = /old\nexecutable = " O "/py/bin/python\r\nno value\n",
	  "home=" N "/py/bin\nbase-prefix = /old\nexecutable = " N "/py/bin/python\r\nno value\n" },
	{ "launcher: one line", bake_launcher, O, N,
	  "#!" O "/bin/python3\nimport re\n# " O "\n",
	    "#!" N "/bin/python3\nimport re\n# " O "\n" },
	{ "launcher: the system's", bake_launcher, O, N, "#!/bin/sh\nx\n", "#!/bin/sh\nx\n" },
	{ "launcher: a path with a space", bake_launcher, O, "/n w",
	  "#!" O "/bin/python\nx", "#!/bin/sh\n'''exec' \"/n w/bin/python\"" EXEC "x" },
	{ "launcher: and back", bake_launcher, "/n w", O,
	  "#!/bin/sh\n'''exec' \"/n w/bin/python\" -E" EXEC "x", "#!" O "/bin/python -E\nx" },
	{ "launcher: a path that is too long", bake_launcher, O, LONG,
	  "#!" O "/bin/python\nx", "#!/bin/sh\n'''exec' " LONG "/bin/python" EXEC "x" },
	{ "sh: raw", bake_shell, O, N, "VIRTUAL_ENV=\"" O "\"\n", "VIRTUAL_ENV=\"" N "\"\n" },
	{ "sh: raw, one that would run", bake_shell, O, "/n$(x)'", "A=\"" O "\"\n",
	  "A='/n$(x)'\"'\"''\n" },
	{ "sh: bare", bake_shell, O, N, "A=" O "\nB=" O "/bin:$B\n", "A=" N "\nB=" N "/bin:$B\n" },
	{ "sh: quoted", bake_shell, "/o w", "/n w", "A='/o w'/bin\n", "A='/n w'/bin\n" },
	{ "sh: quoted, no longer needed", bake_shell, "/o w", N, "A='/o w' B='/o w/x'\n",
	  "A=" N " B='" N "/x'\n" },
	{ "sh: quoted, a quote", bake_shell, "/o'w", "/n'w",
	  "A='/o'\"'\"'w'\n", "A='/n'\"'\"'w'\n" },
	{ "sh: a comment's apostrophe", bake_shell, O, N,
	  "# can't\nA=\"" O "\" # isn't\nB='" O "'\n",
	    "# can't\nA=\"" N "\" # isn't\nB='" N "'\n" },
	{ "csh: history", bake_csh, O, "/n!\\w", "setenv A '" O "'\n",
	  "setenv A '/n'\\!''\\\\'w'\n" },
	{ "prompt: 3.13", bake_shell, O, N,
	  "VIRTUAL_ENV_PROMPT=\"env\"\nPS1=\"(env) ${PS1:-}\"\n",
	  "VIRTUAL_ENV_PROMPT=\"place\"\nPS1=\"(place) ${PS1:-}\"\n" },
	{ "prompt: 3.14", bake_shell, O, "/n/a b",
	  "VIRTUAL_ENV_PROMPT=env\nPS1=\"(\"env\") ${PS1:-}\"\n",
	  "VIRTUAL_ENV_PROMPT='a b'\nPS1=\"(\"'a b'\") ${PS1:-}\"\n" },
	{ "fish: 3.14", bake_fish, O, N,
	  "set -gx VIRTUAL_ENV_PROMPT env\nprintf (set_color x) env (set_color y)\n",
	  "set -gx VIRTUAL_ENV_PROMPT place\nprintf (set_color x) place (set_color y)\n" },
	{ "xonsh", bake_python, O, "/n'w", "a = '" O "'\n", "a = '/n\\'w'\n" },
	{ "nu", bake_plain, O, N, "let a = r#'" O "'#\n", "let a = r#'" N "'#\n" },
	{ "bat: a space", bake_plain, O, "/n w", "@set \"A=" O "\"\n", "@set \"A=/n w\"\n" },
	{ "plain: nothing is guessed", bake_plain, O, "/n'w", "a = '" O "'\n", "a = '" O "'\n" },
	{ "plain: a name that goes on", bake_plain, O, N, "'" O "-2' '" O ".d' '/x" O "'\n",
	  "'" O "-2' '" O ".d' '/x" O "'\n" },
	{ "python: literals", bake_python, O, N,
	  "MAPPING = {'a': '" O "/src/a', 'b': \"" O "\", 'c': '" O "2'}",
	  "MAPPING = {'a': '" N "/src/a', 'b': \"" N "\", 'c': '" O "2'}" },
	{ "json", bake_json, O, N,
	  "{\"argv\": [\"" O "/bin/python\", \"-m\", \"" O "2\"]}",
	  "{\"argv\": [\"" N "/bin/python\", \"-m\", \"" O "2\"]}" },
	{ "url", bake_urls, "/o w", "/n w",
	  "{\"dir_info\": {}, \"url\": \"file:///o%20w/src\"}",
	    "{\"dir_info\": {}, \"url\": \"file:///n%20w/src\"}" },
	{ "url: others", bake_urls, O, N,
	  "{\"url\": \"https://h" O "\", \"x\": \"file://" O "2\"}",
	    "{\"url\": \"https://h" O "\", \"x\": \"file://" O "2\"}" },
};
// clang-format on

static const char *baked(const struct row *row)
{
	struct baking b = { .from = row->from, .to = row->to };
	struct buf out = BUF_INIT;

	b.old_name = path_base(row->from);
	b.new_name = path_base(row->to);
	row->bake(&b, row->text, strlen(row->text), &out);
	assert_int_equal(strlen(out.data), out.len);
	return out.data;
}

TEST(kinds_of_files)
{
	foreach(row, rows)
		row_text(row->name, baked(row), row->wanted);
}

TEST(moved_twice)
{
	foreach(r, rows) {
		struct row again = *r;

		if (path_under(again.to, again.from))
			continue;
		again.text = again.wanted;
		row_text(again.name, baked(&again), again.wanted);
	}
}

static void check_link(const char *name, const char *target)
{
	char end[PATH_MAX] = "";

	assert_true(readlink(at(name), end, sizeof(end) - 1) > 0);
	assert_string_equal(end, target);
}

#define SITE "e/lib/python3.11/site-packages"

static void put_tree(void)
{
	put("e/ e/bin/ e/bin/python>/usr/bin/python3 e/lib64>" O "/lib e/etc/");
	put_dirs(SITE "/x.dist-info");
	put_file("e/pyvenv.cfg", "home = /usr/bin\ncommand = p -m venv " O "\n");
	put_file("e/bin/x", "#!" O "/bin/python\nx\n");
	put_mode("e/bin/x", 0750);
	put_file("e/bin/y", "#!" O "/bin/python\ny\n");
	put_file("e/bin/other", "#!/bin/sh\necho " O "\n");
	put_file("e/etc/conf", "a\n  root = " O " \r\n\nb " O "2\n" O "/x " O);
	put_bytes("e/etc/data", "a\0" O, sizeof("a\0" O));
	put_file(SITE "/m.pyc", O);
}

/* Rows of RECORD: right, wrong and without a hash. */
static void put_record(void)
{
	const char *x = "#!" O "/bin/python\nx\n";
	struct buf b = BUF_INIT;

	buf_putl(&b, "../../../bin/x,", record_hash(x, strlen(x)), ",", NULL);
	buf_putu(&b, strlen(x));
	buf_puts(&b, "\r\n../../../bin/y,sha256=wrong,24\r\nx.dist-info/RECORD,,\r\n");
	put_file(SITE "/x.dist-info/RECORD", b.data);
}

static struct relocation run(const char *from, const char *to, bool quick)
{
	const char *const list[] = { from, NULL };
	struct relocation r = { .path = at("e"), .from = list, .to = to, .quick = quick };

	r.dir = open_dir("e");
	assert_int_equal(relocate(&r), 0);
	close(r.dir);
	return r;
}

TEST(a_tree)
{
	static const struct {
		const char *file;
		unsigned line;
	} left[] = {
		{ "bin/other", 2 },
		{ "etc/conf", 2 },
		{ "etc/conf", 5 },
		{ "etc/data", 0 },
	};
	const char *x = "#!" N "/bin/python\nx\n";
	struct relocation r;

	put_tree();
	put_record();
	r = run(O, N, false);
	assert_int_equal(r.rewritten, 5);
	assert_string_equal(slurp("e/bin/x"), x);
	assert_int_equal(mode_of("e/bin/x"), 0750);
	assert_string_equal(slurp("e/pyvenv.cfg"), "home = /usr/bin\ncommand = p -m venv " N "\n");
	check_link("e/lib64", N "/lib");
	check_link("e/bin/python", "/usr/bin/python3");
	assert_non_null(strstr(slurp(SITE "/x.dist-info/RECORD"), record_hash(x, strlen(x))));
	assert_non_null(strstr(slurp(SITE "/x.dist-info/RECORD"), "bin/y,sha256=wrong,24\r\n"));

	assert_int_equal(r.left_count, ARRAY_SIZE(left));
	for (size_t i = 0; i < r.left_count; i++) {
		row_text(left[i].file, r.left[i].file, left[i].file);
		row_int(left[i].file, r.left[i].line, left[i].line);
	}
	assert_int_equal(run(O, N, true).rewritten, 0);
}

/* Lines of a RECORD by uv end with LF. */
TEST(line_ends)
{
	const char *x = "#!" O "/bin/python\nx\n";
	struct buf b = BUF_INIT;

	put_file("e/bin/x", x);
	buf_putl(&b, "../../../bin/x,", record_hash(x, strlen(x)), ",", NULL);
	buf_putu(&b, strlen(x));
	buf_putc(&b, '\n');
	put_file(SITE "/x.dist-info/RECORD", b.data);
	assert_int_equal(run(O, N, true).rewritten, 2);
	assert_null(strchr(slurp(SITE "/x.dist-info/RECORD"), '\r'));
}

/* Killed when RECORD was written: the second run finishes. */
TEST(a_second_run)
{
	const char *record;

	record = slurp(SITE "/x.dist-info/RECORD");
	put_file("e/bin/x", "#!" O "/bin/python\nx\n");
	assert_int_equal(run(O, N, true).rewritten, 1);
	assert_string_equal(slurp(SITE "/x.dist-info/RECORD"), record);
}

/* The path at which an environment was made, from its files. */
TEST(old_path)
{
	static const struct {
		const char *activate, *cfg, *launcher, *wanted;
	} cases[] = {
		{ "VIRTUAL_ENV=\"/a/raw b\"\n", "", "", "/a/raw b" },
		{ "  VIRTUAL_ENV=$(cygpath \"/x\")\n  export VIRTUAL_ENV=/a\n",
		  "command = p -m venv /b\n", "", "/a" },
		{ "VIRTUAL_ENV='/a'\"'\"'s'\nexport VIRTUAL_ENV\n", "", "", "/a's" },
		{ "VIRTUAL_ENV=\"$(dirname x)\"\n",
		  "command = p -m venv --prompt=\"a /b\" --clear /c d\n", "", "/c d" },
		{ "", "command = p -m virtualenv /c\n", "", "/c" },
		{ "", "command = p -m venv sub\n", "#!/d/bin/python\n", "/d" },
		{ "", "", "#!/usr/bin/python3\n", NULL },
		{ "", "home = /d/bin\n", "#!/d/bin/python\n", NULL },
		{ "VIRTUAL_ENV=/a/../b\n", "", "#!/d/bin/python\n", "/d" },
	};

	put("b/ b/bin/");
	foreach(row, cases) {
		int dir = open_dir("b");

		put_file("b/bin/activate", row->activate);
		put_file("b/pyvenv.cfg", row->cfg);
		put_file("b/bin/run", row->launcher);
		row_text(row->activate, relocate_baked(dir, at("b")), row->wanted);
		close(dir);
	}
}

MAIN(scratch_make, scratch_remove)
