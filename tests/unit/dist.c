/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 54 55 */
/* The distributions of an environment, told from files as its pip tells them. */
#include "dist.h"

#include "installed/needs.h"

static const struct {
	const char *what, *pip;
	/** paths in site-packages with their text, up to a NULL */
	const char *files[9];
	const char *wanted;
} rows[] = {
	// clang-format off
	{ "the name in METADATA", NULL, { "Demo_Pkg.x-1.dist-info/METADATA",
	  META("Demo_Pkg.x", "1") }, "Demo_Pkg.x==1" },
	{ "the name of the entry", "21.1", { "Demo_Pkg.x-1.dist-info/METADATA",
	  META("Demo_Pkg.x", "1") }, "Demo-Pkg.x==1" },
	{ "the version of the entry", NULL, { "a-2.0.dist-info/METADATA", META("a", "1.0") },
	  "a==2.0" },
	{ "normalized", NULL, { "a-1.0RC1.dist-info/METADATA", META("a", "1.0RC1") }, "a==1.0rc1" },
	{ "no valid version in the entry", NULL, { "a-1.0_x.dist-info/METADATA",
	  META("a", "1.0-x") }, "a===1.0-x" },
	{ "no version in METADATA", NULL, { "a-1.0.dist-info/METADATA", "Name: a\n" }, "a==1.0" },
	{ "no version", NULL, { "a.dist-info/METADATA", "Name: a\n" }, "!" },
	{ "no name", NULL, { "a-1.dist-info/METADATA", "Version: 1\n" }, "!" },
	{ "no METADATA", NULL, { "a-1.dist-info/x", "" }, "!" },
	{ "not UTF-8", NULL, { "a-1.dist-info/METADATA", "Name: a\n\n\xff",
	  "b-1.dist-info/METADATA", META("b", "1") }, "! b==1" },
	{ "an interrupted pip", NULL, { "~a-1.dist-info/METADATA", META("a", "1") }, "~" },
	{ "an .egg on the path", NULL, { "a-1.0-py3.egg/EGG-INFO/PKG-INFO", META("a", "2"),
	  "easy-install.pth", "./a-1.0-py3.egg\n" }, "a==2" },
	{ "a zipped egg", NULL, { "a-1.0-py3.egg", "PK" }, "~" },
	{ "an .egg-info", NULL, { "A_B-2.0.egg-info/PKG-INFO", META("A_B", "1.0-1") },
	  "A_B==1.0.post1" },
	{ "an .egg-info that is a file", NULL, { "a-2.0.egg-info", META("a", "3.0") }, "a==3.0" },
	{ "CRLF, capitals, two names", NULL, { "a-1.0.dist-info/METADATA",
	  "NAME: a\r\nname: b\r\nVersion: 1.0\r\n\r\nName: c\n" }, "a==1.0" },
	{ "the order", NULL, { "a_b-1.dist-info/METADATA", META("a_b", "1"),
	  "aC-1.dist-info/METADATA", META("aC", "1"), "a.d-1.dist-info/METADATA", META("a.d", "1"),
	  "B-1.dist-info/METADATA", META("B", "1") }, "a.d==1 a_b==1 aC==1 B==1" },
	{ "a broken direct_url.json", NULL, { "a-1.dist-info/METADATA", META("a", "1"),
	  "a-1.dist-info/direct_url.json", "null" }, "~ a==1" },
	// clang-format on
};

TEST(as_pip_lists_them)
{
	foreach(row, rows) {
		put_venv(row->pip);
		for (const char *const *file = row->files; *file; file += 2) {
			const char *path = path_join(SITE, file[0]);

			put_dirs(path_parent(path));
			put_file(path, file[1]);
		}
		row_text(row->what, listed(), row->wanted);
	}
}

TEST(one_distribution)
{
	const char *dir = SITE "/Demo_Pkg-1.0.dist-info";
	const struct dist *dist;
	size_t pos = 0;

	put_venv(NULL);
	put_dist(dir, "Name: Demo_Pkg\nVersion: 1.0\nRequires-Dist: a\nrequires-dist: b\n\n"
		      "Requires-Dist: c\n");
	put_file(path_join(dir, "INSTALLER"), "uv \n");
	put_file(path_join(dir, "REQUESTED"), "");
	put_file(path_join(dir, "direct_url.json"),
		 "{\"url\": \"file:///s%20t\", \"dir_info\": {\"editable\": true}}");
	assert_string_equal(listed(), "Demo_Pkg==1.0");
	dist = dists_find(&dists, "demo.pkg");
	assert_non_null(dist);
	assert_null(dists_find(&dists, "demo"));
	assert_string_equal(dist->installer, "uv");
	assert_true(dist->requested && dist->local);
	assert_string_equal(dist->editable, "/s t");
	assert_string_equal(dist_header(dist, "Requires-Dist", &pos), "a");
	assert_string_equal(dist_header(dist, "Requires-Dist", &pos), "b");
	assert_null(dist_header(dist, "Requires-Dist", &pos));
}

static void put_info(const char *dir, const char *name)
{
	struct buf path = BUF_INIT, text = BUF_INIT;

	buf_putl(&path, dir, "/", name, "-1.dist-info");
	buf_putl(&text, "Name: ", name, "\nVersion: 1\n");
	put_dist(path.data, text.data);
}

/* The first on the path counts. */
TEST(pth_files_and_links)
{
	struct buf text = BUF_INIT;

	put_venv(NULL);
	put_info("out/one", "one");
	put_info("out/two", "two");
	put_info("out/two", "one");
	put_info("out/link", "nested");
	put_info("e/src", "mine");
	put_file("out/one/more.pth", "../link\n");
	buf_putl(&text, "#no\n\nimport os\n", at("out/two"), " \t\r\n../../../src\n",
		 at("nowhere"));
	put_file(SITE "/b.pth", text.data);
	put_file(SITE "/a.pth", at("out/one"));
	put_dirs("out/two/a_x.egg-info");
	put_file("out/two/a_x.egg-info/PKG-INFO", META("a_x", "1"));
	put_file(SITE "/a-x.egg-link", "anything\n");
	assert_string_equal(listed(), "a_x==1 mine==1 one==1 two==1");
	assert_true(dists_find(&dists, "mine")->local);
	assert_false(dists_find(&dists, "one")->local);
	assert_string_equal(dists_find(&dists, "one")->path, at("out/one/one-1.dist-info"));
	assert_int_equal(dists.double_count, 1);
	assert_string_equal(dists_find(&dists, "a-x")->editable, at("out/two"));
	assert_true(dists_find(&dists, "a-x")->local);
}

static const char *with_base(const char *site_py)
{
	struct buf cfg = BUF_INIT;

	put_dirs("base/bin");
	put_dirs("base/lib/python3.11");
	put_file("base/lib/python3.11/os.py", "");
	put_file("base/lib/python3.11/site.py", site_py);
	buf_putl(&cfg, "home = ", at("base/bin"),
		 "\nversion = 3.11.2\ninclude-system-site-packages = true\n");
	put_file("e/pyvenv.cfg", cfg.data);
	put_info(SITE, "own");
	return listed();
}

TEST(system_packages)
{
	put_venv(NULL);
	put_info("base/lib/python3.11/site-packages", "base");
	put_info("home/.local/lib/python3.11/site-packages", "user");
	setenv("HOME", at("home"), 1);
	assert_string_equal(with_base(""), "base==1 own==1 user==1");
	setenv("PYTHONNOUSERSITE", "1", 1);
	put_info("base/lib/python3/dist-packages", "debian");
	assert_string_equal(with_base("x = [\"dist-packages\"]\n"), "debian==1 own==1");
}

TEST(requires_txt)
{
	struct marker_env env;
	struct needs *needs;
	struct buf b = BUF_INIT;

	put_venv(NULL);
	put_dirs(SITE "/egg-1.egg-info");
	put_file(SITE "/egg-1.egg-info/PKG-INFO", META("egg", "1"));
	put_file(SITE "/egg-1.egg-info/requires.txt",
		 "good>=2\ngone\n# no\n\n[x]\nextra\n[:python_version >= '3']\nnew\n"
		 "[y:python_version < '3']\nold\n");
	put_dist(GOOD, META("good", "1"));
	listed();
	marker_env_of(&venv, &env);
	needs = &needs_read(&dists, &env)[0];
	for (size_t i = 0; i < needs->count; i++) {
		const struct need *need = &needs->list[i];

		if (need->holds)
			buf_putl(&b, requirement_text(&need->requirement), need->there ? "!" : "",
				 need_met(need) ? "+ " : " ");
	}
	assert_string_equal(b.data, "gone good>=2! new; (python_version >= '3') ");
	assert_true(needs_require(needs, dists_find(&dists, "good")));
}

/** The version in pyvenv.cfg, a directory in lib, and the values of markers. */
static const struct {
	const char *version, *lib, *python_version, *full, *implementation;
} values[] = {
	{ "version = 3.11.2", "python3.11", "3.11", "3.11.2", "CPython" },
	{ "version_info = 3.12.1.final.0", "python3.12", "3.12", "3.12.1", "CPython" },
	{ "", "python3.13t", "3.13", "3.13.0", "CPython" },
	{ "", "pypy3.10", "3.10", "3.10.0", "PyPy" },
};

TEST(values_of_markers)
{
	foreach(row, values) {
		struct buf cfg = BUF_INIT;
		struct marker_env env;

		scratch_clear();
		put_env("e");
		put_dirs(path_join("e/lib", path_join(row->lib, "site-packages")));
		buf_putl(&cfg, "home = /usr/bin\n", row->version, "\n");
		put_file("e/pyvenv.cfg", cfg.data);
		venv_read(at("e"), &venv);
		marker_env_of(&venv, &env);
		row_text(cfg.data, env.python_version, row->python_version);
		row_text(cfg.data, env.python_full_version, row->full);
		row_text(cfg.data, env.platform_python_implementation, row->implementation);
		assert_string_equal(env.os_name, "posix");
	}
}

MAIN(scratch_make, scratch_remove)
