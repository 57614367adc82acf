/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody may put in the way: bounded, told of, never followed. */
#include "dist.h"

#define BAD SITE "/bad-1.dist-info"

/* An environment with something sound in it, and the directory BAD. */
static void put_sound(void)
{
	put_venv(NULL, "13");
	put_dir("e/lib/python3.11");
	put_file("e/pyvenv.cfg", "home = /nowhere\nversion = 3.11.1\n");
	put_dir(SITE);
	put_dist(SITE "/good-1.dist-info", META("good", "1"));
	put_dist(BAD, NULL);
}

/* The sound one is listed, and why another is not is said, once. */
static void check_at(const char *path, const char *text, bool fatal, int line)
{
	int before = dup(0), after;
	struct dists dists = read_dists();
	const char *names = listed(&dists);

	after = dup(0);
	close(before);
	close(after);
	if (after != before + 1)
		fail_msg("line %d: a descriptor is left open", line);
	row_text_at("listed", names, fatal ? "good==1" : "bad==1 good==1",
		    __FILE__, line);
	row_int_at("problems", (long long)dists.problem_count, 1, __FILE__,
		   line);
	row_text_at("path", dists.problems[0].path, path, __FILE__, line);
	row_text_at("text", dists.problems[0].text, text, __FILE__, line);
	row_int_at("fatal", dists.problems[0].fatal, fatal, __FILE__, line);
}

#define check(path, text)      check_at(at(path), text, true, __LINE__)
#define check_note(path, text) check_at(at(path), text, false, __LINE__)

TEST(links)
{
	put_sound();
	put_file("secret", META("secret", "1"));
	put_link(BAD "/METADATA", at("secret"));
	check(BAD "/METADATA", "is a link, which is not followed");

	put_sound();
	put_dist("elsewhere", META("secret", "1"));
	assert_int_equal(rmdir(at(BAD)), 0);
	put_link(BAD, at("elsewhere"));
	check(BAD, "is a link, which is not followed");

	put_sound();
	put_file(BAD "/METADATA", META("bad", "1"));
	put_file("secret", "null");
	put_link(BAD "/direct_url.json", at("secret"));
	check(BAD "/direct_url.json", "is a link, which is not followed");

	put_sound();
	put_file(BAD "/METADATA", META("bad", "1"));
	put_file("paths", at("elsewhere"));
	put_link(SITE "/a.pth", at("paths"));
	check_note(SITE "/a.pth", "is a link, which is not followed");
}

/* Nobody writes to it: whoever waits, waits for ever. */
TEST(pipes)
{
	put_sound();
	put_fifo(BAD "/METADATA");
	check(BAD "/METADATA", "is no regular file");

	put_sound();
	put_dir(BAD "/METADATA");
	check(BAD "/METADATA", "is no regular file");

	put_sound();
	assert_int_equal(rmdir(at(BAD)), 0);
	put_fifo(BAD);
	check(BAD, "is no regular file");

	put_sound();
	put_file(BAD "/METADATA", META("bad", "1"));
	put_fifo(BAD "/INSTALLER");
	put_fifo(BAD "/direct_url.json");
	check(BAD "/direct_url.json", "is no regular file");

	put_sound();
	put_file(BAD "/METADATA", META("bad", "1"));
	put_fifo(SITE "/a.egg-link");
	put_fifo(SITE "/a.pth");
	check_note(SITE "/a.pth", "is no regular file");
}

TEST(sizes)
{
	struct buf lines = BUF_INIT;
	struct dists dists;

	/* A description of 100 MB is not read. */
	put_sound();
	put_file(BAD "/METADATA", META("bad", "1"));
	grow(BAD "/METADATA", 100 * 1024 * 1024);
	dists = read_dists();
	assert_string_equal(listed(&dists), "bad==1 good==1");
	assert_int_equal(dists.problem_count, 0);

	put_sound();
	for (int i = 0; i < 110000; i++)
		buf_puts(&lines, "Requires:x\n");
	put_file(BAD "/METADATA", lines.data);
	check(BAD "/METADATA", "has more than 1 MiB of headers");

	put_sound();
	put_file(BAD "/METADATA", META("bad", "1"));
	put_file(BAD "/direct_url.json", "{}");
	grow(BAD "/direct_url.json", 64 * 1024 + 1);
	check(BAD "/direct_url.json", "is larger than 64 KiB");

	put_sound();
	assert_int_equal(rmdir(at(BAD)), 0);
	put_file(SITE "/a.pth", "x\n");
	grow(SITE "/a.pth", 1024 * 1024 + 1);
	check(SITE "/a.pth", "is larger than 1 MiB");
}

TEST(bytes)
{
	static const char nul[] = "Name: b\0ad\nVersion: 1\n";
	static const char latin[] = "Name: bad\nVersion: 1\n\n\xe9";
	static const char path[] = "/\0\n../../../../x\n";
	struct dists dists;

	put_sound();
	put_bytes(BAD "/METADATA", nul, sizeof(nul) - 1);
	check(BAD "/METADATA", "has a NUL in it");

	put_sound();
	put_bytes(BAD "/METADATA", latin, sizeof(latin) - 1);
	check(BAD "/METADATA", "is not UTF-8");

	/* What a name holds is whoever shows it to escape. */
	put_sound();
	put_file(BAD "/METADATA", META("b\033[31m", "1"));
	put_dir("x");
	put_bytes(SITE "/a.pth", path, sizeof(path) - 1);
	dists = read_dists();
	assert_string_equal(listed(&dists), "b\033[31m==1 good==1");
	assert_int_equal(dists.site_count, 2);
	assert_string_equal(dists.sites[1].path, at("x"));
}

TEST(many_sites)
{
	struct buf lines = BUF_INIT;
	struct dists dists;

	put_sound();
	put_dir("many");
	for (int i = 0; i < 1100; i++) {
		char name[32];

		snprintf(name, sizeof(name), "many/%04d", i);
		put_dir(name);
		buf_putl(&lines, at(name), "\n");
	}
	put_file(SITE "/a.pth", lines.data);
	dists = read_dists();
	assert_int_equal(dists.site_count, 1024);
	assert_int_equal(dists.problem_count, 1);
	assert_string_equal(dists.problems[0].path, at("many/1023"));
	assert_true(dists.problems[0].fatal);
	assert_string_equal(listed(&dists), "bad==1 good==1");
}

TEST(many_entries)
{
	struct dists dists;

	put_sound();
	for (int i = 0; i < 66000; i++) {
		char name[64];

		snprintf(name, sizeof(name), SITE "/n%05d-1.dist-info", i);
		put_file(name, "");
	}
	dists = read_dists();
	assert_int_equal(dists.count, 65536);
	assert_int_equal(dists.problem_count, 1);
	assert_string_equal(dists.problems[0].path, at(SITE));
	assert_true(dists.problems[0].fatal);
}

/* What is no distribution takes nothing of their room. */
TEST(many_links)
{
	struct dists dists;
	char name[64];

	put_sound();
	put_dist(BAD, META("bad", "1"));
	for (int i = 0; i < 66000; i++) {
		snprintf(name, sizeof(name), SITE "/n%05d.egg-link", i);
		put_file(name, "");
	}
	dists = read_dists();
	assert_int_equal(dists.problem_count, 0);
	assert_string_equal(listed(&dists), "bad==1 good==1");
}

/* The one problem, with the site-packages as a whole. */
static void check_cut(void)
{
	struct dists dists = read_dists();

	assert_int_equal(dists.problem_count, 1);
	assert_string_equal(dists.problems[0].path, at(SITE));
	assert_string_equal(dists.problems[0].text,
			    "holds too much, not all of it is read");
	assert_true(dists_fatal(&dists));
}

TEST(much_looked_at)
{
	struct dists dists;
	char name[64];

	put_sound();
	put_dist(BAD, META("bad", "1"));
	put_dir("large");
	for (int i = 0; i < 1050; i++) {
		snprintf(name, sizeof(name), "large/%d", i);
		put_file(name, "");
		snprintf(name, sizeof(name), SITE "/%d.egg-link", i);
		put_file(name, at("large"));
	}
	dists = read_dists();
	assert_int_equal(dists.problem_count, 1);
	assert_string_equal(dists.problems[0].path, at("large"));
	assert_true(dists_fatal(&dists));
	assert_string_equal(listed(&dists), "bad==1 good==1");
}

/* NAME in COUNT distributions, all of them one file. */
static void put_linked(const char *file, const char *name, int count)
{
	for (int i = 0; i < count; i++) {
		char dir[64];

		snprintf(dir, sizeof(dir), SITE "/n%d-1.dist-info", i);
		put_dir(dir);
		assert_int_equal(link(at(file), at(path_join(dir, name))), 0);
	}
}

TEST(much_kept)
{
	struct buf lines = BUF_INIT;

	put_sound();
	put_dist(BAD, META("bad", "1"));
	for (int i = 0; i < 90000; i++)
		buf_puts(&lines, "Requires:x\n");
	put_file("one", lines.data);
	put_linked("one", "PKG-INFO", 40);
	check_cut();

	put_sound();
	put_dist(BAD, META("bad", "1"));
	buf_cut(&lines, 0);
	buf_puts(&lines, "{\"url\": \"https://example.org/x\", "
			 "\"archive_info\": {}}");
	for (int i = 0; i < 60000; i++)
		buf_putc(&lines, ' ');
	put_file("one", lines.data);
	put_linked("one", "direct_url.json", 600);
	check_cut();
}

/* Descriptions, which are not kept. */
TEST(much_read)
{
	put_sound();
	put_dist(BAD, META("bad", "1"));
	put_file("one", META("n", "1"));
	grow("one", 1024 * 1024);
	put_linked("one", "METADATA", 520);
	check_cut();
}

MAIN(scratch_make, scratch_remove)
