/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 25 67 */
/* Paths as text, and text that a terminal shows. */
#include "test.h"

#include "core/escape.h"
#include "core/utf8.h"

// clang-format off
/* A path, its last component, and its parent */
static const char *const parts[][3] = {
	{ "/", "/", "/" }, { "/a", "a", "/" }, { "/a/b", "b", "/a" },
	{ "/a/b c/\n", "\n", "/a/b c" },
};
/* A path and a directory that is it or lies above it; or does not */
static const char *const under[] = { "/a|/a", "/a/b|/a", "/a/b/c|/a", "/|/", "/a|/" };
static const char *const not_under[] = { "/ab|/a", "/a|/a/b", "/b|/a", "/a b/c|/a", "/|/a" };
/* A path, and the same path clean */
static const char *const clean[] = {
	"/|/", "/a/b|/a/b", "//|/", "//a|/a", "/a/|/a", "/a//b|/a/b", "/./a|/a", "/a/.|/a",
	"/a/../b|/b",
	"/a/b/..|/a", "/a/..|/", "/..|/", "/../../a|/a", "/a/.../b|/a/.../b", "/a/..b/.c|/a/..b/.c",
};
// clang-format on

TEST(name_and_parent)
{
	foreach(row, parts) {
		const char *path = (*row)[0];

		row_text(path, path_base(path), (*row)[1]);
		row_text(path, path_parent(path), (*row)[2]);
	}
	assert_string_equal(path_base("name"), "name");
}

/* A path, a directory, and the path as it is called there */
static const char *const relatives[][3] = {
	{ "/a", "/a", "." }, { "/a/b c/d", "/a", "b c/d" }, { "/a/b", "/", "a/b" },
	{ "/", "/", "." },   { "/ab", "/a", "/ab" },        { "/a", "/a/b", "/a" },
};

TEST(relative)
{
	foreach(row, relatives)
		row_text((*row)[0], path_relative((*row)[0], (*row)[1]), (*row)[2]);
}

/* The way up from a directory to one above */
static const char *const climbs[][3] = {
	{ "/a", "/a", "." }, { "/a/b c/d", "/a", "./../.." }, { "/a/b", "/", "./../.." },
	{ "/", "/", "." },   { "/ab", "/a", NULL },           { "/a", "/a/b", NULL },
};

TEST(climbed)
{
	foreach(row, climbs) {
		const char *way = path_climb((*row)[0], (*row)[1]);

		row_text((*row)[0], way ? way : "none", (*row)[2] ? (*row)[2] : "none");
	}
}

TEST(below)
{
	rows_hold(under, path_under, true);
	rows_hold(not_under, path_under, false);
}

TEST(cleaned)
{
	foreach(row, clean) {
		char *path = mem_dups(*row), *wanted = cut_row(path);

		row_text(path, path_clean(path), wanted);
		row_int(path, path_is_clean(path), streq(path, wanted));
	}
	assert_false(path_is_clean("") || path_is_clean("a/b"));
}

// clang-format off
static const char *const plain[] = { "", "/a b/c", "it's \"$`!", "é€𝄞\xC2\xA0" };
/* Each byte of these is escaped. */
static const char *const escaped[] = {
	"\n", "\033", "\177",
	/* C1 controls, which some terminals act on: CSI is U+009B */
	"\xC2\x9B", "\xC2\x80",
	/* soft hyphen, zero width, bidirectional, byte order mark, line separator, tag */
	"\xC2\xAD", "\xE2\x80\x8B", "\xE2\x80\xAE", "\xE2\x81\xA9", "\xEF\xBB\xBF", "\xE2\x80\xA8",
	"\xF3\xA0\x80\x81",
	/* a letter that is blank */
	"\xE3\x85\xA4",
	/* not UTF-8: alone, cut off, overlong, surrogate, too large */
	"\xFF", "\xE2\x82", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
};
// clang-format on

static void check_shown(const char *text, const char *wanted)
{
	struct buf b = BUF_INIT;

	escape_put(&b, text);
	row_text(wanted, b.data, wanted);
}

TEST(escapes)
{
	foreach(text, plain)
		check_shown(*text, *text);
	foreach(text, escaped) {
		struct buf b = BUF_INIT;

		for (const char *s = *text; *s; s++)
			buf_puts(&b, formatted("\\%03o", (unsigned char)*s));
		check_shown(*text, b.data);
	}
	check_shown("a\\b\033[m", "a\\\\b\\033[m");
	/* No name ends the quotes around it. */
	check_shown("a'; 'b", "a\\'; \\'b");
}

TEST(largest_character)
{
	uint32_t c;

	assert_int_equal(utf8_decode("\xF4\x8F\xBF\xBF", &c), 4);
	assert_int_equal(c, 0x10FFFF);
}

MAIN(NULL)
