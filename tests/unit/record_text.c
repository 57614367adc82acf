/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 39 42 */
/* A record as a line of text, of this edition and of the first. */
#include "test.h"

#include <string.h>

#include "core/mem.h"
#include "core/record_text.h"

#define ID    " in 262150:1700000000.123456789"
#define BTIME INT64_C(1700000000123456789)

static int parse(const char *line, struct record *r)
{
	return record_parse(mem_dups(line), strlen(line), r);
}

static void assert_same(const struct record *a, const struct record *b)
{
	assert_string_equal(a->path, b->path);
	assert_int_equal(a->path_len, b->path_len);
	assert_true(a->ino == b->ino && a->btime == b->btime);
	row_text(a->path, a->target, b->target);
	assert_int_equal(a->deny, b->deny);
	assert_int_equal(a->tree, b->tree);
	assert_int_equal(a->shared, b->shared);
	assert_int_equal(a->tracked, b->tracked);
	assert_int_equal(a->elsewhere, b->elsewhere);
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
	for (unsigned bits = 0; bits < 256; bits++) {
		bool deny = bits & 1, tree = deny || bits & 2, no_identity = deny && bits & 4;

		there_and_back((struct record){
			.path = bits & 8 ? every : "/a",
			.deny = deny,
			.tree = tree,
			.ino = no_identity ? 0 : UINT64_MAX,
			.btime = no_identity ? 0 : BTIME + !!(bits & 16),
			.target = !tree && bits & 32 ? every : NULL,
			.shared = !tree && bits & 64,
			.tracked = !tree && bits & 128,
			.elsewhere = deny && !no_identity && bits & 128,
		});
	}
	there_and_back((struct record){ .path = "/", .tree = true, .ino = 1, .btime = 0 });
}

TEST(documented_lines)
{
	static const char *const lines[] = {
		"allow slot /home/u/shop/.venv" ID " shared tracked\n",
		"allow slot /home/u/web/.venv" ID " to /home/u/envs/web\n",
		"allow tree /home/u/work" ID "\n",
		"deny tree /home/u/clones/a\\040b" ID "\n",
		"deny tree /home/u/clones/odd\n",
		"deny tree /home/u/clones/odd" ID " elsewhere\n",
	};
	struct record r;

	foreach(line, lines) {
		struct buf b = BUF_INIT;

		row_int(*line, parse(mem_dup(*line, strlen(*line) - 1), &r), 1);
		row_int(*line, !r.ino || (r.ino == 262150 && r.btime == BTIME), 1);
		record_format(&b, &r);
		row_text(*line, b.data, *line);
	}
	assert_int_equal(parse("# a comment", &r), 0);
	assert_int_equal(parse("", &r), 0);
}

TEST(damaged_lines)
{
	// clang-format off
	static const char *const lines[] = {
		" ", "slot /a" ID, "tree /a" ID, "allow", "allow slot", "allow slot ", "allow slot " ID, "allow slot /a",
		"allow tree /a", "allow slot /a in", "allow slot /a in ", "deny slot /a" ID,
		"allow slot a" ID, "allow slot /a/" ID, "allow slot /a/../b" ID, "allow slot //a" ID,
		"allow slot /" ID, "allow slot /a\\" ID, "allow slot /a\\400" ID,
		"allow slot /a\\000" ID, "allow slot /a\\x41" ID, "allow slot /a\\057..\\057b" ID,
		"allow slot /a\\18" ID, "allow  slot /a" ID, " allow slot /a" ID,
		"allow slot /a" ID " ", "allow slot /a " ID, "Allow slot /a" ID,
		"allow Slot /a" ID, "allow dir /a" ID, "allow slot /a" ID ID, "deny tree /a" ID ID,
		"allow slot /a in 0:1.000000000", "allow slot /a in -1:1.000000000",
		"allow slot /a in 1:2", "allow slot /a in 1:2.3", "allow slot /a in 1:2.1000000000",
		"allow slot /a in 1:2.+12345678", "allow slot /a in 1:2.000000003x",
		"allow slot /a in 18446744073709551616:2.000000003",
		"allow slot /a in 1:4294967296.000000000",
		"allow tree /a" ID " to /b", "deny tree /a" ID " to /b", "allow slot /a to /b",
		"allow slot /a" ID " to", "allow slot /a" ID " to b", "allow slot /a" ID " to /b/",
		"allow slot /a" ID " to /b to /c", "allow slot /a" ID " /b",
		"allow slot /a" ID " shared shared", "allow slot /a" ID " tracked tracked",
		"allow slot /a" ID " share", "allow slot /a" ID " shared,tracked",
		"deny tree /a" ID " shared", "allow tree /a" ID " shared", "allow tree /a" ID " tracked", "deny tree /a" ID " tracked", "deny tree /a shared",
		"allow slot /a" ID " elsewhere", "deny tree /a elsewhere",
		"deny tree /a elsewhere" ID, "deny tree /a in 5:0.000000000 elsewhere",
		"deny tree /a" ID " elsewhere elsewhere",
	};
	// clang-format on
	struct record r;

	foreach(line, lines)
		row_int(*line, parse(*line, &r), -1);
	assert_int_equal(record_parse((char[]){ "deny tree /a\0b" }, 14, &r), -1);
}

/* A line that is cut anywhere allows no other place, and no other directory in it. */
TEST(cut_lines)
{
	static const char line[] = "allow slot /home/web/.venv" ID " to /e shared tracked";
	struct record r;

	for (size_t n = 1; n < strlen(line); n++) {
		if (parse(mem_dup(line, n), &r) < 0)
			continue;
		row_text(mem_dup(line, n), r.path, "/home/web/.venv");
		assert_true(r.ino == 262150 && r.btime == BTIME);
	}
	assert_int_equal(parse(line, &r), 1);
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
	garble("allow slot /a\\040 in 12:34.000000056 to /b shared");
	garble("deny tree /a in 12:34.000000056 elsewhere");
}

// clang-format off
#define OLD " 262150:1700000000.123456789 1000 - "

static const char *const damaged_firsts[] = {
	"allow env" OLD "- /",
	"allow dir" OLD "moved /a",
	"allow dir" OLD "- /a/",
	"allow dir" OLD "- a",
	"allow dir" OLD "- /a b",
	"allow dir" OLD "-",
	"allow both" OLD "- /a",
	"Allow dir" OLD "- /a",
	"allow  dir" OLD "- /a",
	"allow dir 1:2 - - - /a",
	"allow slot /a" ID,
};
// clang-format on

/* unit/first_record has whole ones. */
TEST(damaged_lines_of_the_first_edition)
{
	struct first_record f;

	foreach(line, damaged_firsts)
		row_int(*line, first_parse(mem_dups(*line), strlen(*line), &f), -1);
	assert_int_equal(first_parse(mem_dups("# avenv trust 1"), 15, &f), 0);
	assert_int_equal(first_parse((char[]){ "deny dir path - - - /a\0b" }, 24, &f), -1);
}

MAIN(NULL)
