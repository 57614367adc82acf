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
	/** the most that plan.here can say */
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
static void fold_here(struct plan *plan)
{
	size_t missing = 0, kept = 0;

	for (size_t i = 0; i < plan->miss_count; i++)
		missing += is_here(plan->misses[i].path, plan->start);
	if (missing != ARRAY_SIZE(here))
		return;
	plan->here = 1;
	for (size_t i = 0; i < plan->miss_count; i++)
		if (!is_here(plan->misses[i].path, plan->start))
			plan->misses[kept++] = plan->misses[i];
	plan->miss_count = kept;
}

/*
 * So it has for the directories above, by "..", which is looked up faster than
 * a whole path and is the same where no link led here.
 */
static void fold_above(struct plan *plan, const char *physical)
{
	const char *dir = plan->start;

	if (!plan->here || !physical || !streq(dir, physical))
		return;
	while (plan->here < HERE_MAX && plan->miss_count) {
		dir = path_parent(dir);
		if (!streq(plan->misses->path, path_join(dir, ".venv")))
			return;
		plan->here++;
		plan->misses++;
		plan->miss_count--;
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

/* What the idle test has to find missing until the next look. */
static void plan_misses(const struct search *search, const char *physical, struct plan *plan)
{
	size_t n = 0;

	while (n < search->miss_count &&
	       (search->misses[n].own || plan->found.outcome != FIND_NONE))
		n++;
	plan->misses = search->misses;
	plan->miss_count = n;
	fold_here(plan);
	fold_above(plan, physical);
}

void watch_plan(const struct session *s, const struct search *search, const char *physical,
		struct plan *plan)
{
	bool theirs = plan->situation.active == ACTIVE_THEIRS;

	if (theirs && plan->named)
		plan->present = path_join(s->active, "pyvenv.cfg");
	else if (!theirs && !s->off && plan->situation.found && is_set(plan->entry))
		plan->present = path_join(plan->found.venv.path, "pyvenv.cfg");
	plan->blind = why_blind(search->trust->settings, plan->present);
	if (plan->blind)
		plan->present = NULL;
	else if (!theirs && !s->off)
		plan_misses(search, physical, plan);
}
