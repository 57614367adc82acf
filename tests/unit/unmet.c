/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 55 56 */
/* Requirements that are not met, as `pip check` tells them; values of markers. */
#include "dist.h"

#include "cli/dist.h"
#include "cli/unmet.h"

#define LINE(text) "Requires-Dist: " text "\n"

/** A distribution in a .dist-info, or with TXT in an .egg-info with requires.txt. */
static const struct {
	const char *name, *version, *requires, *txt;
} installed[] = {
	// clang-format off
	{ "there", "1.5", "", NULL },
	{ "There.Too", "2.0rc1", "", NULL },
	{ "local", "1.0+ubuntu.1", "", NULL },
	{ "met", "1", LINE("there") LINE("there>=1,<2") LINE("there (~=1.4)")
	  LINE("THERE_too>=2.0b1") LINE("local==1.0") LINE("there==1.*")
	  LINE("gone; python_version<'2'") LINE("gone>=1; extra=='x'"), NULL },
	{ "missing", "1.0", LINE("gone") LINE("Gone_2 [x,y] >= 1") LINE("gone")
	  LINE("also.gone @ https://example.com/x.zip"), NULL },
	{ "conflicting", "1.0", LINE("there<1.5") LINE("there>=2") LINE("there >= 2")
	  LINE("there-too >=2.0,!=2.0rc1; os_name != 'nt'") LINE("local<=0.9, >= 0.1"), NULL },
	{ "egg", "1.0", "", "there\ngone\n# gone2\n\n[x]\ngone3\n"
	  "[:python_version >= '3']\nwent\n[:python_version < '3']\ngone5\n" },
	// clang-format on
};

static const char wanted[] =
	"egg 1.0 requires gone, which is not installed.\n"
	"egg 1.0 requires went, which is not installed.\n"
	"missing 1.0 requires also-gone, which is not installed.\n"
	"missing 1.0 requires gone, which is not installed.\n"
	"missing 1.0 requires gone-2, which is not installed.\n"
	"conflicting 1.0 has requirement local<=0.9,>=0.1, but you have local 1.0+ubuntu.1.\n"
	"conflicting 1.0 has requirement there<1.5, but you have there 1.5.\n"
	"conflicting 1.0 has requirement there>=2, but you have there 1.5.\n"
	"conflicting 1.0 has requirement there-too!=2.0rc1,>=2.0; os_name != \"nt\", "
	"but you have there-too 2.0rc1.\n";

static void put_installed(void)
{
	foreach(row, installed) {
		struct buf dir = BUF_INIT, text = BUF_INIT;

		buf_putl(&dir, SITE "/", row->name, "-", row->version,
			 row->txt ? ".egg-info" : ".dist-info");
		put_dir(dir.data);
		buf_putl(&text, "Metadata-Version: 2.1\nName: ", row->name,
			 "\nVersion: ", row->version, "\n", row->requires);
		put_file(path_join(dir.data, row->txt ? "PKG-INFO" : "METADATA"), text.data);
		if (row->txt)
			put_file(path_join(dir.data, "requires.txt"), row->txt);
	}
}

TEST(as_pip_check)
{
	struct marker_env marker_env;
	struct buf all = BUF_INIT;
	struct unmets unmets;
	struct dists dists;
	struct venv venv;

	put_venv(NULL, "11");
	put_installed();
	venv_read(at("e"), &venv);
	dists_read(&venv, &dists);
	marker_env_of(&venv, &marker_env);
	unmet_find(&dists, &marker_env, &unmets);
	for (size_t i = 0; i < unmets.count; i++)
		buf_putl(&all, unmet_text(&unmets.list[i]), "\n");
	assert_string_equal(all.data, wanted);
}

/** The version in pyvenv.cfg, a directory in lib, and the values of markers. */
static const struct {
	const char *version, *lib, *python_version, *full, *implementation;
} values[] = {
	// clang-format off
	{ "version = 3.11.2", "python3.11", "3.11", "3.11.2", "CPython" },
	{ "version_info = 3.12.1.final.0", "python3.12", "3.12", "3.12.1", "CPython" },
	{ "version_info = 3.13.0.candidate.2", "python3.13", "3.13", "3.13.0rc2", "CPython" },
	{ "", "python3.9", "3.9", "3.9.0", "CPython" },
	{ "", "python3.13t", "3.13", "3.13.0", "CPython" },
	{ "", "pypy3.10", "3.10", "3.10.0", "PyPy" },
	{ "version = odd", "python3.6", "", "odd", "CPython" },
	// clang-format on
};

TEST(values_of_markers)
{
	foreach(row, values) {
		struct buf cfg = BUF_INIT;
		struct marker_env env;
		struct venv venv;

		scratch_clear();
		put_env("e");
		put_dirs(path_join("e/lib", row->lib));
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
