/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 54 55 */
/* The distributions of an environment, told from files as its pip tells them. */
#include "dist.h"

#include "installed/needs.h"
#include "print/msg.h"

/* That sound ones are listed as pip lists them: tests/pipcases.py. */
static const struct {
	const char *what, *pip;
	/** paths in site-packages with their text, up to a NULL */
	const char *files[5];
	const char *wanted;
} rows[] = {
	// clang-format off
	{ "pip 21.1: the name of the entry", "21.1", { "Demo_Pkg.x-1.dist-info/METADATA",
	  META("Demo_Pkg.x", "1") }, "Demo-Pkg.x==1" },
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

static void put_info(const char *dir, const char *name)
{
	put_dist(formatted("%s/%s-1.dist-info", dir, name),
		 formatted("Name: %s\nVersion: 1\n", name));
}

static const char *with_base(const char *site_py)
{
	put_file("base/lib/python3.11/site.py", site_py);
	put_file("e/pyvenv.cfg", formatted("home = %s\nversion = 3.11.2\n"
					   "include-system-site-packages = true\n",
					   at("base/bin")));
	return listed();
}

TEST(system_packages)
{
	put_venv(NULL);
	put_dirs("base/bin");
	put_info("base/lib/python3.11/site-packages", "base");
	put_file("base/lib/python3.11/os.py", "");
	put_info(SITE, "own");
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

/** Keys of pyvenv.cfg, a directory in lib, and the values of markers. */
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
		struct marker_env env;

		scratch_clear();
		put_env("e");
		put_dirs(path_join("e/lib", path_join(row->lib, "site-packages")));
		put_file("e/pyvenv.cfg", formatted("home = /usr/bin\n%s\n", row->version));
		venv_read(at("e"), &venv);
		marker_env_of(&venv, &env);
		row_text(row->lib, env.python_version, row->python_version);
		row_text(row->lib, env.python_full_version, row->full);
		row_text(row->lib, env.platform_python_implementation, row->implementation);
		assert_string_equal(env.os_name, "posix");
	}
}

MAIN(scratch_make, scratch_remove)
