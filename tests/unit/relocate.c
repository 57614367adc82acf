/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kind of file with the paths in it changed, to the byte. */
#include "cli/relocate.h"
#include "cli/record_csv.h"
#include "cli/relocate_parts.h"
#include "core/mem.h"
#include "scratch.h"

/** What a file becomes when O moves to N. */
struct row {
	const char *name;
	bake *bake;
	const char *from, *to, *text, *wanted;
};

#define O "/old/env"
#define N "/new/place"
/* 120 bytes: a launcher's first line has no room for it */
#define LONG                                                                   \
	"/l23456789/l23456789/l23456789/l23456789/l23456789/l23456789/"        \
	"l23456789/l23456789/l23456789/l23456789/l23456789/l2345678"
#define EXEC " \"$0\" \"$@\"\n' '''\n"

// clang-format off
static const struct row rows[] = {
	/* whole components only */
	{ "line: the path", bake_lines, O, N, O "\n", N "\n" },
	{ "line: below it", bake_lines, O, N, O "/src\n./x\n", N "/src\n./x\n" },
	{ "line: a name that goes on", bake_lines, O, N, O "2/src\n", O "2/src\n" },
	{ "line: a relative one", bake_lines, O, N, "x" O "\n", "x" O "\n" },
	{ "line: CRLF, none at the end", bake_lines, O, N, O "\r\n" O "/a b", N "\r\n" N "/a b" },
	{ "line: code is none", bake_lines, O, N, "import x; x('" O "')\n", "import x; x('" O "')\n" },
	{ "line: nothing", bake_lines, O, N, "", "" },
	{ "line: empty ones", bake_lines, O, N, "\n" O "\n \n" O "\n", "\n" N "\n \n" N "\n" },

	{ "cfg: command's tail", bake_cfg, O, N,
	  "home = /usr/bin\ncommand = /usr/bin/python3 -m venv --clear " O "\n",
	  "home = /usr/bin\ncommand = /usr/bin/python3 -m venv --clear " N "\n" },
	{ "cfg: command of the environment itself", bake_cfg, O, N,
	  "command = " O "/bin/python -m venv " O "\n",
	  "command = " N "/bin/python -m venv " N "\n" },
	{ "cfg: command of another one", bake_cfg, O, N,
	  "command = " O "2/bin/python -m venv " O "2\n",
	  "command = " O "2/bin/python -m venv " O "2\n" },
	{ "cfg: only its own values", bake_cfg, O, N,
	  "home=" O "/py/bin\nbase-prefix = /old\nexecutable = " O "/py/bin/python\r\nno value\n",
	  "home=" N "/py/bin\nbase-prefix = /old\nexecutable = " N "/py/bin/python\r\nno value\n" },
	{ "cfg: an empty value", bake_cfg, O, N, "prompt =\nhome = " O "\nx = \n", "prompt =\nhome = " N "\nx = \n" },

	{ "launcher: one line", bake_launcher, O, N,
	  "#!" O "/bin/python3\nimport re\n# " O "\n", "#!" N "/bin/python3\nimport re\n# " O "\n" },
	{ "launcher: arguments", bake_launcher, O, N,
	  "#!" O "/bin/python -sE\nx", "#!" N "/bin/python -sE\nx" },
	{ "launcher: another environment's", bake_launcher, O, N,
	  "#!" O "2/bin/python\nx", "#!" O "2/bin/python\nx" },
	{ "launcher: the system's", bake_launcher, O, N, "#!/bin/sh\nx\n", "#!/bin/sh\nx\n" },
	{ "launcher: a path with a space", bake_launcher, O, "/n w",
	  "#!" O "/bin/python\nx", "#!/bin/sh\n'''exec' \"/n w/bin/python\"" EXEC "x" },
	{ "launcher: and back", bake_launcher, "/n w", O,
	  "#!/bin/sh\n'''exec' \"/n w/bin/python\" -E" EXEC "x", "#!" O "/bin/python -E\nx" },
	{ "launcher: a path that is too long", bake_launcher, O, LONG,
	  "#!" O "/bin/python\nx", "#!/bin/sh\n'''exec' " LONG "/bin/python" EXEC "x" },
	{ "launcher: and back", bake_launcher, LONG, O,
	  "#!/bin/sh\n'''exec' " LONG "/bin/python" EXEC "x", "#!" O "/bin/python\nx" },
	{ "launcher: three lines are for Python alone", bake_launcher, O, "/n w",
	  "#!" O "/bin/node\nx", "#!" O "/bin/node\nx" },
	{ "launcher: and for PyPy", bake_launcher, O, "/n w",
	  "#!" O "/bin/pypy3\nx", "#!/bin/sh\n'''exec' \"/n w/bin/pypy3\"" EXEC "x" },
	{ "launcher: another program of the environment", bake_launcher, O, N,
	  "#!" O "/bin/node\nx", "#!" N "/bin/node\nx" },
	{ "launcher: uv's relocatable form", bake_launcher, O, N,
	  "#!/bin/sh\n'''exec' \"$(dirname -- \"$(realpath -- \"$0\")\")\"/'python' \"$0\" \"$@\"\n' '''\n",
	  "#!/bin/sh\n'''exec' \"$(dirname -- \"$(realpath -- \"$0\")\")\"/'python' \"$0\" \"$@\"\n' '''\n" },
	{ "launcher: setuptools' develop", bake_launcher, O, N,
	  "#!" O "/bin/python\n# EASY-INSTALL-DEV-SCRIPT: 'x==1','x.py'\n__file__ = '" O "/src/x.py'\n",
	  "#!" N "/bin/python\n# EASY-INSTALL-DEV-SCRIPT: 'x==1','x.py'\n__file__ = '" N "/src/x.py'\n" },
	{ "launcher: no line end", bake_launcher, O, N, "#!" O "/bin/python", "#!" O "/bin/python" },

	{ "sh: raw", bake_shell, O, N, "VIRTUAL_ENV=\"" O "\"\n", "VIRTUAL_ENV=\"" N "\"\n" },
	{ "sh: cygpath", bake_shell, O, N,
	  "    VIRTUAL_ENV=$(cygpath \"" O "\")\n", "    VIRTUAL_ENV=$(cygpath \"" N "\")\n" },
	{ "sh: raw, a space", bake_shell, O, "/n w", "A=\"" O "\"\n", "A=\"/n w\"\n" },
	{ "sh: raw, one that would run", bake_shell, O, "/n$(x)'", "A=\"" O "\"\n", "A='/n$(x)'\"'\"''\n" },
	{ "sh: raw, such a one within more", bake_shell, O, "/n$x",
	  "A=\"$B:" O "/bin\"\n", "A=\"$B:\"'/n$x'\"/bin\"\n" },
	{ "sh: raw, such a one was there", bake_shell, "/o$x", N, "A=\"/o$x\"\n", "A=\"" N "\"\n" },
	{ "sh: bare", bake_shell, O, N, "A=" O "\nB=" O "/bin:$B\n", "A=" N "\nB=" N "/bin:$B\n" },
	{ "sh: bare, a space", bake_shell, O, "/n w", "A=" O "\n", "A='/n w'\n" },
	{ "sh: bare, a name that goes on", bake_shell, O, N, "A=" O "2 B=/x" O "\n", "A=" O "2 B=/x" O "\n" },
	{ "sh: quoted", bake_shell, "/o w", "/n w", "A='/o w'/bin\n", "A='/n w'/bin\n" },
	{ "sh: quoted, no longer needed", bake_shell, "/o w", N, "A='/o w' B='/o w/x'\n", "A=" N " B='" N "/x'\n" },
	{ "sh: quoted, always", bake_shell, O, N, "A='" O "'\n", "A='" N "'\n" },
	{ "sh: quoted, a quote", bake_shell, "/o'w", "/n'w",
	  "A='/o'\"'\"'w'\n", "A='/n'\"'\"'w'\n" },
	{ "sh: quoted, a name that goes on with a quote", bake_shell, "/o w", N,
	  "A='/o w'\"'\"'s'\n", "A='/o w'\"'\"'s'\n" },
	{ "sh: quoted, a name that goes on", bake_shell, "/o w", N, "A='/o w 2'\n", "A='/o w 2'\n" },
	{ "sh: quoted, the end of another path", bake_shell, O, N,
	  "A=\"/x" O "\" B='$C" O "'\n", "A=\"/x" O "\" B='$C" O "'\n" },
	{ "sh: quoted, in a list", bake_shell, O, N,
	  "A=\"$B:" O ":" O "/b\"\n", "A=\"$B:" N ":" N "/b\"\n" },
	{ "sh: quoted, the quotes end nowhere", bake_shell, O, N, "A=\"" O, "A=\"" O },
	{ "sh: a # that begins no comment", bake_shell, O, N,
	  "[ $# = 0 ] && A=\" # $B:" O "/bin\"\n", "[ $# = 0 ] && A=\" # $B:" N "/bin\"\n" },
	{ "sh: a line that goes on", bake_shell, O, N, "A=x \\\n  B=" O " \\", "A=x \\\n  B=" N " \\" },
	{ "sh: a comment's apostrophe", bake_shell, O, N,
	  "# can't\nA=\"" O "\" # isn't\nB='" O "'\n", "# can't\nA=\"" N "\" # isn't\nB='" N "'\n" },
	{ "csh", bake_shell, O, N,
	  "source '" O "'\"/\"'bin'\"/deactivate.csh\"\n", "source '" N "'\"/\"'bin'\"/deactivate.csh\"\n" },
	{ "csh: history", bake_csh, O, "/n!\\w", "setenv A '" O "'\n", "setenv A '/n'\\!''\\\\'w'\n" },
	{ "csh: as virtualenv has it", bake_csh, "/o!\\x", N, "setenv A '/o'\\!''\\\\'x'\n", "setenv A " N "\n" },
	{ "csh: as venv has it", bake_csh, "/o!\\x", N, "setenv A '/o!\\x'\n", "setenv A " N "\n" },
	{ "csh: as create has it", bake_csh, "/o!\\x", N, "setenv A '/o'\\!'\\x'\n", "setenv A " N "\n" },
	{ "csh: a quote apart", bake_csh, "/o'x", N, "setenv A '/o'\\''x'\n", "setenv A " N "\n" },
	{ "csh: a name that goes on", bake_csh, "/o w", N, "setenv A '/o w'\\!'s'\n", "setenv A '/o w'\\!'s'\n" },

	{ "prompt: 3.7", bake_shell, O, N,
	  "if [ \"x(env) \" != x ] ; then\n\tPS1=\"(env) ${PS1:-}\"\n",
	  "if [ \"x(place) \" != x ] ; then\n\tPS1=\"(place) ${PS1:-}\"\n" },
	{ "prompt: 3.7 in csh", bake_shell, O, N,
	  "if (\"env\" != \"\") then\n  set env_name = \"env\"\n",
	  "if (\"place\" != \"\") then\n  set env_name = \"place\"\n" },
	{ "prompt: 3.13", bake_shell, O, N,
	  "VIRTUAL_ENV_PROMPT=\"env\"\nPS1=\"(env) ${PS1:-}\"\n",
	  "VIRTUAL_ENV_PROMPT=\"place\"\nPS1=\"(place) ${PS1:-}\"\n" },
	{ "prompt: Debian", bake_shell, O, "/n/a b",
	  "PS1='(env) '\"${PS1:-}\"\n", "PS1='(a b) '\"${PS1:-}\"\n" },
	{ "prompt: 3.14", bake_shell, O, "/n/a b",
	  "VIRTUAL_ENV_PROMPT=env\nPS1=\"(\"env\") ${PS1:-}\"\n",
	  "VIRTUAL_ENV_PROMPT='a b'\nPS1=\"(\"'a b'\") ${PS1:-}\"\n" },
	{ "prompt: raw, one that would run", bake_shell, O, "/n/$x",
	  "PS1=\"(env) ${PS1:-}\"\n", "PS1=\"(\"'$x'\") ${PS1:-}\"\n" },
	{ "prompt: elsewhere the name is a word", bake_shell, "/old/deactivate", N,
	  "deactivate () {\n  unset -f deactivate\n  echo \"deactivate\"\n  export PS1\n}\n",
	  "deactivate () {\n  unset -f deactivate\n  echo \"deactivate\"\n  export PS1\n}\n" },
	{ "prompt: only the name as a whole", bake_shell, O, N,
	  "PS1=\"(env2) $environment\" PROMPT='env 2'\n", "PS1=\"(env2) $environment\" PROMPT='env 2'\n" },
	{ "prompt: bare between quotes", bake_shell, O, "/n/a b",
	  "set prompt = '('env') '\n", "set prompt = '(''a b'') '\n" },

	{ "fish: 3.13", bake_fish, O, N,
	  "set -gx VIRTUAL_ENV \"" O "\"\nprintf \"%s(%s)%s \" (set_color 4B8BBE) \"env\" (set_color normal)\n",
	  "set -gx VIRTUAL_ENV \"" N "\"\nprintf \"%s(%s)%s \" (set_color 4B8BBE) \"place\" (set_color normal)\n" },
	{ "fish: 3.14", bake_fish, O, N,
	  "set -gx VIRTUAL_ENV_PROMPT env\nprintf \"%s(%s)%s \" (set_color 4B8BBE) env (set_color normal)\n",
	  "set -gx VIRTUAL_ENV_PROMPT place\nprintf \"%s(%s)%s \" (set_color 4B8BBE) place (set_color normal)\n" },
	{ "fish: a backslash", bake_fish, O, "/n\\'w", "set A '" O "'\n", "set A '/n\\\\'\"'\"'w'\n" },
	{ "fish: a backslash that is there", bake_fish, "/o\\x", N, "set A '/o\\\\x'\n", "set A " N "\n" },
	{ "fish: at the end", bake_fish, "/o\\", N, "set A '/o\\\\'/x\n", "set A " N "/x\n" },
	{ "fish: as venv has it", bake_fish, "/o\\x'y", N, "set A '/o\\x'\"'\"'y'\n", "set A " N "\n" },
	{ "fish: as virtualenv has it", bake_fish, "/o\\x'y", N, "set A '/o'\\\\'x'\\''y'\n", "set A " N "\n" },
	{ "fish: virtualenv's, a name that goes on", bake_fish, "/o w", N, "set A '/o w'\\\\'s'\n", "set A '/o w'\\\\'s'\n" },
	{ "fish: virtualenv's quote", bake_fish, "/o'w", N, "set A '/o'\\''w'\n", "set A " N "\n" },
	{ "fish: virtualenv's quote, a name that goes on", bake_fish, "/o w", N, "set A '/o w'\\''s'\n", "set A '/o w'\\''s'\n" },
	{ "xonsh", bake_python, O, "/n'w", "a = '" O "'\n", "a = '/n\\'w'\n" },

	{ "nu", bake_plain, O, N, "let a = r#'" O "'#\n", "let a = r#'" N "'#\n" },
	{ "bat: a space", bake_plain, O, "/n w", "@set \"A=" O "\"\n", "@set \"A=/n w\"\n" },
	{ "plain: a full stop", bake_plain, O, N, "rem in " O ". Or " O ".", "rem in " N ". Or " N "." },
	{ "plain: nothing is guessed", bake_plain, O, "/n'w", "a = '" O "'\n", "a = '" O "'\n" },
	{ "plain: nor of what is there", bake_plain, "/o'w", N, "a = \"/o'w\"\n", "a = \"/o'w\"\n" },
	{ "plain: the end of another path", bake_plain, O, N,
	  "/" O " x/" O " ${x}" O " file://" O "\n", "/" O " x/" O " ${x}" O " file://" N "\n" },
	{ "plain: a name that goes on, not in ASCII", bake_plain, O, N, O "\xC3\xA9 \xC3\xA9" O "\n", O "\xC3\xA9 \xC3\xA9" O "\n" },
	{ "plain: a name that goes on", bake_plain, O, N, "'" O "-2' '" O ".d' '/x" O "'\n", "'" O "-2' '" O ".d' '/x" O "'\n" },

	{ "python: literals", bake_python, O, N,
	  "MAPPING = {'a': '" O "/src/a', 'b': \"" O "\", 'c': '" O "2'}",
	  "MAPPING = {'a': '" N "/src/a', 'b': \"" N "\", 'c': '" O "2'}" },
	{ "python: escapes", bake_python, "/o'\\w", "/n'\"\\",
	  "a = '/o\\'\\\\w/x'; b = \"/o'\\\\w\"", "a = '/n\\'\"\\\\/x'; b = \"/n'\\\"\\\\\"" },

	{ "json", bake_json, O, N,
	  "{\"argv\": [\"" O "/bin/python\", \"-m\", \"" O "2\"]}",
	  "{\"argv\": [\"" N "/bin/python\", \"-m\", \"" O "2\"]}" },
	{ "json: as Python writes it", bake_json, "/\xC3\xA9\xF0\x9F\x90\x8D", "/\xC3\xB6",
	  "[\"/\\u00e9\\ud83d\\udc0d/x\"]", "[\"/\\u00f6/x\"]" },
	{ "json: as others write it", bake_json, "/\xC3\xA9", "/\"", "[\"/\xC3\xA9\"]", "[\"/\\\"\"]" },
	{ "json: into itself, once", bake_json, O, O "/b", "[\"" O "\"]", "[\"" O "/b\"]" },
	{ "json: what JSON escapes", bake_json, "/\xC3\xA9\"\\", "/\xC3\xB6\\\"\1",
	  "[\"/\\u00e9\\\"\\\\/x\", \"/\xC3\xA9\\\"\\\\\"]",
	  "[\"/\\u00f6\\\\\\\"\\u0001/x\", \"/\xC3\xB6\\\\\\\"\\u0001\"]" },
	{ "json: bytes that are no UTF-8, as Python has them", bake_json, "/\xE9", "/\xF6",
	  "[\"/\\udce9/x\", \"/\\u00e9/x\"]", "[\"/\\udcf6/x\", \"/\\u00e9/x\"]" },

	{ "url", bake_urls, "/o w", "/n w",
	  "{\"dir_info\": {}, \"url\": \"file:///o%20w/src\"}", "{\"dir_info\": {}, \"url\": \"file:///n%20w/src\"}" },
	{ "url: the path itself, little encoded", bake_urls, "/o(w", "/n(w",
	  "{\"url\":\"file:///o(w\"}", "{\"url\":\"file:///n%28w\"}" },
	{ "url: others", bake_urls, O, N,
	  "{\"url\": \"https://h" O "\", \"x\": \"file://" O "2\"}", "{\"url\": \"https://h" O "\", \"x\": \"file://" O "2\"}" },
	{ "url: none that can be read", bake_urls, O, N,
	  "{\"url\": \"file://" O "%00\", \"x\": \"file://" O, "{\"url\": \"file://" O "%00\", \"x\": \"file://" O },
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

TEST(each_kind)
{
	foreach(row, rows)
		row_text(row->name, baked(row), row->wanted);
}

/* What holds a NUL is no path, and stays whole. */
TEST(no_path)
{
	static const char text[] = O "\0/x\n";
	const struct baking b = { .from = O, .to = N };
	struct buf out = BUF_INIT;

	bake_lines(&b, text, sizeof(text) - 1, &out);
	assert_int_equal(out.len, sizeof(text) - 1);
	assert_memory_equal(out.data, text, out.len);
}

/* Of a project that came along: what is gone there, and is here. */
TEST(gone_only)
{
	const struct baking b = { .from = at("p"),
				  .to = at("q"),
				  .gone_only = true };
	struct buf text = BUF_INIT, wanted = BUF_INIT, out = BUF_INIT;

	put_dir("p");
	put_dir("p/both");
	put_dir("q");
	put_dir("q/both");
	put_dir("q/moved");
	buf_putl(&text, "{'", b.from, "/moved', '", b.from, "/both', '", b.from,
		 "/gone', '", b.from, "/mo\\x76ed', '", b.from, "/moved");
	buf_putl(&wanted, "{'", b.to, "/moved', '", b.from, "/both', '", b.from,
		 "/gone', '", b.from, "/mo\\x76ed', '", b.from, "/moved");
	bake_python(&b, text.data, text.len, &out);
	assert_string_equal(out.data, wanted.data);
}

/* Once moved, moving again changes nothing. */
TEST(once_is_enough)
{
	foreach(r, rows) {
		struct row again = *r;

		if (path_under(again.to, again.from))
			continue;
		again.text = again.wanted;
		row_text(again.name, baked(&again), again.wanted);
	}
}

static const char *read_link(const char *name)
{
	char *end = mem_array(1, PATH_MAX);

	assert_true(readlink(at(name), end, PATH_MAX - 1) > 0);
	return end;
}

#define SITE "e/lib/python3.11/site-packages"

static void put_tree(void)
{
	static const char *const dirs[] = { "e",
					    "e/bin",
					    "e/lib",
					    "e/lib/python3.11",
					    "e/etc",
					    SITE,
					    SITE "/x.dist-info" };

	foreach(row, dirs)
		put_dir(*row);
	put_file("e/pyvenv.cfg",
		 "home = /usr/bin\ncommand = p -m venv " O "\n");
	put_file("e/bin/x", "#!" O "/bin/python\nx\n");
	put_mode("e/bin/x", 0750);
	put_file("e/bin/y", "#!" O "/bin/python\ny\n");
	put_file("e/bin/other", "#!/bin/sh\necho " O "\n");
	put_file("e/etc/conf", "a\n  root = " O " \r\n\nb " O "2\n" O "/x " O);
	put_bytes("e/etc/data", "a\0" O, sizeof("a\0" O));
	put_file(SITE "/m.pyc", O);
	put_link("e/lib64", O "/lib");
	put_link("e/bin/python", "/usr/bin/python3");
}

/* Rows of RECORD: right, wrong and without a hash. */
static void put_record(void)
{
	const char *x = "#!" O "/bin/python\nx\n";
	struct buf b = BUF_INIT;

	buf_putl(&b, "../../../bin/x,", record_hash(x, strlen(x)), ",", NULL);
	buf_putu(&b, strlen(x));
	buf_puts(
		&b,
		"\r\n../../../bin/y,sha256=wrong,24\r\nx.dist-info/RECORD,,\r\n");
	put_file(SITE "/x.dist-info/RECORD", b.data);
}

static struct relocation run(const char *from, const char *to, bool quick)
{
	const char *const list[] = { from, NULL };
	struct relocation r = {
		.path = at("e"), .from = list, .to = to, .quick = quick
	};

	r.dir = open(r.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(r.dir >= 0);
	assert_int_equal(relocate(&r), 0);
	close(r.dir);
	return r;
}

TEST(a_tree)
{
	const char *x = "#!" N "/bin/python\nx\n";
	struct relocation r;
	struct stat st;

	put_tree();
	put_record();
	r = run(O, N, false);
	assert_int_equal(r.rewritten, 5);
	assert_string_equal(slurp("e/bin/x"), x);
	assert_int_equal(stat(at("e/bin/x"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0750);
	assert_string_equal(slurp("e/pyvenv.cfg"),
			    "home = /usr/bin\ncommand = p -m venv " N "\n");
	assert_string_equal(read_link("e/lib64"), N "/lib");
	assert_string_equal(read_link("e/bin/python"), "/usr/bin/python3");
	assert_non_null(strstr(slurp(SITE "/x.dist-info/RECORD"),
			       record_hash(x, strlen(x))));
	assert_non_null(strstr(slurp(SITE "/x.dist-info/RECORD"),
			       "bin/y,sha256=wrong,24\r\n"));

	assert_int_equal(r.left_count, 4);
	assert_string_equal(r.left[0].file, "bin/other");
	assert_int_equal(r.left[0].line, 2);
	assert_string_equal(r.left[1].file, "etc/conf");
	assert_int_equal(r.left[1].line, 2);
	assert_string_equal(r.left[1].text, "root = " O);
	assert_int_equal(r.left[2].line, 5);
	assert_string_equal(r.left[3].file, "etc/data");
	assert_int_equal(r.left[3].line, 0);

	assert_int_equal(run(O, N, true).rewritten, 0);
}

/* It was at two places: what names either is told, line by line. */
TEST(two_places)
{
	const char *const list[] = { "/b/p", O, NULL };
	struct relocation r = { .path = at("t"), .from = list, .to = N };

	put_dir("t");
	put_file("t/pyvenv.cfg", "home = /usr/bin\n");
	put_file("t/conf", "/b/p/1\n" O "/2 /b/p\n/b/p/3\n");
	r.dir = open(r.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(r.dir >= 0);
	assert_int_equal(relocate(&r), 0);
	assert_int_equal(r.left_count, 3);
	assert_string_equal(r.left[0].text, "/b/p/1");
	assert_string_equal(r.left[1].text, O "/2 /b/p");
	close(r.dir);
}

/* What is too large to be edited stays as it is, and is told of. */
TEST(too_large)
{
	const char *const list[] = { O, NULL };
	struct relocation r = { .path = at("large"), .from = list, .to = N };

	put_dir("large");
	put_dir("large/bin");
	put_file("large/pyvenv.cfg", "home = /usr/bin\n");
	put_file("large/bin/x", "#!" O "/bin/python\n");
	grow("large/bin/x", 65 * 1024 * 1024);
	r.dir = open(r.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(relocate(&r), 0);
	assert_int_equal(r.left_count, 1);
	assert_string_equal(r.left[0].file, "bin/x");
	close(r.dir);
}

/* uv's lines end with LF. */
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

/* Killed once RECORD was written: the second run ends as the first would. */
TEST(a_second_run)
{
	const char *record;

	record = slurp(SITE "/x.dist-info/RECORD");
	put_file("e/bin/x", "#!" O "/bin/python\nx\n");
	assert_int_equal(run(O, N, true).rewritten, 1);
	assert_string_equal(slurp(SITE "/x.dist-info/RECORD"), record);
}

/* Found also where the pieces of a large file meet. */
TEST(large_files)
{
	const size_t at[] = { 0, (1 << 20) - 4, (1 << 20) - 20, 2500000 };
	size_t size = 2500000 + strlen(O);
	char *data = mem_alloc(size);

	foreach(row, at) {
		struct relocation r;

		memset(data, '\n', size);
		memcpy(data + *row, O, strlen(O));
		put_bytes("e/etc/large", data, size);
		r = run(O, N, false);
		assert_string_equal(r.left[r.left_count - 1].file, "etc/large");
		assert_int_equal(r.left[r.left_count - 1].line, 0);
	}
	memcpy(data + 2500000, O, strlen(O) - 1);
	data[size - 1] = 'x';
	put_bytes("e/etc/large", data, size);
	assert_int_equal(run(O, N, false).left_count, 4);
}

/* Text that says where an environment was. */
TEST(baked_path)
{
	static const struct {
		const char *activate, *cfg, *launcher, *wanted;
	} cases[] = {
		{ "VIRTUAL_ENV=\"/a/raw b\"\n", "", "", "/a/raw b" },
		{ "  VIRTUAL_ENV=$(cygpath \"/x\")\n  export VIRTUAL_ENV=/a\n",
		  "command = p -m venv /b\n", "", "/a" },
		{ "VIRTUAL_ENV='/a'\"'\"'s'\nexport VIRTUAL_ENV\n", "", "",
		  "/a's" },
		{ "VIRTUAL_ENV=\"$(dirname x)\"\n",
		  "command = p -m venv --prompt=\"a /b\" --clear /c d\n", "",
		  "/c d" },
		{ "", "command = p -m virtualenv /c\n", "", "/c" },
		{ "", "command = p -m venv sub\n", "#!/d/bin/python\n", "/d" },
		{ "", "", "#!/usr/bin/python3\n", NULL },
		{ "", "home = /d/bin\n", "#!/d/bin/python\n", NULL },
		{ "", "", "#!/bin/sh\n", NULL },
		{ "VIRTUAL_ENV=/\n", "", "", NULL },
		{ "VIRTUAL_ENV=/a/../b\n", "", "#!/d/bin/python\n", "/d" },
	};

	put_dir("b");
	put_dir("b/bin");
	foreach(row, cases) {
		int dir = open(at("b"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

		put_file("b/bin/activate", row->activate);
		put_file("b/pyvenv.cfg", row->cfg);
		put_file("b/bin/run", row->launcher);
		row_text(row->activate, relocate_baked(dir, at("b")),
			 row->wanted);
		close(dir);
	}
}

/* Of launchers that disagree the more count. */
TEST(most_launchers)
{
	static const struct {
		const char *file, *text;
	} files[] = {
		{ "m/bin/activate", "" },
		{ "m/pyvenv.cfg", "" },
		{ "m/bin/1", "#!/x/bin/python\n" },
		{ "m/bin/2", "#!/y/bin/python\n" },
		{ "m/bin/3", "#!/usr/bin/python3\n" },
		{ "m/bin/4", "#!/y/bin/python3\n" },
		{ "m/bin/5", "#!/usr/bin/python3\n" },
		{ "m/bin/6", "#!/usr/bin/python3\n" },
		{ "m/bin/7", "#!/z/bin/python\n" },
	};
	int dir;

	put_dir("m");
	put_dir("m/bin");
	foreach(row, files)
		put_file(row->file, row->text);
	dir = open(at("m"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_string_equal(relocate_baked(dir, at("m")), "/y");
	close(dir);
}

MAIN(scratch_make, scratch_remove)
