/* SPDX-License-Identifier: GPL-3.0-or-later */
/* avenv bench: the figure that it makes of those of the rounds, and those. */
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

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

/* A round without the one or the other is left out; the others stay pairs. */
static void gaps(void **state)
{
	long long list[] = { 100, 0, 600, 4000 };
	long long to[] = { 10, 20, 0, 40 };
	struct bench_side side = side_of(list, 4, to, 4);

	(void)state;
	assert_int_equal(bench_median(&side, BENCH_IDLE), 600);
	assert_int_equal(bench_ratio(&side, BENCH_IDLE), 55);
	assert_int_equal(bench_count(&side, BENCH_IDLE), 3);
	assert_int_equal(bench_median(&side, BENCH_IN), -1);
	list[0] = list[2] = list[3] = 0;
	assert_int_equal(bench_median(&side, BENCH_IDLE), -1);
	assert_int_equal(bench_ratio(&side, BENCH_IDLE), -1);
	assert_int_equal(bench_count(&side, BENCH_IDLE), 0);
}

/* ---- a round ------------------------------------------------------------ */

/** A shell that says what a test has it say, and to which Enter is nothing. */
struct puppet {
	struct bench_shell shell;
	struct bench_run run;
	int ends[2];
};

static void puppet_make(struct puppet *p)
{
	*p = (struct puppet){ .run = { .way = BENCH_BARE, .line = BUF_INIT } };
	assert_int_equal(bench_channel(p->ends), 0);
	p->run.shell = &p->shell;
	p->run.says = p->ends[0];
	p->run.pty.text = (struct buf)BUF_INIT;
	p->run.pty.fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	assert_true(p->run.pty.fd >= 0);
}

static void puppet_release(struct puppet *p)
{
	close(p->run.pty.fd);
	close(p->ends[0]);
	close(p->ends[1]);
}

static void say(const struct puppet *p, const char *words)
{
	ssize_t len = (ssize_t)strlen(words);

	assert_int_equal(write(p->ends[1], words, strlen(words)), len);
}

static const struct bench_figures *figures_of(const struct puppet *p,
					      enum bench_what what)
{
	return &p->shell.sides[BENCH_BARE].figures[what];
}

/* It has been at work for long before we come to read what it said. */
static void late(void **state)
{
	const struct timespec while_at_work = { .tv_nsec = 20000000 };
	const struct bench_figures *f;
	struct puppet p;

	(void)state;
	puppet_make(&p);
	f = figures_of(&p, BENCH_TRUE);
	say(&p, "true 4\n");
	nanosleep(&while_at_work, NULL);
	say(&p, "- 0\nround 0\nprompt 1\n");
	bench_run_round(&p.run, 1000);
	assert_int_equal(f->count, 1);
	assert_true(f->list[0] >= 5000000);
	puppet_release(&p);
}

/* A write need not be a line; a clock of the shell's own is what counts. */
static void pieces(void **state)
{
	struct puppet p;

	(void)state;
	puppet_make(&p);
	say(&p, "true 2 17000");
	say(&p, "00000.000100\n- 0 1700000000.000300\nidle 5");
	say(&p, " 1700000000,000400\n- 0 1700000000,000900\nround 0\npro");
	say(&p, "mpt 1\n");
	bench_run_round(&p.run, 1000);
	assert_int_equal(figures_of(&p, BENCH_TRUE)->list[0], 100000);
	assert_int_equal(figures_of(&p, BENCH_IDLE)->list[0], 100000);
	puppet_release(&p);
}

/* One that missed a thing has a place for it nevertheless. */
static void missed(void **state)
{
	static const char *const rounds[] = {
		"true 1 1.0000\n- 0 1.0000\n"
		"idle 1 1.0000\n- 0 1.0004\nround 0\nprompt 1\n",
		"true 1 2.0000\n- 0 2.0004\n"
		"idle 1 2.0000\n- 0 2.0032\nround 0\nprompt 1\n",
		"true 1 3.0000\n- 0 2.9000\nround 0\nprompt 1\n",
		"true 1 4.0000\n- 0 4.0001\n"
		"idle 1 4.0000\n- 0 4.0008\nround 0\nprompt 1\n",
	};
	struct bench_side *side;
	struct puppet p;

	(void)state;
	puppet_make(&p);
	side = &p.shell.sides[BENCH_BARE];
	for (size_t i = 0; i < ARRAY_SIZE(rounds); i++) {
		say(&p, rounds[i]);
		bench_run_round(&p.run, 1000);
	}
	assert_int_equal(bench_count(side, BENCH_TRUE), 2);
	assert_int_equal(bench_count(side, BENCH_IDLE), 3);
	assert_int_equal(bench_median(side, BENCH_TRUE), 250000);
	assert_int_equal(bench_ratio(side, BENCH_IDLE), 8);
	assert_int_equal(bench_count(side, BENCH_START), 0);
	puppet_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(median), cmocka_unit_test(ratio),
		cmocka_unit_test(gaps),   cmocka_unit_test(late),
		cmocka_unit_test(pieces), cmocka_unit_test(missed),
	};

	return RUN(tests);
}
