/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which wheels ensurepip of each version would take. */
#include "scratch.h"

#include "cli/seed.h"
#include "core/buf.h"

#define SOURCE "_SETUPTOOLS_VERSION = \"65.5.0\"\n_PIP_VERSION = \"23.0.1\"\n"

/** A standard library, and what is expected of it. */
struct row {
	const char *name;
	int minor;
	/** ensurepip/__init__.py; NULL: none */
	const char *source;
	/** of ensurepip/_bundled and of the distribution, space-separated */
	const char *bundled, *kept;
	/** part of _sysconfigdata; %s is the distribution's directory */
	const char *config;
	/** the wheels and what is missing */
	const char *wheels, *missing;
};

#define CONFIG " 'WHEEL_PKG_DIR': '%s',\n"
#define S65    "setuptools-65.5.0-py3-none-any.whl"
#define P23    "pip-23.0.1-py3-none-any.whl"

// clang-format off
static const struct row rows[] = {
	{ "3.11", 11, SOURCE, P23 " " S65, "", "", "b:" S65 " b:" P23, NULL },
	{ "3.6", 6, "_SETUPTOOLS_VERSION = \"40.6.2\"\n\n_PIP_VERSION = \"18.1\"\n",
	  "pip-18.1-py2.py3-none-any.whl setuptools-40.6.2-py2.py3-none-any.whl", "", "",
	  "b:setuptools-40.6.2-py2.py3-none-any.whl b:pip-18.1-py2.py3-none-any.whl", NULL },
	{ "two pips: the source says which", 8, SOURCE, "pip-22.0.4-py3-none-any.whl " P23 " pip-24.0-py3-none-any.whl " S65, "", "",
	  "b:" S65 " b:" P23, NULL },
	{ "3.12 has no setuptools", 12, SOURCE, P23 " " S65, "", "", "b:" P23, NULL },
	{ "no setuptools", 11, SOURCE, P23, "", "", "b:" P23, "setuptools" },
	{ "no pip", 13, SOURCE, S65, "", "", "", "pip" },
	{ "another pip", 13, SOURCE, "pip-22.0-py3-none-any.whl", "", "", "", "pip" },
	{ "no ensurepip", 13, NULL, P23, "", "", "", "pip" },
	{ "a source without versions", 13, "x = 1\n", P23, "", "", "", "pip" },
	{ "a distribution's come first", 11, SOURCE, P23 " " S65, "pip-1-py3-none-any.whl setuptools-2-py3-none-any.whl", CONFIG,
	  "k:setuptools-2-py3-none-any.whl k:pip-1-py3-none-any.whl", NULL },
	{ "and where ensurepip is missing", 11, NULL, "", "pip-1-py3-none-any.whl setuptools-2-py3-none-any.whl", CONFIG,
	  "k:setuptools-2-py3-none-any.whl k:pip-1-py3-none-any.whl", NULL },
	{ "the last one by its bytes", 12, NULL, "", "pip-9.0-py3-none-any.whl pip-10.0-py3-none-any.whl pip-99.zip pipx-99.whl", CONFIG,
	  "k:pip-9.0-py3-none-any.whl", NULL },
	{ "all of them or none", 11, SOURCE, P23 " " S65, "pip-1-py3-none-any.whl", CONFIG, "b:" S65 " b:" P23, NULL },
	{ "pip alone will do for 3.12", 12, SOURCE, P23, "pip-1-py3-none-any.whl", CONFIG, "k:pip-1-py3-none-any.whl", NULL },
	{ "3.9 knows no such directory", 9, SOURCE, P23 " " S65, "pip-1-py3-none-any.whl setuptools-2-py3-none-any.whl", CONFIG,
	  "b:" S65 " b:" P23, NULL },
	{ "none is configured", 13, SOURCE, P23, "pip-1-py3-none-any.whl", " 'WHEEL_PKG_DIR': '',\n", "b:" P23, NULL },
	{ "a relative one", 13, SOURCE, P23, "pip-1-py3-none-any.whl", " 'WHEEL_PKG_DIR': 'kept',\n", "b:" P23, NULL },
	{ "one that is not there", 13, SOURCE, P23, "", " 'WHEEL_PKG_DIR': '/nowhere/at/all',\n", "b:" P23, NULL },
	{ "as of 3.13, in one line", 13, NULL, "", "pip-1-py3-none-any.whl", "{'A': 1,\n 'B': 2,\n    'WHEEL_PKG_DIR' : \"%s\"}", "k:pip-1-py3-none-any.whl", NULL },
	{ "a key of another name", 13, SOURCE, P23, "pip-1-py3-none-any.whl", " 'X_WHEEL_PKG_DIR': '%s',\n", "b:" P23, NULL },
};
// clang-format on

static void put_all(const char *dir, const char *names)
{
	char *copy = strdup(names), *rest = copy, *name;

	put_dir(dir);
	while ((name = strsep(&rest, " ")))
		if (*name)
			put_file(path_join(dir, name), "");
	free(copy);
}

static void check(const struct row *row)
{
	struct buf got = BUF_INIT;
	struct seed seed;
	struct buf config = BUF_INIT;
	const char *hole = strstr(row->config, "%s");

	put_dir("lib");
	put_dir("lib/ensurepip");
	put_all("lib/ensurepip/_bundled", row->bundled);
	put_all("kept", row->kept);
	if (row->source)
		put_file("lib/ensurepip/__init__.py", row->source);
	buf_puts(&config, row->config);
	if (hole) {
		buf_cut(&config, (size_t)(hole - row->config));
		buf_putl(&config, at("kept"), hole + 2);
	}
	put_file("lib/_sysconfigdata__linux.py", config.data);
	seed_find(at("lib"), 3, row->minor, &seed);
	for (size_t i = 0; i < seed.count; i++) {
		bool kept = path_under(seed.wheels[i], at("kept"));

		buf_putl(&got, i ? " " : "",
			 kept ? "k:" : "b:", path_base(seed.wheels[i]));
	}
	row_text(row->name, got.data, row->wheels);
	row_text(row->name, seed.missing, row->missing);
	row_int(row->name, seed.ensurepip || seed.wheels[0] != NULL,
		row->source != NULL || *row->kept);
	scratch_clear();
}

TEST(table)
{
	foreach(row, rows)
		check(row);
}

/* What lies there may be a link, as in farms of links. */
TEST(through_links)
{
	struct seed seed;

	put_all("kept", P23);
	put_dir("lib");
	put_dir("lib/ensurepip");
	put_file("source", SOURCE);
	put_link("lib/ensurepip/__init__.py", "../../source");
	put_link("lib/ensurepip/_bundled", "../../kept");
	seed_find(at("lib"), 3, 13, &seed);
	assert_int_equal(seed.count, 1);
	assert_null(seed.missing);
}

MAIN(scratch_make, scratch_remove)
