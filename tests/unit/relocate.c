/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 57 58 61 */
/* Each kind of file with the paths in it changed, byte for byte; RECORD; the old place. */
#include "mend/relocate.h"
#include "formats/dist_rows.h"
#include "plan/moved.h"
#include "test.h"

#define SITE "lib/python3.11/site-packages"
/* The old place; the project that it lay in is gone. */
#define P   "/gone/p"
#define O   P "/env"
#define N   "/n/p/env"
#define PTH SITE "/x.pth"
#define URL SITE "/x.dist-info/direct_url.json"
/* 120 bytes: a launcher's first line has no room for it */
#define LONG                                                                                       \
	"/l23456789/l23456789/l23456789/l23456789/l23456789/l23456789/"                            \
	"l23456789/l23456789/l23456789/l23456789/l23456789/l2345678"
#define KERNEL "share/jupyter/kernels/x/kernel.json"
#define RECORD SITE "/y.dist-info/RECORD"
/* é as virtualenv 21 writes it for sh, and for csh */
#define OCTAL "\"$(unset -f printf 2>/dev/null || :; \\printf '%b' '\\0303\\0251')\""
#define APART "\xc3''\xa9''"
/* how its script for xonsh calls what it needs */
#define PYTHON "__import__('builtins')."
#define EXEC   " \"$0\" \"$@\"\n' '''\n"

// clang-format off
/** A file before and after; NULL: it stays. */
static const struct row {
	const char *file, *from, *to, *text, *wanted;
} rows[] = {
	{ PTH, O, N, O "/src\n" P "/lib\nimport x\n", N "/src\n/n/p/lib\nimport x\n" },
	/* a name that goes on, another project, a new place below the old one */
	{ PTH, O, "/n/e", O "2\n/x" O "\n", NULL },
	{ PTH, O, "/n/p/env2", P "/lib\n", NULL },
	{ PTH, "/gone", "/gone/gone", "/gone/gone/src\n/gone/x\n",
	  "/gone/gone/src\n/gone/gone/x\n" },
	/* a new name that begins with the old one */
	{ PTH, O, P "(1)/env", O "/src\n" P "/lib\n", P "(1)/env/src\n" P "(1)/lib\n" },
	{ PTH, O, O ",v2", O "/src\n" O ",v2/x\n" O ",v\n", O ",v2/src\n" O ",v2/x\n" O ",v2,v\n" },
	{ SITE "/x/x.pth", O, N, O "\n", NULL },
	{ SITE "/x.egg-link", O, N, P "\n.", "/n/p\n." },
	{ SITE "/__editable___x_finder.py", O, N, "M = {'x': '" P "/x'}\n",
	  "M = {'x': '/n/p/x'}\n" },
	{ URL, "/o w/e", N, "\"url\": \"file:///o%20w/e/src\"", "\"url\": \"file://" N "/src\"" },
	{ URL, O, N, "{\"url\": \"https://h" O "\"}", NULL },
	{ KERNEL, O, N, "[\"" O "/bin/p\"]", "[\"" N "/bin/p\"]" },
	/* as uv quotes a URL; a query; a path that is not below */
	{ URL, P "@2/env", "/n@3/env", "{\"url\":\"file://" P "@2\"}\n", "{\"url\":\"file:///n%403\"}\n" },
	{ URL, P " (o)/env", N, "{\"url\":\"file://" P "%20(o)/s#x\"}", "{\"url\":\"file:///n/p/s#x\"}" },
	{ URL, O, O "/n", "\"file://" O "/x\" \"file://" O "/n\" \"file://" O "2\"",
	  "\"file://" O "/n/x\" \"file://" O "/n\" \"file://" O "2\"" },
	/* the escapes of JSON; what is no JSON stays */
	{ KERNEL, "/v\xc3\xa9/e", N, "{\n \"argv\": [\"\\u00e9\\n\", \"/v\\u00e9/e/bin/p\"]}\n",
	  "{\n \"argv\": [\"\\u00e9\\n\", \"" N "/bin/p\"]}\n" },
	{ KERNEL, O, "/n\xc3\xa9", "{\"PATH\": \"/x:" O ":" O "2\"}", "{\"PATH\": \"/x:/n\\u00E9:" O "2\"}" },
	{ KERNEL, O, N, "[\"\\\"" O "\", \"\\z" O "\", \"" O, "[\"\\\"" N "\", \"\\z" O "\", \"" O },
	/* the quotes of CSV, which come and go */
	{ RECORD, O, "/a,b", "x,,\r\n" O "/bin/x,sha256=x,2\n\"x\"\"" O "\",,", "x,,\r\n\"/a,b/bin/x\",sha256=x,2\n\"x\"\"" O "\",," },
	{ RECORD, "/a,b", N, "\"/a,b/bin/\"\"x\",,\n\"/a,b/c\",,", "\"" N "/bin/\"\"x\",,\n" N "/c,," },
	/* launchers: the system's, with a space, too long for a first line */
	{ "bin/x", O, N, "#!" O "/bin/p -E\n# " O "\n", "#!" N "/bin/p -E\n# " O "\n" },
	{ "bin/x", O, N, "#!/bin/sh\nx\n", NULL },
	{ "bin/x", O, N, "#!" O "\nx\n", "#!" N "\nx\n" },
	{ "bin/x", O, O "/n", "#!" O "/bin/p\nx\n", "#!" O "/n/bin/p\nx\n" },
	{ "bin/x", O, O "/n", "#!" O "/n/bin/p\nx\n", NULL },
	{ "bin/x", O, "/n w", "#!" O "/bin/p\nx", "#!/bin/sh\n'''exec' \"/n w/bin/p\"" EXEC "x" },
	{ "bin/x", "/n w", O, "#!/bin/sh\n'''exec' \"/n w/bin/p\" -E" EXEC "x",
	  "#!" O "/bin/p -E\nx" },
	{ "bin/x", O, LONG, "#!" O "/bin/p\nx", "#!/bin/sh\n'''exec' " LONG "/bin/p" EXEC "x" },
	/* activate scripts: in double quotes, bare, in quotes that are no longer needed, uv's */
	{ "bin/activate", O, "/n w", "VIRTUAL_ENV=\"" O "\"\n", "VIRTUAL_ENV=\"/n w\"\n" },
	{ "bin/activate", O, "/n w", "A=" O "\n[ -d " O " ]\nB=$(x " O ")\n",
	  "A='/n w'\n[ -d '/n w' ]\nB=$(x '/n w')\n" },
	{ "bin/activate", "/o w", "/n", "A='/o w'\n", "A=/n\n" },
	{ "bin/activate", O, O " 2", "A=" O "\nB='" O " 2/x'\n", "A='" O " 2'\nB='" O " 2/x'\n" },
	{ "bin/activate", O " 2", O, "A='" O " 2'\n", "A=" O "\n" },
	{ "bin/activate", O, "/n w", "VIRTUAL_ENV='" O "'\n", "VIRTUAL_ENV='/n w'\n" },
	/* a quote that is the end of one path is not the beginning of the next */
	{ "bin/activate", "/o w", "/n", "A='/o w'/o w'\n", "A=/n/n'\n" },
	{ "bin/activate.nu", O, "/n w", "let a = r#'" O "'#\n", "let a = r#'/n w'#\n" },
	/* virtualenv 21's for a path that is not ASCII, which a shell decodes */
	{ "bin/activate", "/a b\xc3\xa9/e", "/n w", "[ -d '/a b'" OCTAL "/e ] &&\nA='/a b'" OCTAL "/e/b\nB=/x" OCTAL "\n",
	  "[ -d '/n w' ] &&\nA='/n w/b'\nB=/x" OCTAL "\n" },
	{ "bin/activate.csh", "/v\xc3\xa9/e", "/v\xc3\xa9", "A='/v" APART "/e'\nB='/v" APART "/e'\"/\"'b'\n",
	  "A='/v\xc3\xa9'\nB='/v\xc3\xa9/b'\n" },
	{ "bin/activate.xsh", "/v\xc3\xa9", "/n", "f(" PYTHON "bytes.fromhex('2f76c3a9'))\n", "f(" PYTHON "bytes.fromhex('2f6e'))\n" },
	{ "bin/activate.xsh", "/+", "/n", "f(''.join(" PYTHON "map(" PYTHON "chr, (47, 43))))\n",
	  "f(" PYTHON "bytes.fromhex('2f6e'))\n" },
	/* prompts of 3.11, 3.14, fish */
	{ "bin/activate", "/o/old", "/n/new", "_PROMPT=\"(old) \"\nPS1=\"(old) ${PS1:-}\"\n",
	  "_PROMPT=\"(new) \"\nPS1=\"(new) ${PS1:-}\"\n" },
	{ "bin/activate", "/o/old", "/n/a b", "_PROMPT=old\nPS1=\"(\"old\") ${PS1:-}\"\n",
	  "_PROMPT='a b'\nPS1=\"(\"'a b'\") ${PS1:-}\"\n" },
	{ "bin/activate.fish", "/o/old", "/n/new", "printf (set_color x) old (set_color y)\n",
	  "printf (set_color x) new (set_color y)\n" },
};
// clang-format on

static void run(const char *from, const char *to)
{
	struct relocation r = { .path = at("e"), .from = from, .to = to, .dir = open_dir("e") };

	assert_int_equal(relocate_look(&r), 0);
	assert_int_equal(relocate_write(&r), 0);
	close(r.dir);
}

static void setup(void)
{
	put("e/bin/ e/share/jupyter/kernels/x/ e/" SITE "/x.dist-info/ e/" SITE
	    "/y.dist-info/ e/" SITE "/x/");
	put_file("e/pyvenv.cfg", "home = /usr/bin\n");
}

TEST(kinds_of_files)
{
	foreach(row, rows) {
		const char *file = path_join("e", row->file), *wanted = row->wanted;

		put_file(file, row->text);
		run(row->from, row->to);
		row_text(row->text, slurp(file), wanted ? wanted : row->text);
		/* Said again, it changes nothing. */
		run(row->from, row->to);
		row_text(row->text, slurp(file), wanted ? wanted : row->text);
		assert_int_equal(unlink(at(file)), 0);
	}
}

/* A file of an unknown kind names the old place; not if that is how the new one begins. */
TEST(others)
{
	static const struct {
		const char *to, *text;
		size_t count;
	} cases[] = {
		{ N, O "\n", 1 },
		{ N, N "\n", 0 },
		{ O " 2", O " 2/x\n", 0 },
		{ O " 2", O " 2/x:" O "\n", 1 },
		{ P "#2/env", P "#2\n", 0 },
		{ P "#2/env", P "\n", 1 },
	};

	put("e/etc/");
	foreach(c, cases) {
		struct relocation r = {
			.path = at("e"), .from = O, .to = c->to, .dir = open_dir("e")
		};

		put_file("e/etc/conf", c->text);
		assert_int_equal(relocate_look(&r), 0);
		row_text(c->text, formatted("%zu", r.others.count), formatted("%zu", c->count));
		close(r.dir);
	}
	assert_int_equal(unlink(at("e/etc/conf")), 0);
}

/* A link into the environment follows, and once only. */
TEST(links)
{
	assert_int_equal(symlink("/gone/lib", at("e/x")), 0);
	for (int i = 0; i < 2; i++) {
		run("/gone", "/gone/gone");
		assert_string_equal(file_link_text(AT_FDCWD, at("e/x")), "/gone/gone/lib");
	}
	assert_int_equal(unlink(at("e/x")), 0);
}

/* A RECORD with the row of X for bin/x, and others, which stay. */
static const char *record(const char *x)
{
	return formatted("../../../bin/x,%s,%zu\n../../../bin/y,sha256=wrong,24\r\n\"a,b\",,\n"
			 "../../../../bin/x,%s,5\nx.dist-info/RECORD,,",
			 dist_row_hash(x, strlen(x)), strlen(x), dist_row_hash("other", 5));
}

/* Rows that were right are right again; line ends, order and other rows stay. */
TEST(records)
{
	const char *x = "#!" O "/bin/python\nx\n", *new = "#!" N "/bin/python\nx\n";
	const char *file = "e/" SITE "/x.dist-info/RECORD";

	put_file("e/bin/x", x);
	put_file("e/bin/y", x);
	put_file(file, record(x));
	run(O, N);
	assert_string_equal(slurp("e/bin/y"), new);
	assert_string_equal(slurp(file), record(new));
	/* Killed after the RECORD: the second run finishes. */
	put_file("e/bin/x", x);
	run(O, N);
	assert_string_equal(slurp("e/bin/x"), new);
	assert_string_equal(slurp(file), record(new));
}

/* As long as anything names the old place, bin/activate does. */
TEST(order)
{
	struct relocation r = { .path = at("e"), .from = O, .to = N, .dir = open_dir("e") };

	put_file("e/bin/activate", "VIRTUAL_ENV=" O "\n");
	put_file("e/" KERNEL, "\"" O "\"");
	assert_int_equal(relocate_look(&r), 0);
	assert_int_equal(rename(at("e/share"), at("e/gone")), 0);
	assert_int_equal(relocate_write(&r), -1);
	assert_string_equal(slurp("e/bin/activate"), "VIRTUAL_ENV=" O "\n");
	close(r.dir);
}

TEST(old_place)
{
	static const char *const cases[][2] = {
		{ "VIRTUAL_ENV=\"/a/raw b\"\n", "/a/raw b" },
		{ "X_VIRTUAL_ENV=/x\n VIRTUAL_ENV=$(x \"/x\")\n export VIRTUAL_ENV=/a\n", "/a" },
		{ "VIRTUAL_ENV=/v" OCTAL "/'e f'\n", "/v\xc3\xa9/e f" },
		{ "VIRTUAL_ENV=/v" OCTAL "\"$(x)\"\n", NULL },
		{ "VIRTUAL_ENV=/v\"$(unset -f printf 2>/dev/null || :; \\printf '%b' '\\0057')\"\n",
		  NULL },
		{ "VIRTUAL_ENV=/v\"$(unset -f printf 2>/dev/null || :; \\printf '%b' '')\"\n",
		  NULL },
		{ "VIRTUAL_ENV=\"$(dirname x)\"\n", NULL },
		{ "VIRTUAL_ENV=/a/../b\n", NULL },
	};

	put("b/bin/");
	foreach(row, cases) {
		int dir = open_dir("b");
		const char *old;

		put_file("b/bin/activate", (*row)[0]);
		assert_int_equal(moved_old_path(dir, at("b"), &old), 0);
		row_text((*row)[0], old, (*row)[1]);
		close(dir);
	}
}

MAIN(setup)
