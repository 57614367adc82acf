/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 57 58 61 */
/* Each kind of file with the paths in it changed, byte for byte; RECORD; the old place. */
#include "mend/relocate.h"
#include "build/record_csv.h"
#include "core/mem.h"
#include "scratch.h"

#define SITE "lib/python3.11/site-packages"
/* The old place; the project that it lay in is gone. */
#define P "/gone/p"
#define O P "/env"
/* 120 bytes: a launcher's first line has no room for it */
#define LONG                                                                                       \
	"/l23456789/l23456789/l23456789/l23456789/l23456789/l23456789/"                            \
	"l23456789/l23456789/l23456789/l23456789/l23456789/l2345678"
#define EXEC " \"$0\" \"$@\"\n' '''\n"

// clang-format off
/** A file before and after; NULL: it stays. */
static const struct row {
	const char *name, *file, *from, *to, *text, *wanted;
} rows[] = {
	{ "pth", SITE "/x.pth", O, "/n/p/env", O "/src\n" P "/lib\nimport x\n", "/n/p/env/src\n/n/p/lib\nimport x\n" },
	{ "pth: a name that goes on", SITE "/x.pth", O, "/n/e", O "2\n/x" O "\n", NULL },
	{ "pth: another project", SITE "/x.pth", O, "/n/p/env2", P "/lib\n", NULL },
	{ "pth: twice", SITE "/x.pth", "/gone", "/gone/gone", "/gone/gone/src\n/gone/x\n", "/gone/gone/src\n/gone/gone/x\n" },
	{ "a package's own", SITE "/x/x.pth", O, "/n/p/env", O "\n", NULL },
	{ "egg-link", SITE "/x.egg-link", O, "/n/p/env", P "\n.", "/n/p\n." },
	{ "finder", SITE "/__editable___x_finder.py", O, "/n/p/env", "M = {'x': '" P "/x'}\n", "M = {'x': '/n/p/x'}\n" },
	{ "url", SITE "/x.dist-info/direct_url.json", "/o w/e", "/n/e", "{\"url\": \"file:///o%20w/e/src\"}", "{\"url\": \"file:///n/e/src\"}" },
	{ "url: others", SITE "/x.dist-info/direct_url.json", O, "/n/p/env", "{\"url\": \"https://h" O "\"}", NULL },
	{ "kernel", "share/jupyter/kernels/x/kernel.json", O, "/n/e", "[\"" O "/bin/python\"]", "[\"/n/e/bin/python\"]" },
	{ "launcher", "bin/x", O, "/n/e", "#!" O "/bin/python3 -E\n# " O "\n", "#!/n/e/bin/python3 -E\n# " O "\n" },
	{ "launcher: the system's", "bin/x", O, "/n/e", "#!/bin/sh\nx\n", NULL },
	{ "launcher: a space", "bin/x", O, "/n w", "#!" O "/bin/python\nx", "#!/bin/sh\n'''exec' \"/n w/bin/python\"" EXEC "x" },
	{ "launcher: and back", "bin/x", "/n w", O, "#!/bin/sh\n'''exec' \"/n w/bin/python\" -E" EXEC "x", "#!" O "/bin/python -E\nx" },
	{ "launcher: too long", "bin/x", O, LONG, "#!" O "/bin/python\nx", "#!/bin/sh\n'''exec' " LONG "/bin/python" EXEC "x" },
	{ "sh", "bin/activate", O, "/n w", "VIRTUAL_ENV=\"" O "\"\n", "VIRTUAL_ENV=\"/n w\"\n" },
	{ "sh: bare", "bin/activate", O, "/n w", "A=" O "\nA=$(cygpath " O ")\n[ -d " O " ]\n", "A='/n w'\nA=$(cygpath '/n w')\n[ -d '/n w' ]\n" },
	{ "sh: quoted, no longer needed", "bin/activate", "/o w", "/n", "A='/o w'\n", "A=/n\n" },
	{ "sh: uv's", "bin/activate", O, "/n w", "VIRTUAL_ENV='" O "'\n", "VIRTUAL_ENV='/n w'\n" },
	{ "prompt", "bin/activate", "/o/old", "/n/new", "VIRTUAL_ENV_PROMPT=\"(old) \"\nPS1=\"(old) ${PS1:-}\"\n", "VIRTUAL_ENV_PROMPT=\"(new) \"\nPS1=\"(new) ${PS1:-}\"\n" },
	{ "prompt: 3.14", "bin/activate", "/o/old", "/n/a b", "VIRTUAL_ENV_PROMPT=old\nPS1=\"(\"old\") ${PS1:-}\"\n", "VIRTUAL_ENV_PROMPT='a b'\nPS1=\"(\"'a b'\") ${PS1:-}\"\n" },
	{ "prompt: fish", "bin/activate.fish", "/o/old", "/n/new", "printf (set_color x) old (set_color y)\n", "printf (set_color x) new (set_color y)\n" },
	{ "nu", "bin/activate.nu", O, "/n w", "let a = r#'" O "'#\n", "let a = r#'/n w'#\n" },
};
// clang-format on

static struct relocation run(const char *from, const char *to)
{
	struct relocation r = { .path = at("e"), .from = from, .to = to, .dir = open_dir("e") };

	assert_int_equal(relocate_look(&r), 0);
	assert_int_equal(relocate_write(&r), 0);
	close(r.dir);
	return r;
}

static void begin(void)
{
	put("e/ e/bin/");
	put_file("e/pyvenv.cfg", "home = /usr/bin\n");
	put_dirs("e/share/jupyter/kernels/x");
	put_dirs("e/" SITE "/x.dist-info");
	put_dirs("e/" SITE "/x");
}

TEST(kinds_of_files)
{
	begin();
	foreach(row, rows) {
		const char *file = path_join("e", row->file), *wanted = row->wanted;

		put_file(file, row->text);
		run(row->from, row->to);
		row_text(row->name, slurp(file), wanted ? wanted : row->text);
		/* Said again, it changes nothing. */
		run(row->from, row->to);
		row_text(row->name, slurp(file), wanted ? wanted : row->text);
		assert_int_equal(unlink(at(file)), 0);
	}
}

/* Rows that were right are right again; line ends, order and other rows stay. */
TEST(records)
{
	const char *x = "#!" O "/bin/python\nx\n", *new = "#!/n/env/bin/python\nx\n";
	struct buf b = BUF_INIT, wanted = BUF_INIT;

	begin();
	for (int i = 0; i < 2; i++) {
		struct buf *out = i ? &wanted : &b;
		const char *text = i ? new : x;

		buf_putl(out, "../../../bin/x,", record_hash(text, strlen(text)), ",");
		buf_putu(out, strlen(text));
		buf_puts(out, "\n../../../bin/y,sha256=wrong,24\r\n\"a,b\",,\n../../../../bin/x,");
		buf_putl(out, record_hash(x, strlen(x)), ",5\nx.dist-info/RECORD,,");
	}
	put_file("e/bin/x", x);
	put_file("e/bin/y", x);
	put_file("e/" SITE "/x.dist-info/RECORD", b.data);
	run(O, "/n/env");
	assert_string_equal(slurp("e/bin/y"), new);
	assert_string_equal(slurp("e/" SITE "/x.dist-info/RECORD"), wanted.data);
	/* Killed after the RECORD: the second run finishes. */
	put_file("e/bin/x", x);
	run(O, "/n/env");
	assert_string_equal(slurp("e/bin/x"), new);
	assert_string_equal(slurp("e/" SITE "/x.dist-info/RECORD"), wanted.data);
}

/* As long as anything names the old place, bin/activate does. */
TEST(order)
{
	struct relocation r = { .path = at("e"), .from = O, .to = "/n/env" };

	begin();
	r.dir = open_dir("e");
	put_file("e/bin/activate", "VIRTUAL_ENV=" O "\n");
	put_file("e/share/jupyter/kernels/x/kernel.json", O);
	assert_int_equal(relocate_look(&r), 0);
	assert_int_equal(rename(at("e/share"), at("e/gone")), 0);
	assert_int_equal(relocate_write(&r), -1);
	assert_string_equal(slurp("e/bin/activate"), "VIRTUAL_ENV=" O "\n");
	assert_int_equal(unlink(at("e/gone/jupyter/kernels/x/kernel.json")), 0);
	close(r.dir);
}

TEST(links_and_others)
{
	char end[PATH_MAX] = "";
	struct relocation r;

	put("e/ e/bin/ e/etc/ e/bin/python>/usr/bin/python3 e/lib64>" O "/lib");
	put_file("e/etc/conf", "root = " O "\n");
	put_file("e/etc/other", "root = " O "2\n");
	put_mode("e/etc/conf", 0640);
	r = run(O, "/n/env");
	assert_true(readlink(at("e/lib64"), end, sizeof(end) - 1) > 0);
	assert_string_equal(end, "/n/env/lib");
	assert_int_equal(r.others.count, 1);
	assert_string_equal(r.others.list[0], "etc/conf");
	assert_string_equal(slurp("e/etc/conf"), "root = " O "\n");
}

TEST(old_place)
{
	static const struct {
		const char *activate, *wanted;
	} cases[] = {
		{ "VIRTUAL_ENV=\"/a/raw b\"\n", "/a/raw b" },
		{ "X_VIRTUAL_ENV=/x\n  VIRTUAL_ENV=$(cygpath \"/x\")\n  export VIRTUAL_ENV=/a\n",
		  "/a" },
		{ "VIRTUAL_ENV=\"$(dirname x)\"\n", NULL },
		{ "VIRTUAL_ENV=/a/../b\n", NULL },
	};

	put("b/ b/bin/");
	foreach(row, cases) {
		int dir = open_dir("b");
		const char *old;

		put_file("b/bin/activate", row->activate);
		assert_int_equal(relocate_old_path(dir, at("b"), &old), 0);
		row_text(row->activate, old ? old : "-", row->wanted ? row->wanted : "-");
		close(dir);
	}
}

MAIN(scratch_make, scratch_remove)
