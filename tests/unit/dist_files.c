/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 55 60 */
/*
 * Files of distributions that somebody else may have written: links are not
 * followed, sizes are bounded, and RECORD names no file outside the environment.
 */
#include "dist.h"

#include "cli/dist_record.h"

#define BAD  SITE "/bad-1.dist-info"
#define GOOD SITE "/good-1.dist-info"
/** sha256 of "" and of "x" */
#define EMPTY "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
#define X     "sha256=LXEWQrcmsEQBYnyp-6wy9chTD7GQPMTbAiWHF5IaSIE"

/** One bad file beside a good distribution: a word about it, and whether it is fatal. */
static const struct {
	/** words of put(), in site-packages where they begin with a slash */
	const char *put, *file, *text;
	off_t size;
	const char *problem, *says;
	bool fatal;
} rows[] = {
	// clang-format off
	{ BAD "/METADATA>../../../../../secret", NULL, NULL, 0, BAD "/METADATA", "link", true },
	{ "-" BAD " " BAD ">../../../../elsewhere", NULL, NULL, 0, BAD, "link", true },
	{ BAD "/direct_url.json>../x", BAD "/METADATA", META("bad", "1"), 0, BAD "/direct_url.json",
	  "link", true },
	{ SITE "/a.pth>../x", BAD "/METADATA", META("bad", "1"), 0, SITE "/a.pth", "link", false },
	{ BAD "/METADATA|", NULL, NULL, 0, BAD "/METADATA", "regular", true },
	{ BAD "/METADATA/", NULL, NULL, 0, BAD "/METADATA", "regular", true },
	{ "-" BAD " " BAD "|", NULL, NULL, 0, BAD, "regular", true },
	{ BAD "/INSTALLER| " BAD "/direct_url.json|", BAD "/METADATA", META("bad", "1"), 0,
	  BAD "/direct_url.json", "regular", true },
	{ SITE "/a.egg-link| " SITE "/a.pth|", BAD "/METADATA", META("bad", "1"), 0, SITE "/a.pth",
	  "regular", false },
	{ "x", BAD "/METADATA", "Name: bad\nVersion: 1\n\n\xe9", 0, BAD "/METADATA", "UTF-8",
	  true },
	{ BAD "/direct_url.json", BAD "/METADATA", META("bad", "1"), 64 * 1024 + 1,
	  BAD "/direct_url.json", "larger", true },
	{ SITE "/a.pth", BAD "/METADATA", META("bad", "1"), 1024 * 1024 + 1, SITE "/a.pth",
	  "larger", true },
	// clang-format on
};

static void put_sound(void)
{
	put_venv(NULL, "11");
	put_dist(GOOD, META("good", "1"));
	put_dist(BAD, NULL);
	put("elsewhere/ secret");
	put_file("elsewhere/METADATA", META("secret", "1"));
	put_file("secret", META("secret", "1"));
}

TEST(bad_files)
{
	foreach(row, rows) {
		struct dists dists;

		put_sound();
		put(row->put);
		if (row->file)
			put_file(row->file, row->text);
		if (row->size)
			grow(row->problem, row->size);
		dists = read_dists();
		assert_non_null(dists_find(&dists, "good"));
		assert_null(dists_find(&dists, "secret"));
		row_int(row->problem, dists.problem_count, 1);
		row_text(row->problem, dists.problems[0].path, at(row->problem));
		row_int(row->problem, dists.problems[0].fatal, row->fatal);
		if (!strstr(dists.problems[0].text, row->says))
			row_text(row->problem, dists.problems[0].text, row->says);
	}
}

/* The headers are read, a description of 100 MB is not; a NUL is refused. */
TEST(metadata)
{
	struct buf lines = BUF_INIT;

	put_sound();
	put_file(BAD "/METADATA", META("bad", "1"));
	grow(BAD "/METADATA", 100 * 1024 * 1024);
	assert_int_equal(read_dists().count, 2);
	for (int i = 0; i < 110000; i++)
		buf_puts(&lines, "Requires:x\n");
	put_file(BAD "/METADATA", lines.data);
	assert_int_equal(read_dists().count, 1);
	put_bytes(BAD "/METADATA", "Name: b\0d\nVersion: 1\n", 21);
	assert_int_equal(read_dists().count, 1);
}

static struct venv venv;
static struct dists dists;
static struct dist_record record;

static void read_record(const char *text)
{
	put_file(GOOD "/RECORD", text);
	dists = read_dists();
	venv_read(at("e"), &venv);
	dist_record_read(&venv, dists_find(&dists, "good"), &record);
}

TEST(record_rows)
{
	put_venv(NULL, "11");
	put_dist(GOOD, META("good", "1"));
	read_record("good/x.py," X ",1\r\n../../../bin/good," X ",1\r\n"
		    "../../../../outside,,\r\n/etc/passwd,,\r\n,,\r\n");
	assert_null(record.problem);
	assert_int_equal(record.count, 4);
	assert_string_equal(record.files[0].path, at(SITE "/good/x.py"));
	assert_string_equal(record.files[1].below, "bin/good");
	assert_null(record.files[2].below);
	assert_null(record.files[3].below);
}

TEST(records_refused)
{
	static const char *const kinds[] = { ">../../secret", "|", "/" };

	put_venv(NULL, "11");
	put_dist(GOOD, META("good", "1"));
	put_file("secret", "good/x.py,,\n");
	read_record("a,b,c,d\n");
	assert_non_null(record.problem);
	put_bytes(GOOD "/RECORD", "a\0b,,\n", 6);
	dist_record_read(&venv, dists_find(&dists, "good"), &record);
	assert_non_null(record.problem);
	grow(GOOD "/RECORD", 100 * 1024 * 1024);
	dist_record_read(&venv, dists_find(&dists, "good"), &record);
	assert_non_null(record.problem);
	foreach(row, kinds) {
		struct buf b = BUF_INIT;

		buf_putl(&b, "-" GOOD "/RECORD " GOOD "/RECORD", *row);
		put(b.data);
		dist_record_read(&venv, dists_find(&dists, "good"), &record);
		row_int(*row, record.problem != NULL, true);
		row_int(*row, record.count, 0);
	}
}

/** A row of RECORD, and the state of the file. */
static const struct {
	const char *name, *hash, *size;
	enum dist_file_state state;
} looks[] = {
	{ "look/x", X, "1", DIST_FILE_SAME },
	{ "look/x", X, "", DIST_FILE_SAME },
	{ "look/x", X "A", "1", DIST_FILE_CHANGED },
	{ "look/x", EMPTY, "1", DIST_FILE_CHANGED },
	{ "look/x", X, "2", DIST_FILE_CHANGED },
	{ "look/x", X, "one", DIST_FILE_CHANGED },
	{ "look/x", "", "1", DIST_FILE_UNKNOWN },
	{ "look/x", "blake3=abc", "1", DIST_FILE_UNKNOWN },
	{ "look/x", "md5=ndTkYSaMgDT1yFZOFVxnpg", "1", DIST_FILE_WEAK },
	{ "look/x", "md5=ndTkYSaMgDT1yFZOFVxnpw", "1", DIST_FILE_CHANGED },
	{ "look/gone", X, "1", DIST_FILE_MISSING },
	{ "look/gone.pyc", "", "", DIST_FILE_UNKNOWN },
	{ "look/none/x", X, "1", DIST_FILE_MISSING },
	{ "look/link", X, "1", DIST_FILE_CHANGED },
	{ "look/linked/x", X, "1", DIST_FILE_CHANGED },
	{ "look/x/x", X, "1", DIST_FILE_CHANGED },
	{ "look/fifo", X, "", DIST_FILE_CHANGED },
	{ "look", X, "", DIST_FILE_CHANGED },
};

TEST(files_compared)
{
	struct dist_look look;
	int root;

	put_venv(NULL, "11");
	put("e/look/ e/look/link>x e/look/linked>../look e/look/fifo|");
	put_file("e/look/x", "x");
	root = open_dir("e");
	dist_look_start(&look, root);
	foreach(row, looks) {
		struct dist_file file = { .path = at(path_join("e", row->name)),
					  .below = row->name,
					  .hash = row->hash,
					  .size = row->size };

		row_int(row->name, dist_file_look(&look, &file), row->state);
	}
	dist_look_end(&look);
	close(root);
}

/* Files that no RECORD names. */
TEST(unowned)
{
	/* bin/python is a script here. */
	static const char *const files[] = {
		"bin/evil",
		"bin/python",
		"lib/python3.11/site-packages/good/evil.py",
		"lib/python3.11/site-packages/sitecustomize.py",
		"lib/python3.11/site-packages/~ood/",
		"share/mine.txt",
		"share/mine/",
	};
	struct dist_unowned u;
	struct dist_owners o;

	put_venv(NULL, "11");
	put_dist(GOOD, META("good", "1"));
	put("e/bin/good e/bin/evil e/bin/activate.fish e/bin/python3.11 e/share/ "
	    "e/share/mine/ e/share/mine/a e/share/mine.txt");
	put_dirs(SITE "/good/__pycache__");
	put(SITE "/good/x.py " SITE "/good/evil.py " SITE
		 "/good/__pycache__/x.cpython-311.pyc " SITE "/~ood/ " SITE "/~ood/a " SITE
		 "/sitecustomize.py");
	read_record("good/x.py,,\n../../../bin/good,,\n"
		    "good-1.dist-info/METADATA,,\ngood-1.dist-info/RECORD,,\n");
	dist_owners_read(&venv, &dists, &o);
	assert_int_equal(dist_unowned_find(&venv, &dists, &o, &u), 0);
	assert_int_equal(u.files.count, ARRAY_SIZE(files));
	for (size_t i = 0; i < u.files.count; i++)
		row_text("unowned", u.files.list[i], files[i]);
}

MAIN(scratch_make, scratch_remove)
