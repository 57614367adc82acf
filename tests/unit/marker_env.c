/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What markers are compared with, told from the files of an environment. */
#include <ctype.h>
#include <sys/utsname.h>

#include "scratch.h"

#include "cli/requirement.h"
#include "cli/site.h"
#include "core/buf.h"

/** An environment: pyvenv.cfg's line of its version, directories; and its values. */
static const struct {
	const char *version, *lib, *script;
	const char *python_version, *full, *implementation;
} rows[] = {
	// clang-format off
	{ "version = 3.11.2", "python3.11", "", "3.11", "3.11.2", "CPython" },
	{ "version_info = 3.12.1.final.0", "python3.12", "", "3.12", "3.12.1", "CPython" },
	{ "version_info = 3.13.0.candidate.2", "python3.13", "", "3.13", "3.13.0rc2", "CPython" },
	{ "version_info = 3.14.0.alpha.1", "python3.14", "", "3.14", "3.14.0a1", "CPython" },
	{ "version_info = 3.14.0.beta.3", "python3.14", "", "3.14", "3.14.0b3", "CPython" },
	{ "version_info = 3.13.0rc1", "python3.13t", "", "3.13", "3.13.0rc1", "CPython" },
	{ "", "python3.9", "", "3.9", "3.9.0", "CPython" },
	{ "", "python3.13t", "", "3.13", "3.13.0", "CPython" },
	{ "", "pypy3.10", "", "3.10", "3.10.0", "PyPy" },
	{ "", "pythonic", "", "0.0", "0.0.0", "CPython" },
	{ "version = 3.9.18", "pypy3.9", "", "3.9", "3.9.18", "PyPy" },
	{ "version = 3.6.9", "python3.6", "pypy3", "3.6", "3.6.9", "PyPy" },
	{ "version = odd", "python3.6", "", "", "odd", "CPython" },
	// clang-format on
};

static void read_env(const char *name, struct marker_env *env)
{
	struct venv venv;

	venv_read(at(name), &venv);
	marker_env_of(&venv, env);
}

TEST(versions)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct buf name = BUF_INIT, cfg = BUF_INIT;
		struct marker_env env;

		buf_puts(&name, "env");
		buf_putu(&name, i);
		buf_putl(&cfg, "home = /usr/bin\n", rows[i].version, "\n");
		put_env(name.data);
		put_file(path_join(name.data, "pyvenv.cfg"), cfg.data);
		put_dir(path_join(name.data, "lib"));
		put_dir(path_join(path_join(name.data, "lib"), rows[i].lib));
		if (*rows[i].script)
			put_file(path_join(path_join(name.data, "bin"),
					   rows[i].script),
				 "");
		read_env(name.data, &env);
		row_text(cfg.data, env.python_version, rows[i].python_version);
		row_text(cfg.data, env.python_full_version, rows[i].full);
		row_text(cfg.data, env.platform_python_implementation,
			 rows[i].implementation);
		row_int(cfg.data, *env.implementation_name,
			tolower(*rows[i].implementation));
		row_text(cfg.data, env.implementation_version,
			 *env.implementation_name == 'p' ? "" : rows[i].full);
	}
}

/* Of two libraries, that whose packages are read. */
TEST(libraries)
{
	struct marker_env env;
	struct venv venv;
	struct buf lib = BUF_INIT;

	put_env("two");
	put_file("two/pyvenv.cfg", "home = /usr/bin\n");
	put_dir("two/lib");
	put_dir("two/lib/python3.9");
	put_dir("two/lib/python3.12");
	put_dir("two/lib/python3.10");
	venv_read(at("two"), &venv);
	marker_env_of(&venv, &env);
	buf_putl(&lib, "python", env.python_version);
	assert_string_equal(lib.data, site_python(&venv));
}

TEST(machine)
{
	struct utsname system;
	struct marker_env env;

	assert_int_equal(uname(&system), 0);
	put_env("here");
	read_env("here", &env);
	assert_string_equal(env.os_name, "posix");
	assert_string_equal(env.platform_machine, system.machine);
	assert_string_equal(env.platform_release, system.release);
	assert_string_equal(env.platform_system, system.sysname);
	assert_string_equal(env.platform_version, system.version);
	if (!streq(system.sysname, "Linux"))
		return;
	assert_string_equal(env.sys_platform, "linux");
	put_file("here/pyvenv.cfg", "home = /usr/bin\nversion = 2.7.18\n");
	read_env("here", &env);
	assert_string_equal(env.sys_platform, "linux2");
}

TEST(windows)
{
	struct marker_env env;

	put_dir("win");
	put_dir("win/Scripts");
	put_file("win/pyvenv.cfg", "home = C:\\Python311\nversion = 3.11.2\n");
	read_env("win", &env);
	assert_string_equal(env.os_name, "nt");
	assert_string_equal(env.sys_platform, "win32");
	assert_string_equal(env.platform_system, "Windows");
}

MAIN(scratch_make, scratch_remove)
