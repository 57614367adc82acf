/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 49 */
/* TOML 1.0: a sample of each rule; proof/toml has toml-lang's own suite, and types of scalars. */
#include "formats/toml.h"
#include "test.h"

// clang-format off
/* A document, a path and the value there; nothing behind the last '|': there is none. */
static const char *const values[] = {
	"[project]\nrequires-python = '>=3'|project.requires-python|>=3",
	"project.requires-python = \">=3.12\"|project.requires-python|>=3.12",
	"project = { requires-python = '>=3' }|project.requires-python|>=3",
	"[project]\r\na = 1\r\nrequires-python = '>=3' # why\r\n|project.requires-python|>=3",
	"['project']\n\"requires-python\" = '''\n>=3'''|project.requires-python|>=3",
	"[ project ] # here\n a . b = 'x'|project.a.b|x",
	"a = \"\"\"\n[project]\nrequires-python = '>=9'\n\"\"\"\n[project]\nx = 'y'|project.requires-python|",
	"a = \"\\u00e9\\U0001F600\\t\\\"\\\\\"|a|é😀\t\"\\",
	"a = \"\"\"one \\\n   two\"\"\"|a|one two",
	"a = \"\"\"\"quoted\"\"\"\"|a|\"quoted\"",
	"a = '''it''s'''|a|it''s",
	"a = 'C:\\new'|a|C:\\new",
	"\xEF\xBB\xBF""a = 'b'|a|b",
	"[a]\nb = 1\n[a.c]\nd = 'e'|a.c.d|e",
	"[a.c]\nd = 1\n[a]\nb = 'e'|a.b|e",
	"[fruit]\napple.color = 1\n[fruit.apple.texture]\nsmooth = 'x'|fruit.apple.texture.smooth|x",
	"a = [1, 'x', # one\n 'y',\n]\nb = 'c'|b|c",
	"a.b = 1\na.c = 'd'|a.c|d",
	"3.14 = 'pi'|3.14|pi",
	"d = [2023-01-31, 2023-02-28, 2024-02-29, 2000-02-29, 2023-03-31, 2023-04-30, 2023-05-31, 2023-06-30]\n"
	"e = [2023-07-31, 2023-08-31, 2023-09-30, 2023-10-31, 2023-11-30, 2023-12-31]\na = 'b'|a|b",
	"a = 'x'|b|", "a = 'x'|a.b|", "[a]|a|", "|a|", "a = 1|a|", "a = \"x\\u0000y\"|a|",
};
/* A document that is none, and the line of its fault */
static const char *const malformed[] = {
	"a|1", "a =|1", "= 1|1", "a = 1 b = 2|1", "\n[a|2", "[a]]|1", "[[a]|1", "[a] b = 1|1",
	"a = 1\na = 2|2", "[a]\n[a]|2", "[a]\nb = 1\n[a.b]|3", "a = {}\na.b = 1|2",
	"a = { b = 1 }\n[a.c]|2", "a = []\n[[a]]|2", "[[a]]\n[a]|2", "[a]\n[[a]]|2",
	"[a.b.c]\n[a]\nb.c.d = 1|3", "[f]\na.b = 1\n[f.a]|3", "a = { b.c = 1, b.c = 2 }|1",
	"a = { b = 1, }|1", "a = { b = 1\n}|1", "a = [1 2]|1", "a = [1,,2]|1", "a = [|1",
	"a = \"x|1", "a = 'x\ny'|1", "a = \"\\x41\"|1", "a = \"\\uD800\"|1", "a = \"\\u12\"|1",
	"a = \"\"\"x|1", "a = \"a\tb\x01\"|1", "a = '\x7F'|1", "# \x01|1", "a = 1\rb = 2|1",
	"a = 01|1", "a = 1__0|1", "a = _1|1", "a = 1_|1", "a = 0x|1", "a = +0x1|1", "a = 0XA|1",
	"a = 1.|1", "a = .5|1", "a = 1.e5|1", "a = 03.14|1", "a = 1e|1", "a = infinity|1",
	"a = True|1", "a = 9223372036854775808|1", "a = 2021-02-29|1", "a = 2021-13-01|1",
	"a = 1900-02-29|1", "a = 2021-04-31|1", "a = 2021-06-31|1", "a = 2021-09-31|1", "a = 2021-11-31|1",
	"a = 2021-01-32|1",
	"a = 2021-1-1|1", "a = 24:00:00|1", "a = 07:32|1", "a = 1979-05-27T07:32|1",
	"a = 1979-05-27T07:32:00+25:00|1", "a = 1979-05-27T|1", "a b = 1|1", "'''a''' = 1|1",
	"a = '\xFF'|1", "a = '\xC0\x80'|1", "a = '\xED\xA0\x80'|1",
};
// clang-format on

static const struct toml *parsed(const char *text, size_t len)
{
	size_t line;

	return toml_parse(mem_dup(text, len), len, &line);
}

TEST(strings_by_path)
{
	foreach(row, values) {
		char *text = mem_dups(*row), *path = cut_row(text), *wanted = cut_row(path);
		const struct toml *table = parsed(text, strlen(text));

		row_int(*row, table != NULL, true);
		row_text(*row, toml_string_at(table, path), *wanted ? wanted : NULL);
	}
}

TEST(malformed_documents)
{
	foreach(row, malformed) {
		char *text = mem_dups(*row), *wanted = strrchr(text, '|');
		size_t line = 0;

		*wanted++ = '\0';
		row_int(*row, toml_parse(text, strlen(text), &line) == NULL, true);
		row_text(*row, formatted("%zu", line), wanted);
	}
	assert_null(parsed("a = 1\0\n", 7));
}

TEST(arrays_of_tables)
{
	static const char text[] = "[[package]]\nname = 'one'\n[[package.wheels]]\nurl = 'a'\n"
				   "[[package.wheels]]\nurl = 'b'\n[[package]]\nname = 'two'\n";
	const struct toml *package = toml_at(parsed(text, sizeof(text) - 1), "package");

	assert_int_equal(package->type, TOML_ARRAY);
	row_text("the first", toml_string_at(package->first, "name"), "one");
	row_text("in the first", toml_string_at(toml_at(package->first, "wheels")->last, "url"),
		 "b");
	row_text("the last", toml_string_at(package->last, "name"), "two");
	assert_null(toml_at(package->last, "wheels"));
	assert_int_equal(toml_at(package->last, "name")->line, 8);
}

/* A value is in the line in which it begins, or its pair. */
TEST(lines)
{
	static const char text[] = "a = [\n 'x',\n\n 'y' ]\nb = 1\n";
	const struct toml *list = toml_at(parsed(text, sizeof(text) - 1), "a");

	assert_int_equal(list->line, 1);
	assert_int_equal(list->first->line, 2);
	assert_int_equal(list->last->line, 4);
}

/* Bounded in depth, and in time with many keys. */
TEST(limits)
{
	/* Before the levels, a level, and behind them */
	static const char *const deep[][3] = {
		{ "a = ", "[", "1" },
		{ "", "a.", "a = 1" },
		{ "[", "a.", "a]" },
		{ "a = {", "a.", "a = 1}" },
	};
	struct buf b = BUF_INIT;

	foreach(row, deep) {
		buf_cut(&b, 0);
		buf_puts(&b, (*row)[0]);
		for (int i = 0; i < 100000; i++)
			buf_puts(&b, (*row)[1]);
		buf_puts(&b, (*row)[2]);
		assert_null(parsed(b.data, b.len));
	}
	buf_cut(&b, 0);
	for (unsigned i = 0; i < 100000; i++) {
		buf_putl(&b, "k");
		buf_putu(&b, i);
		buf_puts(&b, " = 'v'\n");
	}
	row_text("100,000 keys", toml_string_at(parsed(b.data, b.len), "k99999"), "v");
}

MAIN(NULL)
