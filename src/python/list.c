/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All interpreters: each name in each directory, asked at the same time. */
#include <stdlib.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "formats/pep440.h"
#include "python/python_dirs.h"

/* Add the CPythons in BIN, python3.11 rather than python3, and each file once. */
static void scan(const struct python_bin *bin, struct pythons *all)
{
	struct strings paths = { 0 };
	struct python_guess guess;

	if (!python_in_env(path_join(bin->dir, "python")))
		paths_matching(path_join(bin->dir, "python*"), &paths);
	for (size_t i = 0, k; i < paths.count; i++) {
		const char *path = paths.list[i];

		for (k = 0; k < all->count && !file_same_at(all->list[k].question.path, path);)
			k++;
		if (k < all->count || !python_guess(path, &guess) ||
		    !streq(guess.implementation, "cpython") || python_is_script(path))
			continue;
		all->list = mem_grow(all->list, all->count, &all->room, sizeof(*all->list));
		all->list[all->count++] = (struct python_found){ .source = bin->source,
								 .name = bin->name,
								 .question.path = path };
	}
}

/* Regular builds before free-threaded ones, then the newest first. */
static int compare_pythons(const void *a, const void *b)
{
	const struct python *x = &((const struct python_found *)a)->python;
	const struct python *y = &((const struct python_found *)b)->python;
	int order = *x->threads - *y->threads;

	if (!order)
		order = pep440_compare(y->version, x->version);
	return order ? order : strcmp(x->path, y->path);
}

void pythons_find(const struct context *ctx, struct pythons *all)
{
	struct python_bins bins;
	size_t count = 0;

	*all = (struct pythons){ 0 };
	python_bins(ctx, &bins);
	/* Two passes: a known place has a better name for an interpreter than PATH. */
	for (int on_path = 0; on_path < 2; on_path++)
		for (size_t i = 0; i < bins.count; i++)
			if (on_path == bins.list[i].on_path)
				scan(&bins.list[i], all);
	for (size_t i = 0; i < all->count; i++)
		python_ask_begin(all->list[i].question.path, &all->list[i].question);
	for (size_t i = 0; i < all->count; i++) {
		struct python_found *found = &all->list[i];

		if (python_ask_end(&found->question, &found->python) &&
		    python_is_supported(&found->python))
			all->list[count++] = *found;
	}
	all->count = count;
	if (count)
		qsort(all->list, count, sizeof(*all->list), compare_pythons);
}
