/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 54 55 60 */
/* The distributions of an environment, told from files as its pip tells them. */
#include "dist.h"

/** A file in site-packages; without a text a directory. */
struct file {
	const char *path, *text;
};

/* The pips measured: with pkg_resources, with importlib.metadata, the newest. */
static const struct pip {
	const char *version, *minor;
} pips[] = { { "22.0.4", "9" }, { "24.2", "13" }, { NULL, "13" } };

static const struct {
	const char *what;
	struct file files[6];
	/** for each of pips; NULL: not measured, "!": pip crashes */
	const char *wanted[ARRAY_SIZE(pips)];
} rows[] = {
	// clang-format off
	{ "the name printed", { { "Demo_Pkg.x-1.dist-info/METADATA", META("Demo_Pkg.x", "1") } },
	  { "Demo_Pkg.x==1", NULL, "Demo_Pkg.x==1" } },
	{ "a version in the name", { { "a-2.0.dist-info/METADATA", META("a", "1.0") } },
	  { "a==2.0", "a==2.0", NULL } },
	{ "an underscore in the version", { { "a-1.0_1.dist-info/METADATA", META("a",
	  "1.0.post1") } },
	  { "a==1.0.post1", "a===1.0.post1", NULL } },
	{ "a dash in the name", { { "a-b-1.0.dist-info/METADATA", META("a-b", "1.0") } },
	  { "a-b===b", "a-b===1.0", NULL } },
	{ "no version in the name", { { "a-zonk.dist-info/METADATA", META("a", "1.0") } },
	  { "a===zonk", "a===1.0", NULL } },
	{ "no version in METADATA", { { "a-1.0.dist-info/METADATA", "Name: a\n" } },
	  { "a==1.0", "a==1.0", NULL } },
	{ "no version", { { "a.dist-info/METADATA", "Name: a\n" } }, { "!", "!", NULL } },
	{ "no METADATA", { { "A_X-1.0.dist-info/x", "" } }, { "a-x==1.0", "a-x==1.0", NULL } },
	{ "an empty .dist-info", { { "a-1.0.dist-info", NULL } }, { "", "a==1.0", NULL } },
	{ "not UTF-8", { { "a-1.dist-info/METADATA", "Name: a\n\n\xff" },
	  { "b-1.dist-info/METADATA", META("b", "1") } },
	  { "!b==1", NULL, "!b==1" } },
	{ "partly removed", { { "~a-1.dist-info/METADATA", META("a", "1") } }, { "", NULL, "" } },
	{ "a name with a dash first", { { "-a-1.0.dist-info/METADATA", META("-a", "1.0") } },
	  { "-a==1.0", NULL, "" } },
	{ "a name twice", { { "a-10.0.dist-info/METADATA", META("a", "10.0") },
	  { "a-3.0.dist-info/METADATA", META("a", "3.0") } },
	  { "a==10.0", NULL, NULL } },
	{ "two spellings", { { "a.b-1.dist-info/METADATA", META("a.b", "1") },
	  { "a_b-2.dist-info/METADATA", META("a-b", "2") } },
	  { "a-b==2", NULL, NULL } },
	{ "an .egg on the path", { { "a-1.0-py3.egg/EGG-INFO/PKG-INFO", META("a", "2") },
	  { "easy-install.pth", "./a-1.0-py3.egg\n" } },
	  { "a==1.0", NULL, "a==2" } },
	{ "an .egg-info", { { "A_B-2.0.egg-info/PKG-INFO", META("A_B", "1.0-1") } },
	  { "A_B==1.0.post1", NULL, "A_B==1.0.post1" } },
	{ "an .egg-info that is a file", { { "a-2.0.egg-info", META("a", "3.0") } }, { NULL, NULL,
	  "a==3.0" } },
	{ "capitals, CRLF, two names", { { "a-1.0.DIST-INFO/METADATA",
	  "NAME: a\r\nname: b\r\nVersion: 1.0\r\n\r\n" } },
	  { NULL, NULL, "a==1.0" } },
	{ "a name on several lines", { { "a-1.dist-info/METADATA", "Name: a\n  x\n y\n" } },
	  { "a\n  x\n y==1", NULL, "       a\n x\ny==1" } },
	{ "the order", { { "a_b-1.dist-info/METADATA", META("a_b", "1") },
	  { "aC-1.dist-info/METADATA", META("aC", "1") },
	    { "a1-1.dist-info/METADATA", META("a1", "1") }, { "a.d-1.dist-info/METADATA",
	      META("a.d", "1") },
	    { "B-1.dist-info/METADATA", META("B", "1") } },
	  { NULL, NULL, "a.d==1 a1==1 a_b==1 aC==1 B==1" } },
	{ "null in direct_url.json", { { "a-1.dist-info/METADATA", META("a", "1") },
	  { "a-1.dist-info/direct_url.json", "null" } },
	  { NULL, NULL, "!" } },
	{ "no JSON in it", { { "a-1.dist-info/METADATA", META("a", "1") },
	  { "a-1.dist-info/direct_url.json", "{" } },
	  { NULL, NULL, "a==1" } },
	// clang-format on
};

static void check_row(const char *what, const struct pip *pip, const struct file *files,
		      const char *wanted)
{
	struct buf got = BUF_INIT;
	struct dists dists;

	put_venv(pip->version, pip->minor);
	for (; files->path; files++) {
		struct buf path = BUF_INIT;

		buf_putl(&path, "e/lib/python3.", pip->minor, "/site-packages/", files->path);
		put_dirs(files->text ? path_parent(path.data) : path.data);
		if (files->text)
			put_file(path.data, files->text);
	}
	dists = read_dists();
	for (size_t i = 0; i < dists.problem_count; i++)
		if (dists.problems[i].fatal)
			buf_putc(&got, '!');
	buf_puts(&got, listed(&dists));
	row_text(what, got.data, wanted);
}

TEST(as_pip_lists_them)
{
	foreach(row, rows)
		for (size_t i = 0; i < ARRAY_SIZE(pips); i++)
			if (row->wanted[i])
				check_row(row->what, &pips[i], row->files, row->wanted[i]);
}

TEST(one_distribution)
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
	assert_string_equal(listed(&dists), "Demo_Pkg==1.0rc1");
	dist = dists_find(&dists, "demo.pkg");
	assert_non_null(dist);
	assert_null(dists_find(&dists, "demo"));
	assert_string_equal(dist->key, "demo-pkg");
	assert_string_equal(dist->installer, "uv");
	assert_string_equal(dist->path, at(SITE "/Demo_Pkg-1.0RC1.dist-info"));
	assert_true(dist->requested && dist->local);
	assert_string_equal(dist->editable, "/s t");
	assert_string_equal(dist_header(dist, "requires-dist", &pos), "a; python_version < '3'");
	assert_string_equal(dist_header(dist, "requires-dist", &pos), "b");
	assert_null(dist_header(dist, "requires-dist", &pos));
}

static void put_info(const char *dir, const char *name)
{
	struct buf path = BUF_INIT, text = BUF_INIT;

	put_dirs(dir);
	buf_putl(&path, dir, "/", name, "-1.dist-info");
	buf_putl(&text, "Name: ", name, "\nVersion: 1\n");
	put_dist(path.data, text.data);
}

/* Directories in .pth files; the lines of code in them are not run. */
TEST(pth_files)
{
	struct buf text = BUF_INIT;
	struct dists dists;

	put_venv(NULL, "11");
	put_info("out/one", "one");
	put_info("out/two", "two");
	put_info("out/link", "nested");
	put_info("e/src/mine", "mine");
	put_info("out/two", "one");
	put_file("out/one/more.pth", "../link\n");
	buf_putl(&text, "#no\n\nimport os\n", at("out/two"), " \t\r\n../../../src/mine\n",
		 at("nowhere"), "\n");
	put_file(SITE "/b.pth", text.data);
	put_file(SITE "/a.pth", at("out/one"));
	put_file(SITE "/_virtualenv.pth", "import _virtualenv\n");
	dists = read_dists();
	assert_string_equal(listed(&dists), "mine==1 one==1 two==1");
	assert_true(dists_find(&dists, "mine")->local);
	assert_false(dists_find(&dists, "one")->local);
	/* The first on the path counts. */
	assert_string_equal(dists_find(&dists, "one")->path, at("out/one/one-1.dist-info"));
	assert_int_equal(dists.imports.count, 1);
	assert_string_equal(dists.imports.list[0], at(SITE "/b.pth"));
}

/* A development install by setup.py. */
TEST(egg_links)
{
	struct dists dists;
	const struct dist *dist;

	put_venv(NULL, "13");
	put_dirs("s t/a_x.egg-info");
	put_file("s t/a_x.egg-info/PKG-INFO", META("a_x", "1"));
	put_file("e/lib/python3.13/site-packages/a_x.egg-link", "\n  ../../../../s t \n.\n");
	dists = read_dists();
	dist = dists_find(&dists, "a-x");
	assert_non_null(dist);
	assert_string_equal(dist->editable, at("s t"));
	assert_true(dist->local);
}

static const char *with_base(const char *lib, const char *site_py)
{
	struct buf cfg = BUF_INIT;
	struct dists dists;

	put_dirs("base/bin");
	put_dirs(path_join("base", lib));
	put_file(path_join(path_join("base", lib), "os.py"), "");
	put_file(path_join(path_join("base", lib), "site.py"), site_py);
	buf_putl(&cfg, "home = ", at("base/bin"),
		 "\nversion = 3.11.2\n"
		 "include-system-site-packages = true\n");
	put_file("e/pyvenv.cfg", cfg.data);
	put_info(SITE, "own");
	dists = read_dists();
	return listed(&dists);
}

TEST(system_packages)
{
	put_venv(NULL, "11");
	put_info("base/lib/python3.11/site-packages", "base");
	put_info("home/.local/lib/python3.11/site-packages", "user");
	put_info("elsewhere/lib/python3.11/site-packages", "told");
	setenv("HOME", at("home"), 1);
	assert_string_equal(with_base("lib/python3.11", ""), "base==1 own==1 user==1");
	setenv("PYTHONUSERBASE", at("elsewhere"), 1);
	assert_string_equal(with_base("lib/python3.11", ""), "base==1 own==1 told==1");
	setenv("PYTHONNOUSERSITE", "1", 1);
	put_info("base/lib/python3/dist-packages", "debian");
	assert_string_equal(with_base("lib/python3.11", "x = [\"dist-packages\"]\n"),
			    "debian==1 own==1");
}

MAIN(scratch_make, scratch_remove)
