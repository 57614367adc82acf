/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The import path of an environment's Python: where distributions are sought. */
#include "dist.h"

/* The sites below the scratch directory, in order; '*': not local. */
static const char *sites(const struct dists *dists)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < dists->site_count; i++) {
		const struct dist_site *site = &dists->sites[i];

		buf_putl(&b, b.len ? " " : "",
			 path_under(site->path, scratch) ?
				 site->path + strlen(scratch) + 1 :
				 site->path,
			 site->local ? "" : "*");
	}
	return b.data;
}

static void put_info(const char *dir, const char *name)
{
	struct buf path = BUF_INIT, text = BUF_INIT;

	buf_putl(&path, dir, "/", name, "-1.dist-info");
	buf_putl(&text, "Name: ", name, "\nVersion: 1\n");
	put_dist(path.data, text.data);
}

TEST(pth)
{
	struct buf text = BUF_INIT;
	struct dists dists;

	put_venv(NULL, "11");
	put_dirs("out/one");
	put_dirs("out/two");
	put_dirs("out/link");
	put_dirs("e/src/mine");
	put_info("out/one", "one");
	put_info("out/two", "two");
	put_info("out/link", "nested");
	put_info("e/src/mine", "mine");
	put_file("out/one/more.pth", "../link\n");
	put_dirs(SITE "/#no");
	buf_putl(&text, "#no\n\n", at("out/two"), " \t\r\n../../../src/mine\n",
		 at("nowhere"), "\n", at("out/two"));
	put_file(SITE "/b.pth", text.data);
	put_file(SITE "/a.pth", at("out/one"));
	put_file(SITE "/.c.txt", at("out/link"));
	dists = read_dists();
	assert_string_equal(sites(&dists),
			    SITE " out/one* out/two* e/src/mine");
	assert_string_equal(listed(&dists), "mine==1 one==1 two==1");
	assert_string_equal(dists.sites[1].pth, at(SITE "/a.pth"));
	assert_null(dists.sites[0].pth);
	assert_true(dists_find(&dists, "mine")->local);
	assert_false(dists_find(&dists, "one")->local);
	assert_int_equal(dists.problem_count, 0);
	assert_int_equal(dists.imports.count, 0);
}

/* No line of code is obeyed; what is known to add nothing is not told of. */
TEST(imports)
{
	struct dists dists;

	put_venv(NULL, "11");
	put_file(SITE "/a.pth", "import a\nimport\tb\n");
	put_file(SITE "/distutils-precedence.pth",
		 "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; x\n");
	put_file(SITE "/_virtualenv.pth", "import _virtualenv\n");
	put_file(SITE "/x-nspkg.pth", "import sys, types, os;x\n");
	put_file(SITE "/__editable__.x-1.pth",
		 "import __editable___x_1_finder; x\n");
	put_file(SITE "/z.pth", "import os\n");
	dists = read_dists();
	assert_int_equal(dists.imports.count, 2);
	assert_string_equal(dists.imports.list[0], at(SITE "/a.pth"));
	assert_string_equal(dists.imports.list[1], at(SITE "/z.pth"));
	assert_int_equal(dists.site_count, 1);
}

/* The first on the path wins. */
TEST(first_site)
{
	struct dists dists;

	put_venv(NULL, "11");
	put_dirs("out");
	put_info("out", "a");
	put_info(SITE, "a");
	put_file("out/a-1.dist-info/direct_url.json", "what is hidden");
	put_file(SITE "/a.pth", at("out"));
	dists = read_dists();
	assert_int_equal(dists.count, 1);
	assert_int_equal(dists.problem_count, 0);
	assert_string_equal(dists.list[0].path, at(SITE "/a-1.dist-info"));
}

/* Of a development install by setup.py, with easy-install.pth and without. */
TEST(egg_links)
{
	static const struct {
		const char *pip, *minor;
		bool pth;
		/* what is listed of name a_x; is it editable, and local? */
		bool listed, editable;
	} rows[] = {
		{ "22.0.4", "7", true, true, true },
		{ "22.0.4", "7", false, false, false },
		{ "23.2.1", "11", true, true, false },
		{ "23.2.1", "11", false, true, false },
		{ "24.0", "11", false, true, true },
		{ NULL, "13", true, true, true },
		{ NULL, "13", false, true, true },
	};

	foreach(row, rows) {
		struct buf site = BUF_INIT;
		const struct dist *dist;
		struct dists dists;
		/* pkg_resources looks for a safe name alone. */
		bool safe = row->minor[0] == '7';

		buf_putl(&site, "e/lib/python3.", row->minor,
			 "/site-packages/");
		put_venv(row->pip, row->minor);
		put_dirs("s t/a_x.egg-info");
		put_file("s t/a_x.egg-info/PKG-INFO", META("a_x", "1"));
		buf_puts(&site, safe ? "a-x.egg-link" : "a_x.egg-link");
		put_file(site.data, "\n  ../../../../s t \n.\n");
		buf_cut(&site, site.len - strlen("a_x.egg-link"));
		buf_puts(&site, "easy-install.pth");
		if (row->pth)
			put_file(site.data, at("s t"));
		dists = read_dists();
		dist = dists_find(&dists, "a-x");
		row_int("listed", dist != NULL, row->listed);
		if (!dist)
			continue;
		row_text("editable", dist->editable,
			 row->editable ? at("s t") : NULL);
		row_int("local", dist->local, true);
		row_text("path", dist->path, at("s t/a_x.egg-info"));
	}
}

/* What says itself where it comes from is not asked about links. */
TEST(no_link)
{
	struct dists dists;

	put_venv(NULL, "11");
	put_info(SITE, "a");
	put_file(SITE "/a-1.dist-info/direct_url.json",
		 "{\"url\": \"file:///a\", \"dir_info\": {}}");
	put_file(SITE "/a.egg-link", "/nowhere\n");
	dists = read_dists();
	assert_string_equal(listed(&dists), "a==1");
	assert_null(dists.list[0].editable);
}

static void put_base(const char *lib, const char *site_py)
{
	struct buf cfg = BUF_INIT;

	put_venv(NULL, "11");
	put_dirs("base/bin");
	put_dirs(path_join("base", lib));
	put_file(path_join(path_join("base", lib), "os.py"), "");
	put_file(path_join(path_join("base", lib), "site.py"), site_py);
	buf_putl(&cfg, "home = ", at("base/bin"),
		 "\nversion = 3.11.2\ninclude-system-site-packages = true\n");
	put_file("e/pyvenv.cfg", cfg.data);
	put_info(SITE, "own");
}

TEST(system_sites)
{
	struct dists dists;

	put_base("lib/python3.11", "");
	put_dirs("base/lib/python3.11/site-packages");
	put_dirs("home/.local/lib/python3.11/site-packages");
	put_dirs("base/shared");
	put_info("base/lib/python3.11/site-packages", "base");
	put_info("base/shared", "shared");
	put_link("base/lib/python3.11/site-packages/link-1.dist-info",
		 "../../../shared/shared-1.dist-info");
	put_info("home/.local/lib/python3.11/site-packages", "user");
	assert_int_equal(setenv("HOME", at("home"), 1), 0);
	dists = read_dists();
	assert_string_equal(sites(&dists),
			    SITE " home/.local/lib/python3.11/site-packages*"
				 " base/lib/python3.11/site-packages*");
	assert_string_equal(listed(&dists), "base==1 own==1 shared==1 user==1");
	assert_true(dists_find(&dists, "own")->local);
	assert_false(dists_find(&dists, "base")->local);
	put_dirs("elsewhere/lib/python3.11/site-packages");
	put_info("elsewhere/lib/python3.11/site-packages", "told");
	assert_int_equal(setenv("PYTHONUSERBASE", at("elsewhere"), 1), 0);
	dists = read_dists();
	assert_string_equal(listed(&dists), "base==1 own==1 shared==1 told==1");
	assert_int_equal(setenv("PYTHONNOUSERSITE", "1", 1), 0);
	dists = read_dists();
	assert_string_equal(listed(&dists), "base==1 own==1 shared==1");
	assert_int_equal(unsetenv("PYTHONNOUSERSITE"), 0);
	assert_int_equal(unsetenv("PYTHONUSERBASE"), 0);
	put_file("e/pyvenv.cfg", "home = /nowhere\nversion = 3.11.2\n");
	dists = read_dists();
	assert_string_equal(listed(&dists), "own==1");
	assert_int_equal(unsetenv("HOME"), 0);
}

TEST(debian_sites)
{
	static const char *const dirs[] = {
		"base/local/lib/python3.11/dist-packages",
		"base/lib/python3/dist-packages",
		"base/lib/python3.11/dist-packages",
		"base/lib/python3.11/site-packages"
	};
	struct dists dists;

	put_base("lib/python3.11", "x = [\"dist-packages\"]\n");
	foreach(row, dirs)
		put_dirs(*row);
	dists = read_dists();
	assert_string_equal(sites(&dists),
			    SITE " base/local/lib/python3.11/dist-packages*"
				 " base/lib/python3/dist-packages*"
				 " base/lib/python3.11/dist-packages*");
}

/* lib64 that is no link: only a Python that lies in one reads it. */
TEST(lib64)
{
	static const char site[] = "e/lib64/python3.11/site-packages";
	struct dists dists;

	put_base("lib64/python3.11", "");
	put_dirs(site);
	put_info(site, "binary");
	dists = read_dists();
	assert_string_equal(listed(&dists), "binary==1 own==1");
	put_base("lib/python3.11", "");
	put_dirs(site);
	put_info(site, "binary");
	dists = read_dists();
	assert_string_equal(listed(&dists), "own==1");
}

/* A distributor's word, which Python 3.14 does not ask for any more. */
TEST(patched)
{
	static const char file[] =
		"base/lib/python3.11/importlib/metadata/__init__.py";
	struct dists dists;

	put_base("lib/python3.11", "");
	put_dirs("base/lib/python3.11/importlib/metadata");
	put_file(file, "x\n_PIP_USE_IMPORTLIB_METADATA = True\n");
	dists = read_dists();
	assert_true(dists.pip.importlib);
	put_file(file, "x\n_PIP_USE_IMPORTLIB_METADATA = False\n");
	dists = read_dists();
	assert_false(dists.pip.importlib);
}

/* Windows' layout, PyPy's, and a cfg without a version. */
TEST(layouts)
{
	static const char *const dirs[] = { "Lib/site-packages",
					    "lib/pypy3.9/site-packages",
					    "site-packages",
					    "lib/python3.13t/site-packages" };

	foreach(row, dirs) {
		struct dists dists;

		scratch_clear();
		put_env("e");
		put_dirs(path_join("e", *row));
		put_info(path_join("e", *row), "a");
		dists = read_dists();
		row_text(*row, listed(&dists), "a==1");
	}
}

/* A .pth file whose name begins with a dot counts up to a release of each series. */
TEST(hidden_pth)
{
	static const struct {
		const char *version;
		size_t sites;
	} rows[] = {
		{ "3.7.17", 2 },
		{ "3.8.18", 2 },
		{ "3.8.19", 1 },
		{ "3.9.18", 2 },
		{ "3.9.19", 1 },
		{ "3.10.13", 2 },
		{ "3.10.14", 1 },
		{ "3.11.7", 2 },
		{ "3.11.8", 1 },
		{ "3.11.10", 1 },
		{ "3.12.1", 2 },
		{ "3.12.2", 1 },
		{ "3.13.0", 1 },
		{ "2.7.18", 2 },
		/* as virtualenv writes it */
		{ "3.12.1.final.0", 2 },
		{ "3.12.2.final.0", 1 },
	};

	foreach(row, rows) {
		struct buf cfg = BUF_INIT, site = BUF_INIT;
		const char *version = row->version;

		scratch_clear();
		put_env("e");
		buf_putl(&cfg, "home = /nowhere\nversion = ", version, "\n");
		put_file("e/pyvenv.cfg", cfg.data);
		buf_putl(&site, "e/lib/python", cfg_series(version),
			 "/site-packages");
		put_dirs(site.data);
		put_dir("x");
		put_file(path_join(site.data, ".a.pth"), at("x"));
		row_int(version, (long long)read_dists().site_count,
			(long long)row->sites);
	}
}

MAIN(scratch_make, scratch_remove)
