/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 51 55 60 */
/* RECORD files, as Python's csv module reads and writes them. */
#include "test.h"

#include "build/record_csv.h"

#define EMPTY "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"

TEST(hashes)
{
	assert_string_equal(record_hash("", 0), EMPTY);
	assert_string_equal(record_hash("pip\n", 4),
			    "sha256=zuuue4knoyJ-UwPPXg8fezS7VCrXJQrAP7zeNuwvFQg");
}

TEST(parsed)
{
	static const struct {
		const char *text, *path, *hash, *size;
		size_t count;
	} rows[] = {
		{ "a,b,c\r\n", "a", "b", "c", 1 },
		{ "a,b,c\n", "a", "b", "c", 1 },
		{ "a,b,c", "a", "b", "c", 1 },
		{ "a,,\r\n", "a", "", "", 1 },
		{ "a\r\n", "a", "", "", 1 },
		{ "a,b", "a", "b", "", 1 },
		{ "\r\n\r\na,b,c\r\n\r\n", "a", "b", "c", 1 },
		{ "\"a, \"\"b\"\"\r\nc\",d,1\r\n", "a, \"b\"\r\nc", "d", "1", 1 },
		{ "x,y,z\r\na,b,c", "a", "b", "c", 2 },
		{ "x,y,z\ra,b,c", "a", "b", "c", 2 },
		{ "a,b,\"\"", "a", "b", "", 1 },
	};

	foreach(row, rows) {
		const char *text = row->text;
		struct record_rows got;
		const struct record_row *last;

		row_int(text, record_rows_parse(text, strlen(text), &got), 0);
		row_int(text, got.count, row->count);
		last = &got.list[got.count - 1];
		row_text(text, last->path, row->path);
		row_text(text, last->hash, row->hash);
		row_text(text, last->size, row->size);
	}
}

TEST(malformed)
{
	static const char *const texts[] = { "a,b,c,d\r\n", "\"a,b,c\r\n", "\"a\"b,c,d\r\n",
					     "a\"b,c,d", "a,b,c\r\n\"" };
	struct record_rows rows;

	foreach(row, texts)
		row_int(*row, record_rows_parse(*row, strlen(*row), &rows), -1);
	assert_int_equal(record_rows_parse("a\0,b,c", 6, &rows), -1);
	assert_int_equal(record_rows_parse("\"a\0b\",c,1", 9, &rows), -1);
	assert_int_equal(record_rows_parse("", 0, &rows), 0);
	assert_int_equal(rows.count, 0);
}

/* All that a row names, and no more, is below the environment. */
TEST(below)
{
	static const struct {
		const char *path, *below;
	} rows[] = {
		{ "a/b.py", "lib/p/a/b.py" },
		{ "../../bin/x", "bin/x" },
		{ "/e/bin/x", "bin/x" },
		{ "./a//b/../c", "lib/p/a/c" },
		{ "../..", NULL },
		{ "../../../e", NULL },
		{ "../../../ee/x", NULL },
		{ "../../../etc/passwd", NULL },
		{ "../../../../../../../e/x", "x" },
		{ "/etc/passwd", NULL },
	};

	foreach(r, rows)
		row_text(r->path, record_below("/e", "/e/lib/p", r->path), r->below);
	assert_string_equal(record_below("/", "/lib", "../bin/x"), "bin/x");
}

/* By bytes, so that non-ASCII comes last; what needs it in quotes. */
TEST(formatted)
{
	struct record_rows rows = { 0 };
	struct buf out = BUF_INIT;

	record_rows_add(&rows, "\xc3\xa9", "h", "1");
	record_rows_add(&rows, "a/b", "h", "2");
	record_rows_add(&rows, "a-b", "h", "3");
	record_rows_add(&rows, "a b", "", "");
	record_rows_add(&rows, "q\"uo,te", "h", "4");
	record_rows_add(&rows, "B", "h", "5");
	record_rows_format(&rows, &out);
	assert_string_equal(out.data, "B,h,5\r\n"
				      "a b,,\r\n"
				      "a-b,h,3\r\n"
				      "a/b,h,2\r\n"
				      "\"q\"\"uo,te\",h,4\r\n"
				      "\xc3\xa9,h,1\r\n");
	assert_string_equal(record_rows_find(&rows, "a b")->path, "a b");
	assert_null(record_rows_find(&rows, "a"));
}

MAIN(NULL, NULL)
