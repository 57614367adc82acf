/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/watch.h"

#include "core/buf.h"
#include "core/far.h"
#include "core/path.h"

#include "core/banned.h"

/* Each hook tests these names by itself, which is faster than a test that it is told. */
static const char *const usual[] = { ".venv", "venv", "env", ".env", "virtualenv" };

static bool all_usual(const struct watch *watch)
{
	if (watch->count != ARRAY_SIZE(usual))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(usual); i++)
		if (!streq(watch->names[i], usual[i]))
			return false;
	return true;
}

/*
 * A prompt must not wait for a server. A file below the directory that the search began in, or
 * beside it, is where that is: a search crosses no file systems.
 */
static const char *why_off(const struct settings *settings, const char *present, const char *start)
{
	struct buf b = BUF_INIT;
	const char *type;

	if (settings->watch == WATCH_NOTHING)
		return "AVENV_WATCH is 0";
	if (settings->watch == WATCH_ALL)
		return NULL;
	type = far_type(".");
	if (type)
		buf_putl(&b, "this directory is on ", type);
	else if (present && !(start && path_under(start, path_parent(path_parent(present)))) &&
		 (type = far_type(present)))
		buf_putl(&b, "the environment is on ", type);
	return b.len ? b.data : NULL;
}

void watch_fill(struct watch *watch, const struct search *search, const char *start)
{
	watch->off = why_off(search->trust->settings, watch->present, start);
	if (watch->off) {
		watch->present = NULL;
		return;
	}
	watch->names = search->missing;
	watch->count = search->missing_count;
	watch->usual = all_usual(watch);
	if (watch->usual)
		watch->count = 0;
}
