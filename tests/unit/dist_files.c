/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 55 60 */
/*
 * Files of distributions that somebody else may have written: links are not followed, sizes are
 * bounded, and RECORD names no file outside of the environment.
 */
#include "dist.h"

#include "installed/record.h"
#include "print/msg.h"

/** One bad file beside a good distribution: a word about it. */
static const struct {
	/** words of put() */
	const char *put, *file;
	off_t size;
	const char *problem, *says;
} bad[] = {
	// clang-format off
	{ BAD "/METADATA>../../../../../secret", NULL, 0, BAD "/METADATA", "link" },
	{ "-" BAD " " BAD ">../../../../elsewhere", NULL, 0, BAD, "regular" },
	{ BAD "/direct_url.json>../x", BAD "/METADATA", 0, BAD "/direct_url.json", "link" },
	{ SITE "/a.pth>../x", BAD "/METADATA", 0, SITE "/a.pth", "link" },
	{ BAD "/METADATA|", NULL, 0, BAD "/METADATA", "regular" },
	{ BAD "/METADATA/", NULL, 0, BAD "/METADATA", "regular" },
	{ "-" BAD " " BAD "|", NULL, 0, BAD, "regular" },
	{ BAD "/INSTALLER| " BAD "/direct_url.json|", BAD "/METADATA", 0, BAD "/direct_url.json",
	  "regular" },
	{ SITE "/a.egg-link| " SITE "/a.pth|", BAD "/METADATA", 0, SITE "/a.pth", "regular" },
	{ BAD "/direct_url.json", BAD "/METADATA", 64 * 1024 + 1, BAD "/direct_url.json",
	  "larger" },
	{ SITE "/a.pth", BAD "/METADATA", 64 * 1024 + 1, SITE "/a.pth", "large" },
	// clang-format on
};

static void put_sound(void)
{
	put_venv(NULL);
	put_dist(GOOD, META("good", "1"));
	put_dist(BAD, NULL);
	put("elsewhere/ secret");
	put_file("elsewhere/METADATA", META("secret", "1"));
	put_file("secret", META("secret", "1"));
}

TEST(bad_files)
{
	foreach(row, bad) {
		put_sound();
		put(row->put);
		if (row->file)
			put_file(row->file, META("bad", "1"));
		if (row->size)
			grow(row->problem, row->size);
		listed();
		assert_non_null(dists_find(&dists, "good"));
		assert_null(dists_find(&dists, "secret"));
		row_int(row->problem, dists.problem_count, 1);
		row_text(row->problem, dists.problems[0].path, at(row->problem));
		if (!strstr(dists.problems[0].text, row->says))
			row_text(row->problem, dists.problems[0].text, row->says);
	}
}

/* The headers are read, a description of 100 MB is not; a NUL is refused. */
TEST(large_metadata)
{
	struct buf lines = BUF_INIT;

	put_sound();
	put_file(BAD "/METADATA", META("bad", "1"));
	grow(BAD "/METADATA", 100 * 1024 * 1024);
	assert_string_equal(listed(), "bad==1 good==1");
	for (int i = 0; i < 110000; i++)
		buf_puts(&lines, "Requires:x\n");
	put_file(BAD "/METADATA", lines.data);
	assert_string_equal(listed(), "! good==1");
	put_bytes(BAD "/METADATA", "Name: b\0d\nVersion: 1\n", 21);
	assert_string_equal(listed(), "! good==1");
}

/** sha256 of "" and of "x" */
#define EMPTY "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
#define X     "sha256=LXEWQrcmsEQBYnyp-6wy9chTD7GQPMTbAiWHF5IaSIE"

static void read_record(struct dist_record *record)
{
	listed();
	dist_record_read(&venv, dists_find(&dists, "good"), record);
}

/* What its rows may say: packages.t. */
TEST(records)
{
	static const char *const kinds[] = { ">../../secret", "|", "/" };
	struct dist_record record;

	put_venv(NULL);
	put_dist(GOOD, META("good", "1"));
	read_record(&record);
	assert_true(record.missing);
	put_file(GOOD "/RECORD", "a,b,c\n");
	grow(GOOD "/RECORD", 100 * 1024 * 1024);
	read_record(&record);
	assert_non_null(record.problem);
	put_file("secret", "good/x.py,,\n");
	foreach(kind, kinds) {
		put(formatted("-%s/RECORD %s/RECORD%s", GOOD, GOOD, *kind));
		read_record(&record);
		row_int(*kind, record.problem && !record.count, true);
	}
}

// clang-format off
/** Files and what RECORD says of them, by their state. */
static const struct {
	enum dist_file_state state;
	const char *rows[10][3];
} states[] = {
	{ DIST_FILE_SAME, { { "look/x", X, "1" }, { "look/x", X "==", "" }, { "look/x", "", "1" },
	  { "look/x", "blake3=abc", "1" }, { "look/gone.pyc", "", "" } } },
	{ DIST_FILE_CHANGED, { { "look/x", X "A", "1" }, { "look/x", EMPTY, "1" }, { "look/x", X, "2" },
	  { "look/x", "", "one" }, { "look/link", X, "1" }, { "look/linked/x", X, "1" },
	  { "look/x/x", X, "1" }, { "look/fifo", X, "" }, { "look", X, "" } } },
	{ DIST_FILE_MISSING, { { "look/gone", X, "1" }, { "look/none/x", X, "1" } } },
};
// clang-format on

TEST(files_compared)
{
	struct dist_file outside = { "/x", NULL, X, "" };
	const char *why;
	int root;

	put_venv(NULL);
	put("e/look/ e/look/link>x e/look/linked>../look e/look/fifo|");
	put_file("e/look/x", "x");
	root = open_dir("e");
	foreach(group, states)
		for (size_t i = 0; group->rows[i][0]; i++) {
			const char *const *row = group->rows[i];
			struct dist_file file = { row[0], row[0], row[1], row[2] };

			row_int(row[0], dist_file_compare(root, &file, &why), group->state);
		}
	assert_int_equal(dist_file_compare(root, &outside, &why), DIST_FILE_OUTSIDE);
	close(root);
}

MAIN(scratch_make, scratch_remove)
