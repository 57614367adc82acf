/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of -p, by the names of files and directories alone. */
#include <stdlib.h>

#include "cli/complete.h"
#include "core/file.h"
#include "core/path.h"
#include "python/places.h"

#include "core/banned.h"

static void add_once(struct completions *c, const char *value, const char *description)
{
	for (size_t i = 0; i < c->count; i++)
		if (streq(c->list[i].value, value))
			return;
	complete_add(c, value, description);
}

/* Add "3.12" for python3.12, "pypy3.10" for that. */
static void add_program(struct completions *c, const char *path)
{
	struct python_name name;

	if (python_name_parse(path_base(path), &name) && name.release.count > 1 &&
	    file_is_program(path))
		add_once(c,
			 concat(streq(name.base, "python") ? "" : name.base, name.version,
				name.free_threaded ? "t" : ""),
			 path);
}

/* The newest first, and names behind the numbers. */
static int compare(const void *a, const void *b)
{
	const struct completion *x = a, *y = b;
	bool x_digit = x->value[0] >= '0' && x->value[0] <= '9';
	bool y_digit = y->value[0] >= '0' && y->value[0] <= '9';

	if (x_digit != y_digit)
		return x_digit ? -1 : 1;
	return strverscmp(y->value, x->value);
}

void complete_python(struct context *ctx, const char *env, struct completions *c)
{
	/* Without a directory no project's file says which versions pyenv uses. */
	const struct python_from from = { .settings = &ctx->settings };
	struct python_bins bins;

	(void)env;
	python_bins(&from, &bins);
	for (size_t i = 0; i < bins.count; i++) {
		const struct python_bin *bin = &bins.list[i];
		struct strings paths = { 0 };

		if (bin->name && python_in(bin->dir))
			add_once(c, bin->name, bin->source);
		places_match(path_join(bin->dir, "{python,pypy}*.*"), &paths);
		for (size_t k = 0; k < paths.count; k++)
			add_program(c, paths.list[k]);
	}
	if (c->count)
		qsort(c->list, c->count, sizeof(*c->list), compare);
}
