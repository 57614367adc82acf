/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a mistyped word may have meant. */
#include "cli/suggest.h"
#include "test.h"

static const char *const words[] = {
	"allow",   "deny",        "list",        "ls",   "move", "mv",
	"remove",  "rm",          "run",         "off",  "on",   "path",
	"pythons", "without-pip", "without-scm", "list",
};

static const char *suggested(const char *typed)
{
	struct suggestion s;
	struct buf b = BUF_INIT;
	bool any;

	suggest_init(&s, typed);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		suggest_offer(&s, words[i]);
	any = suggest_put(&b, &s, "");
	assert_int_equal(any, b.len > 0);
	return b.data;
}

static void nearest(void **state)
{
	static const struct {
		const char *typed, *wanted;
	} rows[] = {
		{ "alow", "; did you mean 'allow'?" },
		{ "alloww", "; did you mean 'allow'?" },
		{ "alliw", "; did you mean 'allow'?" },
		{ "lalow", "; did you mean 'allow'?" },
		{ "denny", "; did you mean 'deny'?" },
		{ "pytohns", "; did you mean 'pythons'?" },
		{ "no", "; did you mean 'on'?" },
		/* The nearest only, however many are near. */
		{ "mvoe", "; did you mean 'move'?" },
		{ "remoove", "; did you mean 'remove'?" },
		/* All that are equally near, in order, each once. */
		{ "rn", "; did you mean 'rm', 'run' or 'on'?" },
		{ "lis", "; did you mean 'list'?" },
		/* The beginning of one is nearer than a slip. */
		{ "pa", "; did you mean 'path'?" },
		{ "py", "; did you mean 'pythons'?" },
		{ "without", "; did you mean 'without-pip' or 'without-scm'?" },
		/* Shorter words are near to everything. */
		{ "", "" },
		{ "r", "" },
		{ "xy", "" },
		{ "abc", "" },
		/* Three slips are another word. */
		{ "withalcohol", "" },
		{ "pythagoras", "" },
		{ "de\033y", "; did you mean 'deny'?" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		row_text(rows[i].typed, suggested(rows[i].typed),
			 rows[i].wanted);
}

static void many(void **state)
{
	static const char *const near[] = { "aab", "aac", "aad", "aae" };
	struct suggestion s;
	struct buf b = BUF_INIT;

	(void)state;
	suggest_init(&s, "aax");
	for (size_t i = 0; i < ARRAY_SIZE(near); i++)
		suggest_offer(&s, near[i]);
	assert_true(suggest_put(&b, &s, "--"));
	assert_string_equal(b.data,
			    "; did you mean '--aab', '--aac' or '--aad'?");
}

/* What is nearer takes the place of all that is not, in whatever order. */
static void nearer(void **state)
{
	struct suggestion s;
	struct buf b = BUF_INIT;

	(void)state;
	suggest_init(&s, "abcdef");
	suggest_offer(&s, "abcdxy");
	suggest_offer(&s, "abcdex");
	suggest_offer(&s, "abcxyf");
	assert_true(suggest_put(&b, &s, ""));
	assert_string_equal(b.data, "; did you mean 'abcdex'?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nearest),
		cmocka_unit_test(many),
		cmocka_unit_test(nearer),
	};

	return RUN(tests);
}
