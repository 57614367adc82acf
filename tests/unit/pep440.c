/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 49 54 55 */
/* Versions and specifiers: the examples of PEP 440 and their edges. */
#include "test.h"

#include "installed/pep440.h"

/* In order; those of one line are equal. */
static const char *const ordered[][4] = {
	{ "1.0.dev1", "1.0dev1", "v1.0.DEV-1" },
	{ "1.0.dev2" },
	{ "1.0a1.dev1" },
	{ "1.0a1", "1.0alpha1", "1.0-a.1", "1.0.ALPHA_1" },
	{ "1.0a2" },
	{ "1.0a10" },
	{ "1.0b1.dev3" },
	{ "1.0b1", "1.0beta1" },
	{ "1.0rc1", "1.0c1", "1.0pre1", "1.0.preview.1" },
	{ "1.0", "1", "1.0.0", " 1.0 " },
	{ "1.0+abc.5", "1.0+ABC-5", "1+abc_05" },
	{ "1.0.post1.dev2" },
	{ "1.0.post1", "1.0-1", "1.0r1", "1.0rev1" },
	{ "1.0.1" },
	{ "1.1" },
	{ "1.10" },
	{ "3.9.18", "03.009.18" },
	{ "3.10.1" },
	{ "99999999999999999999" },
	{ "100000000000000000000" },
	{ "1!0.1" },
	{ "10!0.1" },
};

TEST(order)
{
	const size_t count = ARRAY_SIZE(ordered);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < count; k++) {
			int got = pep440_compare(ordered[i][0], ordered[k][0]);

			row_int(ordered[i][0], (got > 0) - (got < 0), (i > k) - (i < k));
		}
		for (size_t k = 1; k < 4 && ordered[i][k]; k++)
			row_int(ordered[i][k], pep440_compare(ordered[i][0], ordered[i][k]), 0);
	}
}

TEST(validity)
{
	// clang-format off
	static const char *const bad[] = {
		"", "x", "1.", ".1", "1..2", "1.0+", "1.0+.", "1+a..b", "1.0-x", "1.0*", "1.0.*",
		"!1", "1 .0", "1.0a1b2", "3.12t", "1.0\nx", "-1", "1!",
	};
	// clang-format on

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		row_text(bad[i], pep440_normalize(bad[i]), NULL);
		row_int(bad[i], pep440_compare(bad[i], "0.dev0") < 0, true);
		row_int(bad[i], pep440_compare("0.dev0", bad[i]) > 0, true);
		row_int(bad[i], pep440_compare(bad[i], bad[i]), 0);
	}
}

/* As pip prints them, measured. */
TEST(normalized)
{
	static const char *const pairs[][2] = {
		{ "1.0", "1.0" },
		{ "1.0RC1", "1.0rc1" },
		{ "v1.0", "1.0" },
		{ "V1.0", "1.0" },
		{ "01.02.0", "1.2.0" },
		{ "1.0dev", "1.0.dev0" },
		{ "1.0-1", "1.0.post1" },
		{ "1.0.rev02", "1.0.post2" },
		{ "1.0-alpha.03", "1.0a3" },
		{ "1.0pre", "1.0rc0" },
		{ "0!1", "1" },
		{ "02!1", "2!1" },
		{ "1.0+Ubuntu_1", "1.0+ubuntu.1" },
		{ "1.0+001-0a", "1.0+1.0a" },
		{ "1a1.post2.dev3+x", "1a1.post2.dev3+x" },
		{ " 1 ", "1" },
		{ "1.0_1", NULL },
		{ "x", NULL },
	};

	foreach(row, pairs)
		row_text((*row)[0], pep440_normalize((*row)[0]), (*row)[1]);
}

static const struct {
	const char *version, *specifiers;
	bool matches;
} rows[] = {
	// clang-format off
	{ "3.11.2", "", true },
	{ "3.11.2", ">=3.8", true },
	{ "3.11.2", " >= 3.8 , < 4 ", true },
	{ "3.7.9", ">=3.8", false },
	{ "3.8", ">=3.8", true },
	{ "3.10.0", ">3.9", true },
	{ "3.9.0", ">3.9", false },
	{ "3.9.1", ">3.9", true },
	{ "3.9.post1", ">3.9", false },
	{ "3.9+local", ">3.9", false },
	{ "3.12.0", "<3.12", false },
	{ "3.12.0rc1", "<3.12", false },
	{ "3.12.0rc1", "<3.12rc2", true },
	{ "3.12.0rc1", "<=3.12", true },
	{ "3.11.9", "<3.12", true },
	{ "3.9.7", ">=3.8,!=3.9.*,<4", false },
	{ "3.9", "==3.9.0", true },
	{ "3.9.0", "==3.9", true },
	{ "3.9.1", "==3.9", false },
	{ "3.9.1", "==3.9.*", true },
	{ "3", "==3.0.*", true },
	{ "3.9rc1", "==3.9.*", true },
	{ "1!3.9", "==3.9.*", false },
	{ "3.9.1", "!=3.9", true },
	{ "3.9+a", "==3.9", true },
	{ "3.9+a", "==3.9+b", false },
	{ "3.9", "==3.9+b", false },
	{ "2.2.9", "~=2.2", true },
	{ "2.9", "~=2.2", true },
	{ "3.0", "~=2.2", false },
	{ "2.1", "~=2.2", false },
	{ "2.2.9", "~=2.2.1", true },
	{ "2.3", "~=2.2.1", false },
	{ "1.0", "===1.0", true },
	{ "1.0.0", "===1.0", false },
	{ "1.0+A", "===1.0+a", true },
	/* none of these is a specifier */
	{ "3.9", "3.9", false },
	{ "3.9", "=3.9", false },
	{ "3.9", "^3.9", false },
	{ "3.9", "~=3", false },
	{ "3.9", ">=", false },
	{ "3.9", ">=3.8 <4", false },
	{ "3.9", ">=3.*", false },
	{ "3.9", "==.*", false },
	{ "3.9", "<=3.9+a", false },
	{ "x", "", false },
	{ "x", ">=0", false },
	/* but this one compares texts */
	{ "x", "===x", true },
	// clang-format on
};

TEST(specifiers)
{
	foreach(row, rows)
		row_int(row->specifiers, pep440_matches(row->version, row->specifiers),
			row->matches);
}

MAIN(NULL, NULL)
