/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 51 55 60 */
/* RECORD files, as Python's csv module reads and writes them. */
#include "test.h"

#include "formats/dist_rows.h"

// clang-format off
/* A RECORD, and its last row */
static const char *const parsed[] = {
	"a,b,c\r\n|a/b/c", "a,b,c\n|a/b/c", "a,b,c|a/b/c", "a,,\r\n|a//", "a\r\n|a//", "a,b|a/b/",
	"\r\n\r\na,b,c\r\n\r\n|a/b/c", "\"a, \"\"b\"\"\r\nc\",d,1\r\n|a, \"b\"\r\nc/d/1",
	"x,y,z\r\na,b,c|a/b/c", "x,y,z\ra,b,c|a/b/c", "a,b,\"\"|a/b/",
};
static const char *const malformed[] = {
	"a,b,c,d\r\n", "\"a,b,c\r\n", "\"a\"b,c,d\r\n", "a\"b,c,d", "a,b,c\r\n\"",
};
/* A path in a RECORD, and the same below the environment, unless it is outside */
static const char *const paths[] = {
	"a/b.py|lib/p/a/b.py", "../../bin/x|bin/x", "/e/bin/x|bin/x", "./a//b/../c|lib/p/a/c",
	"../../../../../../../e/x|x", "../..", "../../../e", "../../../ee/x", "../../../etc/passwd",
	"/etc/passwd",
};
// clang-format on

TEST(rows_read)
{
	struct dist_rows rows;

	foreach(row, parsed) {
		char *text = mem_dups(*row), *wanted = cut_row(text);
		const struct dist_row *last;
		struct buf got = BUF_INIT;

		row_int(text, dist_rows_parse(text, strlen(text), &rows), 0);
		last = &rows.list[rows.count - 1];
		buf_putl(&got, last->path, "/", last->hash, "/", last->size);
		row_text(text, got.data, wanted);
	}
	foreach(row, malformed)
		row_int(*row, dist_rows_parse(*row, strlen(*row), &rows), -1);
	assert_int_equal(dist_rows_parse("\"a\0b\",c,1", 9, &rows), -1);
	assert_int_equal(dist_rows_parse("", 0, &rows), 0);
	assert_int_equal(rows.count, 0);
}

#define below(path) dist_row_below("/e", "/e/lib/p", path)

TEST(paths_below)
{
	rows_text(paths, below);
	assert_string_equal(dist_row_below("/", "/lib", "../bin/x"), "bin/x");
}

/* By bytes, so that non-ASCII comes last; what needs it in quotes. */
TEST(written)
{
	static const char *const wanted =
		"B,h,5\r\na b,,\r\n\"q\"\"uo,te\",h,4\r\n\xc3\xa9,h,1\r\n";
	struct dist_rows rows = { 0 };
	struct buf out = BUF_INIT;

	dist_rows_add(&rows, "\xc3\xa9", "h", "1");
	dist_rows_add(&rows, "a b", "", "");
	dist_rows_add(&rows, "q\"uo,te", "h", "4");
	dist_rows_add(&rows, "B", "h", "5");
	dist_rows_format(&rows, &out);
	assert_string_equal(out.data, wanted);
	assert_string_equal(dist_rows_find(&rows, "a b")->path, "a b");
	assert_null(dist_rows_find(&rows, "a"));
	assert_string_equal(dist_row_hash("pip\n", 4),
			    "sha256=zuuue4knoyJ-UwPPXg8fezS7VCrXJQrAP7zeNuwvFQg");
}

MAIN(NULL)
