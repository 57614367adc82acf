/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/bench.h"

#include <stdlib.h>

#include "cli/clock.h"
#include "cli/stage.h"
#include "core/mem.h"

#include "core/banned.h"

enum {
	/** so long rounds are added, and starts, in ms */
	ROUNDS_MS = 1200,
	STARTS_MS = 600,
	/** but so many at least, and at most */
	ROUNDS_MIN = 3,
	ROUNDS_MAX = 60,
	STARTS_MIN = 1,
	STARTS_MAX = 12,
};

/* They take turns, so that what slows the machine slows all. */
static void take_turns(struct bench_run *runs, int wait_ms)
{
	long long end = clock_ms() + ROUNDS_MS;

	for (int n = 0; n < ROUNDS_MAX && !stage_interrupted(); n++) {
		if (n >= ROUNDS_MIN && clock_ms() > end)
			break;
		for (enum bench_way way = 0; way < BENCH_NONE; way++)
			if (runs[way].running)
				bench_run_round(&runs[way], wait_ms);
	}
}

/* The same for starts; of the one without the hook there is nothing else. */
static void start_again(const struct bench_place *place,
			struct bench_shell *shell)
{
	long long end = clock_ms() + STARTS_MS;
	struct bench_run run;

	for (int n = 0; n < STARTS_MAX; n++) {
		if (n >= STARTS_MIN && clock_ms() > end)
			break;
		for (enum bench_way way = 0; way < BENCH_WAYS; way++) {
			if (stage_interrupted() || shell->sides[way].failed)
				continue;
			bench_run_start(&run, place, shell, way);
			bench_run_end(&run);
		}
	}
}

void bench_measure(const struct bench_place *place, struct bench_shell *shell)
{
	struct bench_run runs[BENCH_NONE];

	for (enum bench_way way = 0; way < BENCH_NONE; way++)
		bench_run_start(&runs[way], place, shell, way);
	take_turns(runs, place->wait_ms);
	for (enum bench_way way = 0; way < BENCH_NONE; way++)
		bench_run_end(&runs[way]);
	start_again(place, shell);
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Of COUNT of them, which are put in order. */
static double middle(double *list, size_t count)
{
	if (!count)
		return -1;
	qsort(list, count, sizeof(*list), by_size);
	return count % 2 ? list[count / 2] :
			   (list[count / 2 - 1] + list[count / 2]) / 2;
}

double bench_median(const struct bench_side *side, enum bench_what what)
{
	const struct bench_figures *f = &side->figures[what];
	double *list = mem_array(f->count + 1, sizeof(*list));
	size_t count = 0;

	for (size_t i = 0; i < f->count; i++)
		if (f->list[i])
			list[count++] = (double)f->list[i];
	return middle(list, count);
}

double bench_ratio(const struct bench_side *side, enum bench_what what)
{
	const struct bench_figures *f = &side->figures[what];
	const struct bench_figures *to = &side->figures[BENCH_TRUE];
	size_t rounds = f->count < to->count ? f->count : to->count, count = 0;
	double *list = mem_array(rounds + 1, sizeof(*list));

	for (size_t i = 0; i < rounds; i++)
		if (f->list[i] && to->list[i])
			list[count++] =
				(double)f->list[i] / (double)to->list[i];
	return middle(list, count);
}

size_t bench_count(const struct bench_side *side, enum bench_what what)
{
	const struct bench_figures *f = &side->figures[what];
	size_t count = 0;

	for (size_t i = 0; i < f->count; i++)
		count += f->list[i] != 0;
	return count;
}
