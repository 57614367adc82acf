/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 55 60 */
/*
 * The distributions of an environment, told from files alone. Somebody else may have written those:
 * only regular files are opened, sizes are bounded. That sound ones are listed as pip lists them:
 * tests/oracle/freeze.py; what requires what: cli/packages.
 */
#include "installed/dists.h"
#include "installed/needs.h"
#include "test.h"

#define META(name, version) "Name: " name "\nVersion: " version "\n\nbody\n"
#define SITE                "e/lib/python3.11/site-packages"
#define BAD                 SITE "/bad-1.dist-info"
#define GOOD                SITE "/good-1.dist-info"

static struct venv venv;
static struct dists dists;

static void put_dist(const char *dir, const char *file, const char *text)
{
	put_file(path_join(dir, file), text);
}

static void put_venv(void)
{
	scratch_clear();
	put_env("e");
	put(SITE "/");
	put_file("e/pyvenv.cfg", "home = /nowhere\nversion = 3.11.1\n");
}

/* "a==1 b===x", "!" for each fatal problem before, "~" for each other one; without pip. */
static const char *listed(void)
{
	struct buf b = BUF_INIT;

	venv_read(at("e"), &venv);
	dists_read(&venv, &dists);
	for (size_t i = 0; i < dists.problem_count; i++)
		buf_puts(&b, dists.problems[i].fatal ? "!" : "~");
	for (size_t i = 0; i < dists.count; i++)
		if (!streq(dists.list[i].key, "pip"))
			buf_putl(&b, b.len ? " " : "", dist_pin(&dists.list[i]));
	return b.data;
}

/* One directory in site-packages and a file in it with its text; pip, METADATA and another. */
static const struct {
	const char *dir, *file, *text, *wanted;
} rows[] = {
	// clang-format off
	{ "a-1.0.dist-info", "METADATA", "Name: a\n", "a==1.0" },
	{ "a.dist-info", "METADATA", "Name: a\n", "!" },
	{ "a-1.dist-info", "METADATA", "Version: 1\n", "!" },
	{ "a-1.dist-info", "METADATA", "Name: a\nVersion: 1\n\n\xff", "!" },
	{ "a-1.dist-info", "x", "", "!" },
	{ "~a-1.dist-info", "METADATA", META("a", "1"), "~" },
	{ "a-1.0-py3.11.egg/EGG-INFO", "PKG-INFO", META("a", "1.0"), "a==1.0" },
	{ "b-1.0-py3.11.egg/EGG-INFO", "PKG-INFO", META("b", "1.0"), "" },
	{ "", "z_b-2.0rc1-py3.11-linux-x86_64.egg", "PK", "z_b==2.0rc1" },
	{ "", "b-1.0-py3.11.egg", "PK", "" },
	// clang-format on
};

TEST(as_pip_lists_them)
{
	foreach(row, rows) {
		put_venv();
		put_dist(SITE, "easy-install.pth",
			 "./a-1.0-py3.11.egg\n./z_b-2.0rc1-py3.11-linux-x86_64.egg\n");
		put_dist(path_join(SITE, row->dir), row->file, row->text);
		row_text(row->dir, listed(), row->wanted);
	}
}

#define NO_METADATA "-" BAD "/METADATA "

/** A bad file beside a good distribution: it is named with a word about it. */
static const struct {
	/** words of put(), and the size of `problem` */
	const char *put, *problem, *says;
	off_t size;
} bad[] = {
	// clang-format off
	{ NO_METADATA BAD "/METADATA>METADATA", BAD "/METADATA", "itself", 0 },
	{ NO_METADATA BAD "/METADATA>gone", BAD "/METADATA", "gone", 0 },
	{ NO_METADATA BAD "/METADATA>.", BAD "/METADATA", "regular", 0 },
	{ NO_METADATA BAD "/METADATA>/dev/zero", BAD "/METADATA", "regular", 0 },
	{ NO_METADATA BAD "/x| " BAD "/METADATA>x", BAD "/METADATA", "regular", 0 },
	{ NO_METADATA BAD "/METADATA|", BAD "/METADATA", "regular", 0 },
	{ NO_METADATA "-" BAD " " BAD ">bad-1.dist-info", BAD, "itself", 0 },
	{ NO_METADATA "-" BAD " " BAD ">/dev/zero", BAD, "regular", 0 },
	{ NO_METADATA "-" BAD " " BAD "|", BAD, "regular", 0 },
	{ BAD "/direct_url.json>direct_url.json", BAD "/direct_url.json", "itself", 0 },
	{ BAD "/INSTALLER| " BAD "/direct_url.json|", BAD "/direct_url.json", "regular", 0 },
	{ BAD "/direct_url.json", BAD "/direct_url.json", "larger", 64 * 1024 + 1 },
	{ SITE "/a.pth>a.pth", SITE "/a.pth", "itself", 0 },
	{ SITE "/a.pth>/dev/zero", SITE "/a.pth", "regular", 0 },
	{ SITE "/a.egg-link| " SITE "/a.pth|", SITE "/a.pth", "regular", 0 },
	{ SITE "/a.pth", SITE "/a.pth", "large", 64 * 1024 + 1 },
	// clang-format on
};

TEST(bad_files)
{
	foreach(row, bad) {
		put_venv();
		put_dist(GOOD, "METADATA", META("good", "1"));
		put_dist(BAD, "METADATA", META("bad", "1"));
		put(row->put);
		if (row->size)
			grow(row->problem, row->size);
		listed();
		assert_non_null(dists_find(&dists, "good"));
		row_int(row->problem, dists.problem_count, 1);
		row_text(row->problem, dists.problems[0].path, at(row->problem));
		row_int(row->problem, strstr(dists.problems[0].text, row->says) != NULL, true);
	}
}

/* uv and pdm can install links into their caches; directories on the way may be links as well. */
static const char *const linked[] = {
	// clang-format off
	BAD "/METADATA>../../../../../elsewhere/METADATA",
	"-" BAD " " BAD ">../../../../elsewhere",
	"-" BAD " " SITE "/l.pth>../../../../l.pth",
	"-" BAD " -" SITE " " SITE ">../../../site",
	"-" BAD " -" SITE " -e/lib/python3.11 e/lib/python3.11>../../python",
	"-" BAD " -" SITE " -e/lib/python3.11 -e/lib e/lib>../lib",
	"-" BAD " -" SITE " -e/lib/python3.11 -e/lib e/lib>../lib e/lib64>lib",
	// clang-format on
};

TEST(links_are_followed)
{
	foreach(row, linked) {
		put_venv();
		put_dist("elsewhere", "METADATA", META("bad", "1"));
		put_dist("site/bad-1.dist-info", "METADATA", META("bad", "1"));
		put_file("l.pth", at("site"));
		put("python/ lib/ python/site-packages>../site lib/python3.11>../python " BAD "/");
		put(*row);
		row_text(*row, listed(), "bad==1");
	}
	put_venv();
	put("-" SITE " " SITE ">site-packages");
	assert_string_equal(listed(), "!");
}

/* The headers are read, a description of 100 MB is not; a NUL is refused. */
TEST(large_metadata)
{
	put_venv();
	put_dist(GOOD, "METADATA", META("good", "1"));
	grow(GOOD "/METADATA", 100 * 1024 * 1024);
	put(BAD "/");
	put_bytes(BAD "/METADATA", "Name: b\0d\nVersion: 1\n", 21);
	assert_string_equal(listed(), "! good==1");
}

static void put_info(const char *dir, const char *name)
{
	put_dist(formatted("%s/%s-1.dist-info", dir, name), "METADATA",
		 formatted("Name: %s\nVersion: 1\n", name));
}

/* Directories of the user and of the system; Debian has another one for the system. */
TEST(system_packages)
{
	put_venv();
	put("base/bin/");
	put_info("base/lib/python3.11/site-packages", "base");
	put_info(SITE, "own");
	put_info("home/.local/lib/python3.11/site-packages", "user");
	put_info("base/lib/python3/dist-packages", "debian");
	put("base/lib/python3.11/os.py base/lib/python3.11/site.py");
	put_file("e/pyvenv.cfg",
		 formatted("home = %s\nversion = 3.11.2\ninclude-system-site-packages = true\n",
			   at("base/bin")));
	setenv("HOME", at("home"), 1);
	assert_string_equal(listed(), "base==1 own==1 user==1");
	setenv("PYTHONNOUSERSITE", "1", 1);
	put_file("base/lib/python3.11/site.py", "x = [\"dist-packages\"]\n");
	assert_string_equal(listed(), "debian==1 own==1");
}

/** A key of pyvenv.cfg, a directory in lib, and the values of markers */
static const char *const values[][3] = {
	{ "version = 3.11.2", "python3.11", "3.11 3.11.2 CPython" },
	{ "version_info = 3.12.1.final.0", "python3.12", "3.12 3.12.1 CPython" },
	{ "", "python3.13t", "3.13 3.13.0 CPython" },
	{ "", "pypy3.10", "3.10 3.10.0 PyPy" },
};

TEST(values_of_markers)
{
	foreach(row, values) {
		struct library library;
		struct marker_env env;

		scratch_clear();
		put_env("e");
		put(formatted("e/lib/%s/site-packages/", (*row)[1]));
		put_file("e/pyvenv.cfg", formatted("home = /usr/bin\n%s\n", (*row)[0]));
		venv_read(at("e"), &venv);
		library_of(&venv, &library);
		marker_env_of(&venv, &library, &env);
		row_text((*row)[1],
			 formatted("%s %s %s", env.python_version, env.python_full_version,
				   env.platform_python_implementation),
			 (*row)[2]);
	}
}

MAIN(NULL)
