/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 47 */
/* The wheels that ensurepip installs. */
#include "test.h"

#include "build/seed.h"

#define CONFIG "{'A': 1,\n 'WHEEL_PKG_DIR': '%s',\n"
#define S65    "setuptools-65.5.0-py3-none-any.whl"
#define P23    "pip-23.0.1-py3-none-any.whl"
#define P1     "pip-1-py3-none-any.whl"
#define S2     "setuptools-2-py3-none-any.whl"

// clang-format off
static const struct {
	const char *name, *series;
	/** in ensurepip/_bundled/, and in kept/, which "%s" in _sysconfigdata stands for */
	const char *bundled, *kept, *config;
	/** the wheels, and the project that has none */
	const char *wheels, *missing;
} rows[] = {
	{ "3.11", "3.11", P23 " " S65, "", "", S65 " " P23 " ", NULL },
	{ "3.12 has no setuptools", "3.12", P23 " " S65, "", "", P23 " ", NULL },
	{ "no setuptools", "3.11", P23, "", "", P23 " ", "setuptools" },
	{ "no pip", "3.13", S65, "", "", "", "pip" },
	{ "the distribution's first", "3.11", P23 " " S65, P1 " " S2, CONFIG, S2 " " P1 " ", NULL },
	{ "the distribution's alone", "3.13", "", P1, CONFIG, P1 " ", NULL },
	{ "all of them or none", "3.11", P23 " " S65, P1, CONFIG, S65 " " P23 " ", NULL },
	{ "a relative directory", "3.13", P23, P1, " 'WHEEL_PKG_DIR': 'kept',\n", P23 " ", NULL },
};
// clang-format on

/* Make the files in DIR that are named in WORDS. */
static void put_in(const char *dir, const char *words)
{
	char *rest = mem_dups(words), *name;

	while ((name = strsep(&rest, " ")) && *name)
		put(path_join(dir, name));
}

static void put_config(const char *config)
{
	const char *hole = strstr(config, "%s");
	struct buf b = BUF_INIT;

	buf_put(&b, config, hole ? (size_t)(hole - config) : strlen(config));
	if (hole)
		buf_putl(&b, at("kept"), hole + 2);
	put_file("lib/_sysconfigdata__linux.py", b.data);
}

TEST(wheels_of_ensurepip)
{
	foreach(row, rows) {
		struct python python = { .stdlib = at("lib"), .series = row->series };
		struct buf got = BUF_INIT;
		struct seed seed;

		scratch_clear();
		put("kept/ lib/ lib/ensurepip/ lib/ensurepip/_bundled/");
		put_in("lib/ensurepip/_bundled", row->bundled);
		put_in("kept", row->kept);
		put_config(row->config);
		row_int(row->name, seed_find(&python, &seed), 0);
		for (size_t i = 0; i < seed.count; i++)
			buf_putl(&got, path_base(seed.wheels[i]), " ");
		row_text(row->name, got.data, row->wheels);
		row_text(row->name, seed.missing, row->missing);
	}
}

MAIN(NULL)
