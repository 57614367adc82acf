/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 47 */
/* The wheels that ensurepip installs. */
#include "test.h"

#include "build/ensurepip.h"

#define BUNDLED "lib/ensurepip/_bundled/"
#define S65     "setuptools-65.5.0-py3-none-any.whl"
#define P23     "pip-23.0.1-py3-none-any.whl"
#define P1      "pip-1-py3-none-any.whl"
#define S2      "setuptools-2-py3-none-any.whl"

// clang-format off
static const struct {
	const char *name, *series;
	/** words of put(); the distribution's directory of wheels,
	"/" stands for the scratch directory */
	const char *put, *kept;
	/** the wheels, and the project that has none */
	const char *wheels, *missing;
} rows[] = {
	{ "3.11", "3.11", BUNDLED P23 " " BUNDLED S65, NULL, S65 " " P23 " ", NULL },
	{ "3.12 has no setuptools", "3.12", BUNDLED P23 " " BUNDLED S65, NULL, P23 " ", NULL },
	{ "no setuptools", "3.11", BUNDLED P23, NULL, P23 " ", "setuptools" },
	{ "no pip", "3.13", BUNDLED S65, NULL, "", "pip" },
	{ "the distribution's first", "3.11", BUNDLED P23 " " BUNDLED S65 " kept/" P1 " kept/" S2,
	  "/kept",
	  S2 " " P1 " ", NULL },
	{ "the distribution's alone", "3.13", "kept/" P1, "/kept", P1 " ", NULL },
	{ "all of them or none", "3.11", BUNDLED P23 " " BUNDLED S65 " kept/" P1, "/kept",
	  S65 " " P23 " ", NULL },
	{ "a relative directory", "3.13", BUNDLED P23 " kept/" P1, "kept", P23 " ", NULL },
};
// clang-format on

TEST(wheels_of_ensurepip)
{
	foreach(row, rows) {
		struct python python = { .stdlib = at("lib"), .series = row->series };
		const char *kept = row->kept;
		struct buf got = BUF_INIT;
		struct bundled_wheels bundled;

		scratch_clear();
		put("kept/ " BUNDLED);
		put(row->put);
		if (kept)
			put_file("lib/_sysconfigdata__linux.py",
				 formatted("{'A': 1,\n 'WHEEL_PKG_DIR': '%s',\n",
					   *kept == '/' ? at(kept + 1) : kept));
		row_int(row->name, ensurepip_find(&python, &bundled), 0);
		for (size_t i = 0; i < bundled.count; i++)
			buf_putl(&got, path_base(bundled.wheels[i]), " ");
		row_text(row->name, got.data, row->wheels);
		row_text(row->name, bundled.missing, row->missing);
	}
}

MAIN(NULL)
