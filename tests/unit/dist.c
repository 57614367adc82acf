/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is installed, told from files as each pip would tell it. */
#include "dist.h"

TEST(one)
{
	const struct dist *dist;
	struct dists dists;
	size_t pos = 0;

	put_venv(NULL, "11");
	put_dist(SITE "/Demo_Pkg-1.0RC1.dist-info",
		 "Metadata-Version: 2.1\nname: Demo_Pkg\nVersion: 1.0RC1\n"
		 "Requires-Dist: a;\n  python_version < '3'\n"
		 "Requires-Dist: b\n\nRequires-Dist: c\n");
	put_file(SITE "/Demo_Pkg-1.0RC1.dist-info/INSTALLER", "uv \n");
	put_file(SITE "/Demo_Pkg-1.0RC1.dist-info/REQUESTED", "");
	put_file(SITE "/Demo_Pkg-1.0RC1.dist-info/direct_url.json",
		 "{\"url\": \"file:///s%20t\","
		 " \"dir_info\": {\"editable\": true}}");
	dists = read_dists();
	assert_int_equal(dists.problem_count, 0);
	assert_int_equal(dists.major, 3);
	assert_int_equal(dists.minor, 11);
	assert_string_equal(listed(&dists), "Demo_Pkg==1.0rc1");
	dist = dists_find(&dists, "demo.pkg");
	assert_non_null(dist);
	assert_null(dists_find(&dists, "demo"));
	assert_string_equal(dist->key, "demo-pkg");
	assert_string_equal(dist->installer, "uv");
	assert_string_equal(dist->path, at(SITE "/Demo_Pkg-1.0RC1.dist-info"));
	assert_string_equal(dist->site->path, at(SITE));
	assert_true(dist->requested);
	assert_true(dist->local);
	assert_string_equal(dist->editable, "/s t");
	assert_string_equal(dist_header(dist, "requires-dist", &pos),
			    "a; python_version < '3'");
	assert_string_equal(dist_header(dist, "requires-dist", &pos), "b");
	assert_null(dist_header(dist, "requires-dist", &pos));
}

/* By any spelling of a name, wherever it is in the order. */
TEST(find)
{
	static const char *const names[] = { "a",   "b_1", "B",  "c",
					     "d.e", "D",   "zz", "a_a" };
	struct dists dists;

	put_venv(NULL, "11");
	dists = read_dists();
	assert_null(dists_find(&dists, "a"));
	foreach(row, names) {
		struct buf path = BUF_INIT, text = BUF_INIT;

		buf_putl(&path, SITE "/", *row, ".dist-info");
		buf_putl(&text, "Name: ", *row, "\nVersion: 1\n");
		put_dist(path.data, text.data);
	}
	dists = read_dists();
	foreach(row, names) {
		const struct dist *dist = dists_find(&dists, *row);

		row_text(*row, dist ? dist->name : NULL, *row);
	}
	assert_non_null(dists_find(&dists, "D-_e"));
	assert_null(dists_find(&dists, "aa"));
	assert_null(dists_find(&dists, ""));
}

/** What a pip lists of it; "!" before it: with a problem it crashes over. */
struct wanted {
	const char *pip, *minor, *listed;
};

#define WANTED(...)                                                            \
	(const struct wanted[])                                                \
	{                                                                      \
		__VA_ARGS__,                                                   \
		{                                                              \
			0                                                      \
		}                                                              \
	}

/* The pips that were measured, one for each column of rules. */
#define OLD    "18.1", "6"
#define PKG20  "20.3.4", "8"
#define PKG22  "22.0.4", "7"
#define PKG23  "23.2", "10"
#define LIB23  "23.2.1", "12"
#define LIB24  "24.2", "13"
#define NEWEST NULL, "13"

static const struct row {
	const char *what;
	const struct file *files;
	const struct wanted *wanted;
} rows[] = {
	// clang-format off
	{ "the name printed",
	  FILES({ "Demo_Pkg.x-1.dist-info/METADATA", META("Demo_Pkg.x", "1") }),
	  WANTED({ OLD, "Demo-Pkg.x==1" }, { PKG22, "Demo_Pkg.x==1" },
		 { NEWEST, "Demo_Pkg.x==1" }) },
	{ "a version in the name",
	  FILES({ "a-2.0.dist-info/METADATA", META("a", "1.0") }),
	  WANTED({ PKG22, "a==2.0" }, { LIB23, "a==1.0" }, { LIB24, "a==2.0" }) },
	{ "an underscore in the version",
	  FILES({ "a-1.0_1.dist-info/METADATA", META("a", "1.0.post1") }),
	  WANTED({ OLD, "a==1.0.post1" }, { PKG22, "a==1.0.post1" },
		 { LIB23, "a==1.0.post1" }, { LIB24, "a===1.0.post1" }) },
	{ "a dash in the version",
	  FILES({ "a-1.0-1.dist-info/METADATA", META("a", "1.0.post1") }),
	  WANTED({ PKG22, "a==1.0" }, { LIB23, "a==1.0.post1" },
		 { LIB24, "a==1.0.post1" }) },
	{ "a dash in the name",
	  FILES({ "a-b-1.0.dist-info/METADATA", META("a-b", "1.0") }),
	  WANTED({ OLD, "a===b" }, { PKG22, "a-b===b" },
		 { LIB23, "a-b==1.0" }, { LIB24, "a-b===1.0" }) },
	{ "no version in the name",
	  FILES({ "a-zonk.dist-info/METADATA", META("a", "1.0") }),
	  WANTED({ PKG22, "a===zonk" }, { LIB23, "a==1.0" },
		 { LIB24, "a===1.0" }) },
	{ "none there, and none in METADATA",
	  FILES({ "a-zonk.dist-info/METADATA", "Name: a\n" }),
	  WANTED({ PKG22, "a===zonk" }, { LIB23, "!" }, { LIB24, "a===None" }) },
	{ "no version in METADATA",
	  FILES({ "a-1.0.dist-info/METADATA", "Name: a\n" }),
	  WANTED({ PKG22, "a==1.0" }, { LIB23, "!" }, { LIB24, "a==1.0" }) },
	{ "no version at all",
	  FILES({ "a.dist-info/METADATA", "Name: a\n" }),
	  WANTED({ OLD, "!" }, { PKG22, "!" }, { LIB23, "!" }, { LIB24, "!" }) },
	{ "no version in METADATA that is one",
	  FILES({ "a-1.0.dist-info/METADATA", META("a", "no version") }),
	  WANTED({ PKG22, "a==1.0" }, { LIB23, "a===no version" },
		 { LIB24, "a==1.0" }) },
	{ "no METADATA, other files",
	  FILES({ "A_X-1.0.dist-info/x", "" }),
	  WANTED({ OLD, "A-X==1.0" }, { PKG22, "a-x==1.0" }, { LIB23, "" },
		 { LIB24, "a-x==1.0" }) },
	{ "an empty METADATA",
	  FILES({ "A_X-1.0.dist-info/METADATA", "" }),
	  WANTED({ OLD, "A-X==1.0" }, { PKG22, "a-x==1.0" }, { LIB23, "" },
		 { LIB24, "a-x==1.0" }) },
	{ "an empty .dist-info",
	  FILES({ "a-1.0.dist-info", NULL }),
	  WANTED({ OLD, "" }, { PKG22, "" }, { LIB23, "" },
		 { LIB24, "a==1.0" }) },
	{ "an empty .egg-info",
	  FILES({ "a-1.0.egg-info", NULL }),
	  WANTED({ OLD, "" }, { PKG22, "" }, { LIB23, "" }, { LIB24, "!" }) },
	{ "PKG-INFO in a .dist-info",
	  FILES({ "a-1.dist-info/PKG-INFO", META("b", "3") }),
	  WANTED({ PKG22, "a==1" }, { LIB23, "b==3" }, { LIB24, "b==1" }) },
	{ "not UTF-8, behind the headers",
	  FILES({ "a-1.dist-info/METADATA", "Name: a\n\n\xff" },
		{ "b-1.dist-info/METADATA", META("b", "1") }),
	  WANTED({ PKG20, "a==1 b==1" }, { PKG22, "!b==1" }, { LIB23, "!b==1" },
		 { NEWEST, "!b==1" }) },
	{ "what was not removed completely",
	  FILES({ "~a-1.dist-info/METADATA", META("a", "1") }),
	  WANTED({ OLD, "" }, { PKG22, "" }, { NEWEST, "" }) },
	{ "a name that begins with a dash",
	  FILES({ "-a-1.0.dist-info/METADATA", META("-a", "1.0") }),
	  WANTED({ OLD, "Unknown==1.0" }, { PKG22, "-a==1.0" },
		 { NEWEST, "" }) },
	{ "a name twice",
	  FILES({ "a-1.0.dist-info/METADATA", META("a", "1.0") },
		{ "a-10.0.dist-info/METADATA", META("a", "10.0") },
		{ "a-3.0.dist-info/METADATA", META("a", "3.0") }),
	  WANTED({ OLD, "a==10.0" }, { PKG22, "a==10.0" },
		 { PKG23, "a==1.0" }) },
	{ "the same by its first letters",
	  FILES({ "a-1.dist-info/METADATA", META("a", "1") },
		{ "a.egg-info/PKG-INFO", META("a", "0") },
		{ "aa-2.dist-info/METADATA", META("aa", "2") }),
	  WANTED({ PKG22, "a==1 aa==2" }) },
	{ "names that are one",
	  FILES({ "a.b-1.dist-info/METADATA", META("a.b", "1") },
		{ "a_b-2.dist-info/METADATA", META("a-b", "2") }),
	  WANTED({ OLD, "a-b==2 a.b==1" }, { PKG22, "a-b==2" },
		 { PKG23, "a-b==2" }) },
	{ "names that are one in METADATA",
	  FILES({ "a_x-1.dist-info/METADATA", META("a.b", "1") },
		{ "a_b-2.dist-info/METADATA", META("a_b", "2") }),
	  WANTED({ PKG22, "a_b==2" }, { PKG23, "a.b==1" }) },
	{ "an .egg",
	  FILES({ "a-1.0-py3.egg/EGG-INFO/PKG-INFO", META("a", "2") },
		{ "b-1.0.egg/EGG-INFO/x", "" }),
	  WANTED({ PKG22, "" }, { LIB24, "a==1.0" }, { "25.1", "13", "" },
		 { NEWEST, "" }) },
	{ "an .egg beside another of its name",
	  FILES({ "a-1.0-py3.egg/EGG-INFO/PKG-INFO", META("a", "1") },
		{ "a-2.dist-info/METADATA", META("a", "2") }),
	  WANTED({ LIB24, "a==1.0" }, { NEWEST, "a==2" }) },
	{ "names that are one, with digits",
	  FILES({ "a.1-1.dist-info/METADATA", META("a.1", "1") },
		{ "a_1-2.dist-info/METADATA", META("a_1", "2") }),
	  WANTED({ PKG22, "a_1==2" }) },
	{ "an .egg on the path",
	  FILES({ "a-1.0-py3.egg/EGG-INFO/PKG-INFO", META("a", "2") },
		{ "easy-install.pth", "./a-1.0-py3.egg\n" }),
	  WANTED({ OLD, "a==1.0" }, { PKG22, "a==1.0" }, { NEWEST, "a==2" }) },
	{ "an .egg-info",
	  FILES({ "A_B-2.0.egg-info/PKG-INFO", META("A_B", "1.0-1") }),
	  WANTED({ OLD, "A-B==1.0.post1" }, { PKG22, "A_B==1.0.post1" },
		 { NEWEST, "A_B==1.0.post1" }) },
	{ "an .egg-info that is a file",
	  FILES({ "a-2.0.egg-info", META("a", "3.0") }),
	  WANTED({ OLD, "a==3.0" }, { NEWEST, "a==3.0" }) },
	{ "a .dist-info that is a file",
	  FILES({ "a-1.0.dist-info", META("a", "2.0") }),
	  WANTED({ OLD, "a==1.0" }, { NEWEST, "a==1.0" }) },
	{ "capitals in a suffix, CRLF, the first of two",
	  FILES({ "a-1.0.DIST-INFO/METADATA",
		  "NAME: a\r\nname: b\r\nVersion: 1.0\r\n\r\n" }),
	  WANTED({ OLD, "a==1.0" }, { NEWEST, "a==1.0" }) },
	{ "spaces behind a name",
	  FILES({ "a-1.dist-info/METADATA", "Name: a  \nVersion: 1\n" }),
	  WANTED({ OLD, "a==1" }, { PKG22, "a  ==1" }, { NEWEST, "a  ==1" }) },
	{ "a name on a line of its own",
	  FILES({ "a-1.dist-info/METADATA", "Name:\n a\nVersion: 1\n" }),
	  WANTED({ PKG22, "\n a==1" }, { NEWEST, "\na==1" }) },
	{ "a name on several lines",
	  FILES({ "a-1.dist-info/METADATA", "Name: a\n  x\n y\n" }),
	  WANTED({ PKG22, "a\n  x\n y==1" }, { NEWEST, "       a\n x\ny==1" }) },
	{ "a name that goes on far to the right",
	  FILES({ "a-1.dist-info/METADATA", "Name: a\n          x\n" }),
	  WANTED({ NEWEST, "a\n  x==1" }) },
	{ "no header",
	  FILES({ "a-1.dist-info/METADATA", "garbage\nName: b\n" }),
	  WANTED({ PKG22, "a==1" }, { NEWEST, "a==1" }) },
	{ "the order",
	  FILES({ "a_b-1.dist-info/METADATA", META("a_b", "1") },
		{ "aC-1.dist-info/METADATA", META("aC", "1") },
		{ "a1-1.dist-info/METADATA", META("a1", "1") },
		{ "a.d-1.dist-info/METADATA", META("a.d", "1") },
		{ "a_e-1.dist-info/METADATA", META("a-e", "1") },
		{ "B-1.dist-info/METADATA", META("B", "1") }),
	  WANTED({ NEWEST, "a-e==1 a.d==1 a1==1 a_b==1 aC==1 B==1" }) },
	{ "null in direct_url.json",
	  FILES({ "a-1.dist-info/METADATA", META("a", "1") },
		{ "a-1.dist-info/direct_url.json", "null" }),
	  WANTED({ "20.0.2", "8", "a==1" }, { PKG20, "!" }, { NEWEST, "!" }) },
	{ "no JSON in it",
	  FILES({ "a-1.dist-info/METADATA", META("a", "1") },
		{ "a-1.dist-info/direct_url.json", "{" }),
	  WANTED({ NEWEST, "a==1" }) },
	// clang-format on
};

TEST(by_pip)
{
	foreach(r, rows)
		for (const struct wanted *w = r->wanted; w->minor; w++) {
			struct buf what = BUF_INIT, got = BUF_INIT;
			struct dists dists;

			put_venv(w->pip, w->minor);
			put_files(w->minor, r->files);
			dists = read_dists();
			for (size_t k = 0; k < dists.problem_count; k++)
				if (dists.problems[k].fatal)
					buf_putc(&got, '!');
			buf_puts(&got, listed(&dists));
			buf_putl(&what, r->what, ", pip ",
				 w->pip ? w->pip : "the newest");
			row_text(what.data, got.data, w->listed);
		}
}

MAIN(scratch_make, scratch_remove)
