/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What -p takes, by the names of files and directories alone. */
#include <stdlib.h>

#include "cli/complete.h"
#include "cli/interpreters.h"
#include "core/path.h"

#include "core/banned.h"

static void add_once(struct completions *c, const char *value, const char *description)
{
	for (size_t i = 0; i < c->count; i++)
		if (streq(c->list[i].value, value))
			return;
	complete_add(c, value, description);
}

/* "3.12" of python3.12, "pypy3.10" of that. */
static const char *series_of(const char *base)
{
	struct python_name name;

	if (!python_name_parse(base, &name) || !strchr(name.version, '.') || strchr(base, 'm') ||
	    strchr(base, 'd'))
		return NULL;
	return streq(name.implementation, "cpython") ? base + strlen("python") : base;
}

static void see(void *arg, const struct interpreter_sight *sight)
{
	const char *base = path_base(sight->path), *series = series_of(base);

	/* What a shim starts, its project's files say. */
	if (streq(path_base(path_parent(sight->path)), "shims") || !file_is_program(sight->path))
		return;
	if (sight->name)
		add_once(arg, sight->name, sight->source);
	if (series)
		add_once(arg, series, sight->path);
}

/* The newest first, and what has a name of its own behind the numbers. */
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
	(void)env;
	interpreters_see(ctx, see, c);
	if (c->count)
		qsort(c->list, c->count, sizeof(*c->list), compare);
}
