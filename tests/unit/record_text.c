/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 39 */
/* A record as a line of text. */
#include "test.h"

#include <string.h>

#include "core/mem.h"
#include "core/trust.h"

static int parse(const char *line, struct record *r)
{
	return record_parse(mem_dups(line), strlen(line), r);
}

static void assert_same(const struct record *a, const struct record *b)
{
	assert_string_equal(a->path, b->path);
	assert_int_equal(a->path_len, b->path_len);
	assert_int_equal(a->deny, b->deny);
	assert_int_equal(a->tree, b->tree);
	assert_int_equal(a->env, b->env);
	assert_int_equal(a->shared, b->shared);
	assert_int_equal(a->moved, b->moved);
	assert_int_equal(a->by_path, b->by_path);
	if (!a->by_path) {
		assert_true(a->ino == b->ino);
		assert_true(a->btime == b->btime);
	}
	assert_int_equal(a->accepted.has_uid, b->accepted.has_uid);
	assert_int_equal(a->accepted.has_gid, b->accepted.has_gid);
	assert_true(a->accepted.uid == b->accepted.uid);
	assert_true(a->accepted.gid == b->accepted.gid);
}

static void there_and_back(struct record r)
{
	struct buf b = BUF_INIT;
	struct record back;

	r.path_len = strlen(r.path);
	record_format(&b, &r);
	assert_int_equal(b.data[b.len - 1], '\n');
	buf_cut(&b, b.len - 1);
	assert_null(memchr(b.data, '\n', b.len));
	assert_int_equal(record_parse(b.data, b.len, &back), 1);
	assert_same(&r, &back);
}

TEST(written_and_read)
{
	char every[300] = "/", *at = every + 1;

	for (int c = 1; c < 256; c++)
		if (c != '/')
			*at++ = (char)c;
	for (unsigned bits = 0; bits < 128; bits++)
		there_and_back((struct record){ .path = bits & 1 ? every : "/",
						.deny = bits & 2,
						.tree = bits & 4,
						.env = !(bits & 4) && bits & 8,
						.shared = bits & 16,
						.moved = (bits & 2) && !(bits & (16 | 32)),
						.by_path = bits & 32,
						.ino = bits & 64 ? UINT64_MAX : 0,
						.btime = bits & 64 ? INT64_C(1700000000000000001) :
								     INT64_C(999999999),
						.accepted = { .has_uid = bits & 1,
							      .uid = bits & 1 ? 4294967294U : 0,
							      .has_gid = bits & 64 } });
}

TEST(documented_line)
{
	struct buf b = BUF_INIT;
	struct record r;

	assert_int_equal(parse("allow dir 262147:1700000000.123456789 1000 - "
			       "- /home/u/src/project",
			       &r),
			 1);
	assert_true(r.ino == 262147);
	assert_true(r.btime == INT64_C(1700000000123456789));
	assert_true(r.accepted.has_uid && r.accepted.uid == 1000);
	assert_false(r.accepted.has_gid || r.deny || r.tree || r.env);
	assert_string_equal(r.path, "/home/u/src/project");
	record_format(&b, &r);
	assert_string_equal(b.data, "allow dir 262147:1700000000.123456789 1000 - - "
				    "/home/u/src/project\n");
}

TEST(damaged_lines)
{
	// clang-format off
	static const char *const lines[] = {
		" ", "allow", "allow dir path - - -", "allow dir path - - - ",
		"allow dir path - - - relative", "allow dir path - - - /a/",
		"allow dir path - - - /a/../b", "allow dir path - - - /a\\",
		"allow dir path - - - /a\\400", "allow dir path - - - /a\\000",
		"allow dir path - - - /a\\x41", "allow dir path - - - /a\\057..\\057b",
		"allow both path - - - /a", "allow dir path - - shared, /a",
		"allow dir 1:2.000000003 - - moved /a", "deny dir path - - moved /a",
		"allow  dir path - - - /a", "allow dir PATH - - - /a", "allow dir 1:2 - - - /a",
		"allow dir -1:2.000000003 - - - /a", "allow dir 1:2.000000003x - - - /a",
		"allow dir 1:2.1000000000 - - - /a", "allow dir 1:2.3 - - - /a",
		"allow dir 1:2.+12345678 - - - /a",
		"allow dir 18446744073709551616:2.000000003 - - - /a",
		"allow dir 1:4294967296.000000000 - - - /a", "allow dir path 4294967295 - - /a",
		"allow dir path x - - /a",
	};
	// clang-format on
	struct record r;

	foreach(line, lines)
		row_int(*line, parse(*line, &r), -1);
	assert_int_equal(record_parse((char[]){ "allow dir path - - - /a\0b" }, 25, &r), -1);
}

/* A line with one byte changed is damaged, or a record that can be written. */
static void garble(const char *line)
{
	for (size_t i = 0; i < strlen(line); i++) {
		for (int c = 0; c < 256; c++) {
			char *copy = mem_dups(line);
			struct record r;

			copy[i] = (char)c;
			if (record_parse(copy, strlen(line), &r) == 1)
				there_and_back(r);
		}
	}
}

TEST(one_byte_changed)
{
	garble("deny tree 12:34.000000056 7 8 shared /a\\040");
	garble("deny dir 12:34.000000056 7 - moved /a");
}

MAIN(NULL, NULL)
