/* SPDX-License-Identifier: GPL-3.0-or-later */
/* avenv bench: the figure that it makes of those of the rounds. */
#include "cli/bench.h"
#include "core/mem.h"
#include "test.h"

/* A side whose rounds took so long: COUNT for WHAT, TO_COUNT for $(true). */
static struct bench_side side_of(long long *list, size_t count, long long *to,
				 size_t to_count)
{
	struct bench_side side = { 0 };

	side.figures[BENCH_IDLE] =
		(struct bench_figures){ .list = list, .count = count };
	side.figures[BENCH_TRUE] =
		(struct bench_figures){ .list = to, .count = to_count };
	return side;
}

/* Neither the mean, nor the one in the middle of the list as it is. */
static void median(void **state)
{
	long long list[] = { 9000, 100, 400, 200, 300, 8000 };
	static const struct {
		const char *name;
		size_t count;
		double wanted;
	} rows[] = {
		{ "none", 0, -1 },   { "one", 1, 9000 }, { "two", 2, 4550 },
		{ "three", 3, 400 }, { "four", 4, 300 }, { "five", 5, 300 },
		{ "six", 6, 350 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct bench_side side = side_of(list, rows[i].count, NULL, 0);

		row_int(rows[i].name, bench_median(&side, BENCH_IDLE),
			rows[i].wanted);
	}
	/* The rounds stay as they came: a ratio needs them in that order. */
	assert_int_equal(list[0], 9000);
}

/* Of each round, not of the medians: those would say 4.4 first. */
static void ratio(void **state)
{
	long long list[] = { 100, 900, 400, 7700 };
	long long to[] = { 800, 90, 50, 7 };
	static const struct {
		const char *name;
		size_t count, to_count;
		double wanted;
	} rows[] = {
		{ "three rounds", 3, 3, 8 }, { "an even number", 4, 4, 9 },
		{ "one more", 4, 3, 8 },     { "one less", 3, 4, 8 },
		{ "no $(true)", 3, 0, -1 },  { "nothing else", 0, 3, -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct bench_side side =
			side_of(list, rows[i].count, to, rows[i].to_count);

		row_int(rows[i].name, bench_ratio(&side, BENCH_IDLE),
			rows[i].wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(median),
		cmocka_unit_test(ratio),
	};

	return RUN(tests);
}
