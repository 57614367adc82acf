/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 39 */
/* A record as a line of text; fuzz/trust has any text. */
#include "trust/record_text.h"
#include "test.h"

#define ID    " in 262150:1700000000.123456789"
#define BTIME INT64_C(1700000000123456789)
#define ENV   " env 262160:1700000000.123456789"
#define AT    " at 262155:1700000000.123456789"

static int parse(const char *line, struct record *r)
{
	return record_parse(mem_dups(line), strlen(line), r);
}

static const char *line_of(const struct record *r)
{
	struct buf b = BUF_INIT;

	record_format(&b, r);
	return b.data;
}

/* Written and read, R is written the same again. */
static void there_and_back(const struct record *r)
{
	const char *line = line_of(r);
	size_t len = strcspn(line, "\n");
	struct record back;

	row_text(line, line + len, "\n");
	row_int(line, parse(mem_dup(line, len), &back), 1);
	row_text(line, line_of(&back), line);
	row_text(line, back.path, r->path);
}

TEST(written_and_read)
{
	char every[300] = "/", *at = every + 1;

	for (int c = 1; c < 256; c++)
		if (c != '/')
			*at++ = (char)c;
	for (unsigned bits = 0; bits < 256; bits++) {
		bool deny = bits & 1, tree = deny || bits & 2, no_identity = deny && bits & 4;

		there_and_back(&(struct record){
			.path = bits & 8 ? every : "/a",
			.deny = deny,
			.tree = tree,
			.id.ino = no_identity ? 0 : UINT64_MAX,
			.id.btime = no_identity ? 0 : BTIME + !!(bits & 16),
			.env_id.ino = tree || bits & 32 ? 0 : 262160,
			.env_id.btime = tree || bits & 32 ? 0 : BTIME,
			.target = !tree && bits & 32 ? every : NULL,
			.target_id.ino = 262155,
			.target_id.btime = BTIME + !!(bits & 16),
			.shared = !tree && bits & 64 ? "uid:1001,gid:50,other," : NULL,
			.tracked = !tree && bits & 128,
		});
	}
	there_and_back(&(struct record){ .path = "/", .tree = true, .id.ino = 1, .id.btime = 0 });
}

TEST(documented_lines)
{
	static const char *const lines[] = {
		"allow slot /home/u/shop/.venv" ID ENV " since 1800000000.000000003\n",
		"allow slot /home/u/shop/.venv" ID " shared=uid:1001,gid:50, tracked\n",
		"allow slot /home/u/web/.venv" ID " to /home/u/envs/web" AT "\n",
		"allow slot /home/u/web/.venv" ID " since 1800000000.000000003\n",
		"allow slot /a" ID " to /b" AT
		" since 1800000000.000000003 shared=other, tracked\n",
		"allow tree /home/u/work" ID "\n",
		"deny tree /home/u/clones/a\\040b" ID "\n",
		"deny tree /home/u/clones/odd\n",
	};
	struct record r;

	foreach(line, lines) {
		row_int(*line, parse(mem_dup(*line, strlen(*line) - 1), &r), 1);
		row_int(*line, !r.id.ino || (r.id.ino == 262150 && r.id.btime == BTIME), 1);
		row_int(*line, !r.env_id.ino || (r.env_id.ino == 262160 && r.env_id.btime == BTIME),
			1);
		row_int(*line,
			!r.target_id.ino ||
				(r.target_id.ino == 262155 && r.target_id.btime == BTIME),
			1);
		row_text(*line, line_of(&r), *line);
	}
	assert_int_equal(parse("# a comment", &r), 0);
	assert_int_equal(parse("", &r), 0);
}

TEST(private_groups)
{
	/* The greatest is no group: chown() takes it for "leave it as it is". */
	static const char *const others[] = {
		"private group 4294967295", "private group -1", "private group ",
		"private group 1 ",         "private group x",  "group 1",
	};
	gid_t gid;

	row_int("the greatest", group_parse("private group 4294967294", 24, &gid), 1);
	row_int("the greatest", gid, 4294967294);
	foreach(line, others)
		row_int(*line, group_parse(*line, strlen(*line), &gid), 0);
	row_int("a NUL", group_parse("private group 1\0", 16, &gid), 0);
}

#define SLOT "allow slot /a" ID

// clang-format off
/** Damaged lines: each of the words between two texts. */
static const struct {
	const char *before, *words[40], *after;
} damaged[] = {
	{ "", { " ", "slot /a" ID, "tree /a" ID, "allow", "allow slot", "allow slot ",
	    "allow slot " ID, "allow slot /a", "allow tree /a", "allow slot /a in",
	    "allow slot /a in ", "allow slot /a to /b", "deny slot /a" ID, "allow dir /a" ID,
	    "allow  slot /a" ID, " " SLOT, "allow slot /a " ID, "Allow slot /a" ID,
	    "allow Slot /a" ID, "deny tree /a shared" }, "" },
	{ "allow slot ", { "a", "/a/", "/a/../b", "//a", "/", "/a\\", "/a\\400", "/a\\000",
	    "/a\\x41", "/a\\057..\\057b", "/a\\18" }, ID },
	{ "allow slot /a in ", { "0:1.000000000", "-1:1.000000000", "1:2", "1:2.3",
	    "1:2.1000000000", "1:2.+12345678", "1:2.000000003x", "1:4294967296.000000000",
	    "18446744073709551616:2.000000003" }, "" },
	{ SLOT, { " ", ID, " /b", " to", " to b", " to /b/", " to /b to /c", " share",
	    " elsewhere", " shared", " shared=", " shared=,tracked", " shared=gid:50", " shared=gid:50,uid:1",
	    " shared=Other,", " shared=other, shared=other,", " tracked tracked", AT,
	    " to /b", " to /b shared=other,", " to /b at", " to /b at ", " to /b at 0:1.000000000",
	    " to /b" ID, " to" AT, " to /b" AT AT, " to /b" AT " to /b" AT, " since",
	    " since 1", " since 1.3", " since 1.0000000003", " since -1.000000003",
	    " since 0.000000000", " shared=other, since 1.000000003" }, "" },
	{ SLOT, { " env", " env ", " env 1", " env 0:1.000000000", " env /b", ENV ENV, ENV " to /b" AT,
	    " to /b" AT ENV, " since 1.000000003" ENV }, "" },
	{ "allow tree /a" ID, { " ", ID, ENV, " /b", " to /b" AT, AT, " since 1.000000003", " shared=other,", " tracked" }, "" },
	{ "deny tree /a" ID, { " ", ID, ENV, " /b", " to /b" AT, AT, " shared=other,", " tracked" }, "" },
};
// clang-format on

TEST(damaged_lines)
{
	struct record r;

	foreach(row, damaged)
		for (const char *const *word = row->words; *word; word++) {
			const char *line = formatted("%s%s%s", row->before, *word, row->after);

			row_int(line, parse(line, &r), -1);
		}
	assert_int_equal(record_parse((char[]){ "deny tree /a\0b" }, 14, &r), -1);
}

/* A line that is cut anywhere allows no other place, and no other directory in it or around it. */
TEST(cut_lines)
{
	static const char *const lines[] = {
		"allow slot /home/web/.venv" ID " to /e" AT
		" since 1800000000.000000003 shared=gid:50,uid:1001, tracked",
		"allow slot /home/web/.venv" ID ENV " since 1800000000.000000003",
	};
	struct record r;

	foreach(line, lines) {
		for (size_t n = 1; n < strlen(*line); n++) {
			const char *cut = mem_dup(*line, n);

			if (parse(cut, &r) < 0)
				continue;
			row_text(cut, r.path, "/home/web/.venv");
			row_int(cut, r.id.ino == 262150 && r.id.btime == BTIME, 1);
			row_int(cut,
				!r.env_id.ino ||
					(r.env_id.ino == 262160 && r.env_id.btime == BTIME),
				1);
			row_int(cut,
				!r.target ||
					(r.target_id.ino == 262155 && r.target_id.btime == BTIME),
				1);
			row_int(cut,
				!r.shared || streq(r.shared, "gid:50,") ||
					ends_with(r.shared, ",uid:1001,"),
				1);
			row_int(cut, !r.since || r.since == INT64_C(1800000000000000003), 1);
		}
		assert_int_equal(parse(*line, &r), 1);
	}
}

MAIN(NULL)
