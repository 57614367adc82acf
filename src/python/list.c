/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of all installed interpreters. */
#include <stdlib.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "formats/pep440.h"
#include "print/msg.h"
#include "python/python_dirs.h"

static bool is_listed(const struct pythons *all, const char *path)
{
	for (size_t i = 0; i < all->count; i++)
		if (file_same_at(all->list[i].question.path, path))
			return true;
	return false;
}

/* Add each CPython in BIN once: as python3.11, if python3 is a link to it. */
static void scan(const struct context *ctx, const struct python_bin *bin, struct pythons *all)
{
	struct strings paths = { 0 };
	struct python_guess guess;

	if (!python_in_env(path_join(bin->dir, "python")))
		paths_matching(bin->dir, "python*", &paths);
	for (size_t i = 0; i < paths.count; i++) {
		const char *path = paths.list[i];

		if (is_listed(all, path) || !python_guess(path, &guess))
			continue;
		if (!streq(guess.implementation, "cpython") || python_is_script(path) ||
		    !python_is_safe(ctx, bin, path))
			continue;
		LIST_ADD(all,
			 (struct python_installed){ .source = bin->source, .question.path = path });
	}
}

/* Regular builds before free-threaded ones, then the newest first. */
static int compare_pythons(const void *a, const void *b)
{
	const struct python *left = &((const struct python_installed *)a)->python;
	const struct python *right = &((const struct python_installed *)b)->python;
	int order = *left->threads - *right->threads;

	if (!order)
		order = pep440_compare(right->version, left->version);
	return order ? order : strcmp(left->path, right->path);
}

/* Set ALL to the files that are interpreters by their names. */
static void scan_all(const struct context *ctx, struct pythons *all)
{
	struct python_bins bins;

	*all = (struct pythons){ 0 };
	python_bins(ctx, &bins);
	/* The known places first: they tell the source of an interpreter, PATH does not. */
	for (int on_path = 0; on_path < 2; on_path++)
		for (size_t i = 0; i < bins.count; i++)
			if (on_path == bins.list[i].on_path)
				scan(ctx, &bins.list[i], all);
}

void pythons_find(const struct context *ctx, struct pythons *all)
{
	size_t count = 0;

	scan_all(ctx, all);
	for (size_t i = 0; i < all->count; i++)
		python_ask_begin(all->list[i].question.path, &all->list[i].question);
	for (size_t i = 0; i < all->count; i++) {
		struct python_installed *p = &all->list[i];

		if (python_ask_end(&p->question, &p->python) && python_is_supported(&p->python))
			all->list[count++] = *p;
	}
	all->count = count;
	if (count)
		qsort(all->list, count, sizeof(*all->list), compare_pythons);
}

/* SPECIFIERS accept each release of SERIES, "3.12". */
static bool series_fits(const char *series, const char *specifiers)
{
	unsigned patch = 0;

	while (patch < 100 && pep440_matches(formatted("%s.%u", series, patch), specifiers))
		patch++;
	return patch == 100;
}

const char *python_series_for(const struct context *ctx, const char *specifiers)
{
	struct python_guess guess;
	struct pythons all;

	scan_all(ctx, &all);
	for (size_t i = 0; i < all.count; i++)
		if (python_guess(all.list[i].question.path, &guess) && guess.series &&
		    !*guess.threads && pep440_compare(guess.series, PYTHON_OLDEST) >= 0 &&
		    series_fits(guess.series, specifiers))
			return guess.series;
	return NULL;
}
