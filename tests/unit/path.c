/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 25 67 */
/* Paths as text, and text that a terminal shows. */
#include "core/path.h"
#include "core/mem.h"
#include "test.h"

struct pair {
	const char *in, *out;
};

TEST(name_and_parent)
{
	static const struct {
		const char *path, *base, *parent;
		size_t parent_len;
	} rows[] = {
		{ "/", "/", "/", 0 },
		{ "/a", "a", "/", 1 },
		{ "/a/b", "b", "/a", 2 },
		{ "/a/b c/\n", "\n", "/a/b c", 6 },
		{ "/a/.venv", ".venv", "/a", 2 },
	};

	foreach(row, rows) {
		const char *path = row->path;

		row_text(path, path_base(path), row->base);
		row_text(path, path_parent(path), row->parent);
		row_int(path, path_parent_len(path, strlen(path)), row->parent_len);
	}
	/* The parent of the first four bytes. */
	assert_int_equal(path_parent_len("/a/b/c", 4), 2);
	assert_string_equal(path_base("name"), "name");
}

TEST(below)
{
	static const struct {
		const char *path, *dir;
		bool wanted;
	} rows[] = {
		{ "/a", "/a", true },   { "/a/b", "/a", true },  { "/a/b/c", "/a", true },
		{ "/ab", "/a", false }, { "/a", "/a/b", false }, { "/", "/", true },
		{ "/a", "/", true },    { "/b", "/a", false },   { "/a b/c", "/a", false },
		{ "/", "/a", false },
	};

	foreach(row, rows)
		row_int(row->path, path_under(row->path, row->dir), row->wanted);
}

TEST(clean)
{
	static const struct pair rows[] = {
		{ "/", "/" },
		{ "/a/b", "/a/b" },
		{ "//", "/" },
		{ "//a", "/a" },
		{ "/a/", "/a" },
		{ "/a//b", "/a/b" },
		{ "/./a", "/a" },
		{ "/a/.", "/a" },
		{ "/a/../b", "/b" },
		{ "/a/b/..", "/a" },
		{ "/a/..", "/" },
		{ "/..", "/" },
		{ "/../../a", "/a" },
		{ "/a/.../b", "/a/.../b" },
		{ "/a/..b/.c", "/a/..b/.c" },
	};

	foreach(row, rows) {
		row_text(row->in, path_clean(row->in), row->out);
		row_int(row->in, path_is_clean(row->in), !strcmp(row->in, row->out));
	}
	assert_false(path_is_clean(""));
	assert_false(path_is_clean("a/b"));
}

TEST(shown)
{
	static const struct pair rows[] = {
		// clang-format off
		{ "", "" },
		{ "/a b/c", "/a b/c" },
		{ "a\\b", "a\\\\b" },
		{ "'\"$`!", "'\"$`!" },
		{ "\n", "\\012" },
		{ "\033[31m", "\\033[31m" },
		{ "\177", "\\177" },
		{ "é€𝄞", "é€𝄞" },
		/* C1 controls, which some terminals act on: CSI is U+009B */
		{ "\xC2\x9B[m", "\\302\\233[m" },
		{ "\xC2\x80\xC2\xA0", "\\302\\200\xC2\xA0" },
		/* soft hyphen, zero width, bidirectional, byte order mark */
		{ "\xC2\xAD", "\\302\\255" },
		{ "\xE2\x80\x8B", "\\342\\200\\213" },
		{ "\xE2\x80\xAE-", "\\342\\200\\256-" },
		{ "\xEF\xBB\xBF", "\\357\\273\\277" },
		{ "\xE2\x80\xA8", "\\342\\200\\250" },
		/* not UTF-8: alone, cut off, overlong, surrogate, too large */
		{ "\xFF", "\\377" },
		{ "\xE2\x82", "\\342\\202" },
		{ "\xC0\xAF", "\\300\\257" },
		{ "\xE0\x80\xAF", "\\340\\200\\257" },
		{ "\xED\xA0\x80", "\\355\\240\\200" },
		{ "\xF4\x90\x80\x80", "\\364\\220\\200\\200" },
		{ "\xF3\xA0\x80\x81", "\\363\\240\\200\\201" },
		// clang-format on
	};

	foreach(row, rows) {
		struct buf b = BUF_INIT;

		path_show(&b, row->in);
		row_text(row->out, b.data, row->out);
	}
}

TEST(utf8)
{
	static const struct {
		const char *s;
		size_t valid, printable;
	} rows[] = {
		{ "a", 1, 1 },
		{ "\n", 1, 0 },
		{ "\177", 1, 0 },
		{ "é", 2, 2 },
		{ "\xC2\x9B", 2, 0 },
		{ "€", 3, 3 },
		{ "\xE2\x80\xAE", 3, 0 },
		{ "𝄞", 4, 4 },
		{ "\xF4\x8F\xBF\xBF", 4, 4 },
		{ "\xF4\x90\x80\x80", 0, 0 },
		{ "\xED\x9F\xBF", 3, 3 },
		{ "\xED\xA0\x80", 0, 0 },
		{ "\x80", 0, 0 },
		{ "\xC1\x81", 0, 0 },
		{ "\xC3", 0, 0 },
		{ "\xF0\x9D\x84", 0, 0 },
	};

	uint32_t c;

	foreach(row, rows) {
		row_int(row->s, path_utf8_decode(row->s, &c), row->valid);
		row_int(row->s, path_utf8_len(row->s), row->printable);
	}
	assert_true(path_utf8_valid("eight or more é", 16));
	assert_false(path_utf8_valid("eight or more \xE9", 15));
	/* A character cut off at the end. */
	assert_false(path_utf8_valid("eight or more é", 15));
}

MAIN(NULL)
