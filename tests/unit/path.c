/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths as text, and text as a terminal may see it. */
#include "core/path.h"
#include "core/mem.h"
#include "test.h"

struct pair {
	const char *in, *out;
};

static void join(void **state)
{
	static const char *const rows[][3] = {
		{ "/a", "b", "/a/b" },     { "/", "b", "/b" },
		{ "/a/", "b", "/a/b" },    { "/a", "/b", "/b" },
		{ "/a", "b/c", "/a/b/c" }, { "", "b", "/b" },
		{ "/a", "", "/a/" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		row_text(rows[i][0], path_join(rows[i][0], rows[i][1]),
			 rows[i][2]);
}

static void trimmed(void **state)
{
	static const struct pair rows[] = {
		{ "/", "/" },   { "//", "/" },  { "/a/", "/a" },
		{ "a//", "a" }, { "/a", "/a" }, { "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		row_text(rows[i].in, path_trimmed(rows[i].in), rows[i].out);
}

static void base_and_parent(void **state)
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

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *path = rows[i].path;

		row_text(path, path_base(path), rows[i].base);
		row_text(path, path_parent(path), rows[i].parent);
		row_int(path, path_parent_len(path, strlen(path)),
			rows[i].parent_len);
	}
	/* Of the first bytes alone. */
	assert_int_equal(path_parent_len("/a/b/c", 4), 2);
	assert_string_equal(path_base("name"), "name");
}

static void under(void **state)
{
	static const struct {
		const char *path, *dir;
		bool wanted;
	} rows[] = {
		{ "/a", "/a", true },      { "/a/b", "/a", true },
		{ "/a/b/c", "/a", true },  { "/ab", "/a", false },
		{ "/a", "/a/b", false },   { "/", "/", true },
		{ "/a", "/", true },       { "/b", "/a", false },
		{ "/a b/c", "/a", false }, { "/", "/a", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		row_int(rows[i].path, path_under(rows[i].path, rows[i].dir),
			rows[i].wanted);
}

static void clean(void **state)
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

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		row_text(rows[i].in, path_clean(rows[i].in), rows[i].out);
		row_int(rows[i].in, path_is_clean(rows[i].in),
			!strcmp(rows[i].in, rows[i].out));
	}
	assert_false(path_is_clean(""));
	assert_false(path_is_clean("a/b"));
}

static void show(void **state)
{
	static const struct pair rows[] = {
		{ "", "" },
		{ "/a b/c", "/a b/c" },
		{ "a\\b", "a\\\\b" },
		{ "'\"$`!", "'\"$`!" },
		{ "\n", "\\012" },
		{ "\t\r\001", "\\011\\015\\001" },
		{ "\033[31m", "\\033[31m" },
		{ "\177", "\\177" },
		{ "é€𝄞", "é€𝄞" },
		/* C1 controls, which some terminals act on: CSI is U+009B */
		{ "\xC2\x9B"
		  "31m",
		  "\\302\\23331m" },
		{ "\xC2\x80\xC2\xA0", "\\302\\200\xC2\xA0" },
		/* soft hyphen, zero width, bidirectional, byte order mark */
		{ "\xC2\xAD", "\\302\\255" },
		{ "\xE2\x80\x8B", "\\342\\200\\213" },
		{ "\xE2\x80\xAE"
		  "x",
		  "\\342\\200\\256x" },
		{ "\xE2\x81\xA6", "\\342\\201\\246" },
		{ "\xD8\x9C", "\\330\\234" },
		{ "\xEF\xBB\xBF", "\\357\\273\\277" },
		{ "\xE2\x80\xA8", "\\342\\200\\250" },
		/* not UTF-8: alone, cut off, overlong, surrogate, too large */
		{ "\xFF", "\\377" },
		{ "\xE2\x82", "\\342\\202" },
		{ "\xE2\x82/", "\\342\\202/" },
		{ "\xC0\xAF", "\\300\\257" },
		{ "\xE0\x80\xAF", "\\340\\200\\257" },
		{ "\xED\xA0\x80", "\\355\\240\\200" },
		{ "\xF4\x90\x80\x80", "\\364\\220\\200\\200" },
		{ "\xF3\xA0\x80\x81", "\\363\\240\\200\\201" },
		{ "a\xFFz", "a\\377z" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct buf b = BUF_INIT;

		path_show(&b, rows[i].in);
		row_text(rows[i].out, b.data, rows[i].out);
	}
}

/* Of two bytes, whichever they are, nothing raw comes out that acts. */
static void show_every_pair_of_bytes(void **state)
{
	(void)state;
	for (unsigned i = 0x0101; i <= 0xFFFF; i++) {
		const char in[] = { (char)(i >> 8), (char)i, '\0' };
		struct buf b = BUF_INIT;

		if (!(i & 0xFF))
			continue;
		path_show(&b, in);
		for (const char *p = b.data; *p; p++) {
			unsigned char c = (unsigned char)*p;
			unsigned char next = (unsigned char)p[1];

			assert_true(c >= 0x20 && c != 0x7F);
			assert_false(c == 0xC2 && next < 0xA0);
		}
		if (!(i & 0xFFF))
			mem_reset();
	}
}

static void utf8(void **state)
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

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		row_int(rows[i].s, path_utf8_decode(rows[i].s, &c),
			rows[i].valid);
		row_int(rows[i].s, path_utf8_len(rows[i].s), rows[i].printable);
	}
	assert_true(path_utf8_valid("eight or more é", 16));
	assert_false(path_utf8_valid("eight or more \xE9", 15));
	/* What goes on behind the end is cut there. */
	assert_false(path_utf8_valid("eight or more é", 15));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(join),
		cmocka_unit_test(trimmed),
		cmocka_unit_test(base_and_parent),
		cmocka_unit_test(under),
		cmocka_unit_test(clean),
		cmocka_unit_test(show),
		cmocka_unit_test(show_every_pair_of_bytes),
		cmocka_unit_test(utf8),
	};

	return RUN(tests);
}
