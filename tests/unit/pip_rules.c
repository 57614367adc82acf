/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which pip does what. */
#include "cli/pip_rules.h"
#include "test.h"

static void backends(void **state)
{
	static const struct {
		const char *version;
		int minor;
		bool patched, importlib;
	} rows[] = {
		{ "22.0.4", 11, false, false }, { "22.1", 11, false, true },
		{ "22.1", 10, false, false },   { NULL, 11, false, true },
		{ NULL, 10, false, false },     { "23.0.1", 11, true, false },
		{ "25.3", 13, true, false },    { "25.3", 14, true, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		row_int(rows[i].version ? rows[i].version : "newest",
			pip_rules(rows[i].version, 3, rows[i].minor,
				  rows[i].patched)
				.importlib,
			rows[i].importlib);
}

/* The first version in which something is so, and the last before. */
static void changes(void **state)
{
	static const struct {
		const char *what;
		size_t rule;
		int minor;
		const char *without, *with;
	} rows[] = {
#define RULE(name) #name, offsetof(struct pip_rules, name)
		{ RULE(name_of_entry), 10, "21.2", "21.1.3" },
		{ RULE(version_of_metadata), 11, "24.2", "24.1.2" },
		{ RULE(name_required), 11, "24.2", "24.1.2" },
		{ RULE(first_by_name), 10, "23.0.1", "23.1" },
		{ RULE(normalized_names), 6, "18.1", "20.0.2" },
		{ RULE(eggs), 11, "25.1", "25.0.1" },
		{ RULE(link_as_written), 11, "23.3.2", "24.0" },
		{ RULE(direct_url), 8, "20.0.2", "20.1" },
		{ RULE(hash_checked), 8, "22.3.1", "23.0" },
		{ RULE(direct_url_strict), 11, "26.0.1", "26.1" },
		{ RULE(editable_by_url), 8, "20.2.4", "20.3" },
		{ RULE(editable_by_url), 8, "21.3", "21.2.4" },
		{ RULE(editable_told), 8, "18.1", "19.0" },
		{ RULE(editable_kept), 10, "21.2.4", "21.3" },
		{ RULE(remote_checked), 10, "21.1.3", "21.2" },
		{ RULE(editable_by_name), 13, "25.2", "25.3" },
		{ RULE(takes_features), 8, "20.1.1", "20.2" },
		{ RULE(skips_setuptools), 12, "23.2", "23.1.2" },
#undef RULE
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct pip_rules without =
			pip_rules(rows[i].without, 3, rows[i].minor, false);
		struct pip_rules with =
			pip_rules(rows[i].with, 3, rows[i].minor, false);

		row_int(rows[i].what, ((const bool *)&without)[rows[i].rule],
			0);
		row_int(rows[i].what, ((const bool *)&with)[rows[i].rule], 1);
	}
}

/* setuptools belongs to pip's own below Python 3.12 alone. */
static void of_python(void **state)
{
	(void)state;
	assert_true(pip_rules(NULL, 3, 11, false).skips_setuptools);
	assert_false(pip_rules(NULL, 3, 12, false).skips_setuptools);
	assert_true(pip_rules("20.3.4", 2, 7, false).skips_setuptools);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(backends),
		cmocka_unit_test(changes),
		cmocka_unit_test(of_python),
	};

	return RUN(tests);
}
