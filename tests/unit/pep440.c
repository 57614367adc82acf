/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 49 55 */
/* Versions and specifiers: the examples of PEP 440 and their edges. */
#include "test.h"

#include "formats/pep440.h"

// clang-format off
/* In order; behind a '|' another spelling. */
static const char *const ordered[] = {
	"1.0.dev1|v1.0.DEV-1", "1.0.dev2", "1.0a1.dev1", "1.0a1|1.0.ALPHA_1", "1.0a2", "1.0a10",
	"1.0b1.dev3", "1.0b1|1.0beta1", "1.0rc1|1.0.preview.1", "1.0| 1 ",
	/* Local versions: words, then numbers; fewer parts first */
	"1.0+a", "1.0+abc", "1.0+abc.x", "1.0+abc.5|1+ABC_05", "1.0+abc.10", "1.0+ubuntu.9",
	"1.0+ubuntu.10", "1.0+0", "1.0+1|1.0+001", "1.0+1.a|1.0+1-A", "1.0+1.0", "1.0+9", "1.0+10",
	"1.0.post1.dev2", "1.0.post1|1.0-1", "1.0.1", "1.1", "1.10", "3.9.18|03.009.18", "3.10.1",
	"99999999999999999999", "100000000000000000000", "1!0.1", "10!0.1",
};
static const char *const bad[] = {
	"", "x", "1.", ".1", "1..2", "1.0+", "1.0+.", "1+a..b", "1.0-x", "1.0*", "1.0.*", "!1",
	"1 .0", "1.0a1b2", "3.12t", "1.0\nx", "-1", "1!",
};
/* A version and its specifiers: how they are written. What they mean, and how a version is normalized: tests/oracle. */
static const char *const matching[] = {
	"3.11.2|", "3.11.2| >= 3.8 , < 4 ", "x|===x", "1.0+A|===1.0+a", "3.8.0|>=3.8,", "3.8.0| , >=3.8 , ,<4,", "3.8.0|,",
};
/* None is a specifier, or a version. */
static const char *const different[] = {
	"3.9|3.9", "3.9|=3.9", "3.9|^3.9", "3.9|~=3", "3.9|>=", "3.9|>=3.8 <4", "3.9|>=3.*",
	"3.9|==.*", "3.9|<=3.9+a", "x|", "x|>=0",
	"3.8.0|>=99999999999999999999", "3.9.0|>=3.8.*", "3.8.0|>=3.8,nonsense", "3.8.0|>=3.8 ; x",
};
/* The tools disagree; more of these: tests/oracle/found.txt */
static const char *const unsure[] = {
	"1.0+x|>1.0a1", "1.0.post2+x|>1.0.post1", "1.dev1|!=1.0.*", "1!2b0|!=1!2.*", "1.0.post1|>=1.0.post1,>1.0",
};
/* A constraint of poetry, and its specifiers */
static const char *const constraints[] = {
	"^1.2|>=1.2,<2", "^0.2.3|>=0.2.3,<0.3", "^0.0.3|>=0.0.3,<0.0.4", "^0.0|>=0.0,<0.1", "^0|>=0,<1", "^1!2.3rc1|>=1!2.3rc1,<1!3",
	"~1|>=1,<2", "~1.2|>=1.2,<1.3", "~1.2.3|>=1.2.3,<1.3", "~=1.2|~=1.2", "2.*|==2.*", "1.0|==1.0", "*|",
	">=1 <2|>=1,<2", ">= 1, !=1.5|>= 1,!=1.5", "^1.0, !=1.5|>=1.0,<2,!=1.5", "x|none", "^x|none", "~=1|none", "^9999999999|none", "===1.0|none",
};
// clang-format on

static const char *constraint_specifiers(const char *constraint)
{
	const char *specifiers = specifiers_for(constraint, false);

	return specifiers ? specifiers : "none";
}

TEST(order)
{
	char *versions[ARRAY_SIZE(ordered)];

	for (size_t i = 0; i < ARRAY_SIZE(ordered); i++) {
		const char *other;

		versions[i] = mem_dups(ordered[i]);
		other = cut_row(versions[i]);
		if (other)
			row_int(other, pep440_compare(versions[i], other), 0);
	}
	for (size_t i = 0; i < ARRAY_SIZE(ordered); i++)
		for (size_t k = 0; k < ARRAY_SIZE(ordered); k++) {
			int got = pep440_compare(versions[i], versions[k]);

			row_int(versions[i], (got > 0) - (got < 0), (i > k) - (i < k));
		}
}

TEST(validity)
{
	foreach(row, bad) {
		row_text(*row, pep440_normalize(*row), NULL);
		row_int(*row, pep440_compare(*row, "0.dev0") < 0, true);
		row_int(*row, pep440_compare("0.dev0", *row) > 0, true);
	}
}

TEST(specifiers)
{
	rows_hold(matching, pep440_matches, true);
	rows_hold(different, pep440_matches, false);
	rows_hold(unsure, pep440_judge, -1);
}

TEST(poetry)
{
	rows_text(constraints, constraint_specifiers);
	assert_string_equal(specifiers_for("^1.0 || ==3.* | 4", false), ">=1.0,<2||==3.*||==4");
	assert_string_equal(specifiers_for("<1 || *", false), "");
	assert_string_equal(specifiers_for(NULL, false), "");
	assert_string_equal(specifiers_for("1.0", true), "===1.0");
	assert_true(pep440_matches("4", "<2||==3.*||==4"));
	assert_false(pep440_matches("3", "<2||==4"));
	assert_int_equal(pep440_judge("1.0a1", "<1.0.post1||==2"), -1);
}

MAIN(NULL)
