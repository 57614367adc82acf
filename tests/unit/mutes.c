/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Muted environments, and how a shell keeps them as text. */
#include <stdio.h>

#include "core/mem.h"
#include "core/mutes.h"
#include "test.h"

#define P1                                                                     \
	"/p//"                                                                 \
	"/p/.venv//"
#define P2                                                                     \
	"/p/q//"                                                               \
	"/p/q/.venv//"
#define ROOT                                                                   \
	"///"                                                                  \
	"/.venv//"

/* Text that comes back as it was, and text of which only the start is good. */
static const struct {
	const char *text, *wanted;
} texts[] = {
	{ "", "" },
	{ P1, P1 },
	{ P1 P2, P1 P2 },
	{ ROOT, ROOT },
	{ ROOT P1, ROOT P1 },
	{ P1 ROOT, P1 ROOT },
	{ "/a b//"
	  "/c\nd//",
	  "/a b//"
	  "/c\nd//" },
	{ "/\xFF//"
	  "/:'\"$//",
	  "/\xFF//"
	  "/:'\"$//" },
	{ "nonsense", "" },
	{ "p//"
	  "/p/.venv//",
	  "" },
	{ "/p//", "" },
	{ "/p//"
	  "/p/.venv",
	  "" },
	{ "/p//"
	  "p/.venv//",
	  "" },
	{ P1 "/q//", P1 },
	{ P1 "junk", P1 },
	{ "/p/../q//"
	  "/e//",
	  "" },
	{ "/p//"
	  "/e/.//",
	  "" },
	{ P1 P1, P1 },
};

static void round_trip(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct mutes mutes;

		mutes_parse(&mutes, texts[i].text);
		row_text(texts[i].text, mutes_format(&mutes), texts[i].wanted);
	}
}

static void unset_is_none(void **state)
{
	struct mutes mutes;

	(void)state;
	mutes_parse(&mutes, NULL);
	assert_int_equal(mutes.count, 0);
	assert_string_equal(mutes_format(&mutes), "");
}

static void leaving(void **state)
{
	/* Two nested projects and one elsewhere; where the shell is now. */
	static const char all[] = P1 P2 "/r//"
					"/r/env//";
	static const struct {
		const char *a, *b, *wanted;
	} rows[] = {
		{ "/p", NULL, P1 },
		{ "/p/src", NULL, P1 },
		{ "/p/q", NULL, P1 P2 },
		{ "/p/q/deep", "/p/q/deep", P1 P2 },
		{ "/pq", NULL, "" },
		{ "/", NULL, "" },
		{ "/r", NULL,
		  "/r//"
		  "/r/env//" },
		{ "/link", "/p/q", P1 P2 },
		{ "/p", "/r",
		  P1 "/r//"
		     "/r/env//" },
		{ NULL, "/p", P1 },
		{ NULL, NULL, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct mutes mutes;

		mutes_parse(&mutes, all);
		mutes_leave(&mutes, rows[i].a, rows[i].b);
		row_text(rows[i].a ? rows[i].a : "(null)", mutes_format(&mutes),
			 rows[i].wanted);
	}
}

static void by_environment(void **state)
{
	struct mutes mutes;

	(void)state;
	mutes_parse(&mutes, P1 P2);
	assert_true(mutes_have(&mutes, "/p/.venv"));
	assert_true(mutes_have(&mutes, "/p/q/.venv"));
	/* A nested project's own is not muted by the outer one's. */
	assert_false(mutes_have(&mutes, "/p/r/.venv"));
	assert_false(mutes_have(&mutes, "/p"));
	mutes_remove(&mutes, "/p/.venv");
	assert_string_equal(mutes_format(&mutes), P2);
	mutes_remove(&mutes, "/elsewhere");
	assert_string_equal(mutes_format(&mutes), P2);
}

static void many(void **state)
{
	struct mutes mutes, again;
	char project[16], env[16];

	(void)state;
	mutes_parse(&mutes, NULL);
	for (int i = 0; i < 100; i++) {
		snprintf(project, sizeof(project), "/p%d", i);
		snprintf(env, sizeof(env), "/e%d", i);
		mutes_add(&mutes, mem_dups(project), mem_dups(env));
		mutes_add(&mutes, "/other", mem_dups(env));
	}
	assert_int_equal(mutes.count, 100);
	mutes_parse(&again, mutes_format(&mutes));
	assert_string_equal(mutes_format(&again), mutes_format(&mutes));
	mutes_leave(&again, "/p7/x", NULL);
	assert_string_equal(mutes_format(&again), "/p7//"
						  "/e7//");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip), cmocka_unit_test(unset_is_none),
		cmocka_unit_test(leaving),    cmocka_unit_test(by_environment),
		cmocka_unit_test(many),
	};

	return RUN(tests);
}
