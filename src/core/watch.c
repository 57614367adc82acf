/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/watch.h"

#include "core/buf.h"
#include "core/far.h"
#include "core/path.h"

#include "core/banned.h"

/* What each hook looks for by heart in the shell's own directory. */
static const char *const here[] = {
	".venv", "venv", "env", ".env", "virtualenv", ".python-envs",
};

enum {
	/** the most that watch.here can say */
	HERE_MAX = 3,
};

static bool is_here(const char *path, const char *start)
{
	if (!streq(path_parent(path), start))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(here); i++)
		if (streq(path_base(path), here[i]))
			return true;
	return false;
}

/*
 * Where none of the usual names is in the shell's own directory, the hook has
 * a test for that by heart, and less to take in.
 */
static void fold_here(struct watch *watch, const char *start)
{
	size_t missing = 0, kept = 0;

	for (size_t i = 0; i < watch->miss_count; i++)
		missing += is_here(watch->misses[i].path, start);
	if (missing != ARRAY_SIZE(here))
		return;
	watch->here = 1;
	for (size_t i = 0; i < watch->miss_count; i++)
		if (!is_here(watch->misses[i].path, start))
			watch->misses[kept++] = watch->misses[i];
	watch->miss_count = kept;
}

/*
 * So it has for the directories above, by "..", which is looked up faster than
 * a whole path and is the same where no link led here.
 */
static void fold_above(struct watch *watch, const char *dir, const char *physical)
{
	if (!watch->here || !physical || !streq(dir, physical))
		return;
	while (watch->here < HERE_MAX && watch->miss_count) {
		dir = path_parent(dir);
		if (!streq(watch->misses->path, path_join(dir, ".venv")))
			return;
		watch->here++;
		watch->misses++;
		watch->miss_count--;
	}
}

/*
 * A prompt must not wait for a server: where the shell's directory or the
 * active environment is on one, what comes or goes is noticed at the next
 * change of directory, or where the last command named it.
 */
static const char *why_blind(const struct settings *settings, const char *present)
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
	else if (present && (type = far_type(present)))
		buf_putl(&b, "the environment is on ", type);
	return b.len ? b.data : NULL;
}

void watch_fill(struct watch *watch, const struct search *search, bool found, const char *start,
		const char *physical)
{
	size_t n = 0;

	watch->blind = why_blind(search->trust->settings, watch->present);
	if (watch->blind) {
		watch->present = NULL;
		return;
	}
	while (n < search->miss_count && (found || search->misses[n].own))
		n++;
	watch->misses = search->misses;
	watch->miss_count = n;
	fold_here(watch, start);
	fold_above(watch, start, physical);
}
