/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/reinstall.h"

#include "cli/dist_record.h"
#include "cli/pep440.h"
#include "cli/requirement.h"
#include "cli/seed.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

enum {
	/** files that are nobody's, which are named */
	UNOWNED_SHOWN = 10,
};

/*
 * The version of NAME, "pip" or "setuptools", that an environment of PYTHON
 * begins with; NULL: none.
 */
static const char *seeded_version(const struct python *python, const char *name)
{
	struct seed seed;

	seed_find(python->stdlib, python->major, python->minor, &seed);
	for (size_t i = 0; i < seed.count; i++) {
		const char *wheel = path_base(seed.wheels[i]);
		size_t len = strlen(name);

		if (starts_with(wheel, name) && wheel[len] == '-')
			return mem_dup(wheel + len + 1, strcspn(wheel + len + 1, "-"));
	}
	return NULL;
}

/* ---- what there is ------------------------------------------------------ */

static bool is_same(const struct reinstall *plan)
{
	struct marker_env env;

	marker_env_of(plan->old, &env);
	return plan->dists.major == plan->to->major && plan->dists.minor == plan->to->minor &&
	       streq(env.implementation_name, plan->to->implementation);
}

/* DIST of the old environment; NULL: it has none. */
static const struct dist *own(const struct reinstall *plan, const char *name)
{
	const struct dist *dist = dists_find(&plan->dists, name);

	return dist && dist->local ? dist : NULL;
}

static struct reinstall_item item_of(const struct reinstall *plan, const struct dist *dist)
{
	const char *source = reinstall_source(&plan->dists, dist);

	return (struct reinstall_item){
		.dist = dist,
		.source = source,
		.copied = source ? reinstall_copied(plan->old->path, source) : NULL,
		.wanted = plan->same,
	};
}

/* An older one may not work with the new Python, and a newer one not either. */
static bool goes_with(const struct reinstall *plan, const struct dist *dist, const char *seeded)
{
	const char *requires;
	size_t at = 0;

	if (pep440_compare(dist->version, seeded) <= 0)
		return false;
	requires = dist_header(dist, "Requires-Python", &at);
	return !requires || pep440_matches(plan->to->version, requires);
}

/*
 * DIST, which environments begin with, is as it will be anyway; or the old one
 * just came with another Python.
 */
static bool is_seeded(const struct reinstall *plan, const struct dist *dist)
{
	const struct reinstall_item item = item_of(plan, dist);
	const char *seeded = seeded_version(plan->to, dist->key);

	if (!reinstall_is_pin(&item))
		return false;
	if (plan->same)
		return seeded && streq(seeded, dist->version);
	if (seeded && goes_with(plan, dist, seeded))
		return false;
	if (!seeded || !streq(seeded, dist->version))
		note("'%s %s' came with Python %d.%d: the new environment "
		     "has %s%s",
		     shown(dist->name), shown(dist->version), plan->dists.major, plan->dists.minor,
		     seeded ? seeded : "none", seeded ? "" : ", unless something requires it");
	return true;
}

static void add_item(struct reinstall *plan, const struct dist *dist)
{
	plan->items = mem_grow(plan->items, plan->count, &plan->room, sizeof(*plan->items));
	plan->items[plan->count++] = item_of(plan, dist);
}

static void plan_pip(struct reinstall *plan, const struct dist *pip)
{
	const char *seeded = seeded_version(plan->to, "pip");
	struct reinstall_item *item;

	if (!pip || is_seeded(plan, pip))
		return;
	item = mem_array(1, sizeof(*item));
	*item = item_of(plan, pip);
	plan->pip = item;
	plan->pip_first = !seeded || pep440_compare(pip->version, seeded) > 0;
}

static void plan_items(struct reinstall *plan)
{
	for (size_t i = 0; i < plan->dists.count; i++) {
		const struct dist *dist = &plan->dists.list[i];

		if (!dist->local || streq(dist->key, "pip"))
			continue;
		if (!streq(dist->key, "setuptools") || !is_seeded(plan, dist))
			add_item(plan, dist);
	}
	if (!plan->same)
		reinstall_choose(plan);
}

/* ---- what cannot be ----------------------------------------------------- */

static int refuse(const struct reinstall *plan, const struct reinstall_item *item)
{
	const char *why = item ? reinstall_refusal(plan, item) : NULL;

	if (!why)
		return 0;
	return error("'%s %s' cannot be installed again: %s", shown(item->dist->name),
		     shown(item->dist->version), why);
}

static bool is_listed(const struct dists *dists, const char *path)
{
	for (size_t i = 0; i < dists->count; i++)
		if (streq(dists->list[i].path, path))
			return true;
	return false;
}

/* pip passes over it, but it is none of the leftovers of an uninstallation. */
static bool is_lost(const struct reinstall *plan, const struct dist_problem *problem)
{
	const char *name = path_base(problem->path);

	return (ends_with(name, ".dist-info") || ends_with(name, ".egg-info")) &&
	       !is_listed(&plan->dists, problem->path) &&
	       requirement_name_valid(mem_dup(name, dist_entry_name_len(name)));
}

static int refuse_problem(const struct reinstall *plan, const struct dist_problem *problem)
{
	if (!path_under(problem->path, plan->old->path) ||
	    !(problem->fatal || is_lost(plan, problem)))
		return 0;
	return error("'%s' cannot be installed again: it %s", shown(problem->path), problem->text);
}

static int check(const struct reinstall *plan)
{
	int ret = refuse(plan, plan->pip);

	for (size_t i = 0; !plan->how->files && i < plan->dists.problem_count; i++)
		ret |= refuse_problem(plan, &plan->dists.problems[i]);
	for (size_t i = 0; i < plan->count; i++)
		ret |= refuse(plan, &plan->items[i]);
	if (ret)
		return error("nothing was changed; 'avenv freeze --portable' "
			     "lists all by version, and '-r FILE' installs "
			     "what such a list says");
	return plan->how->wheels ? reinstall_check_wheels(plan) : 0;
}

/* ---- what is nobody's --------------------------------------------------- */

static void tell_unowned(const struct reinstall *plan)
{
	struct dist_owners owners = { 0 };
	struct dist_unowned unowned = { 0 };
	size_t count;

	unseen_begin();
	dist_owners_read(plan->old, &plan->dists, &owners);
	if (dist_unowned_find(plan->old, &plan->dists, &owners, &unowned))
		unseen(plan->old->path);
	count = unowned.more;
	for (size_t i = 0; i < unowned.files.count; i++) {
		if (++count <= UNOWNED_SHOWN)
			note("'%s' belongs to nothing that is installed: it "
			     "stays in the backup alone",
			     shown(unowned.files.list[i]));
	}
	if (count > UNOWNED_SHOWN)
		note("and so do %zu more, which 'avenv packages --verify' "
		     "lists",
		     count - UNOWNED_SHOWN);
	if (unseen_text())
		note("what belongs to nothing that is installed, and stays in "
		     "the backup alone, may be more: %s",
		     unseen_text());
}

/* ---- the plan ----------------------------------------------------------- */

int reinstall_plan(const struct venv *old, const struct python *to, const struct reinstall_how *how,
		   struct reinstall *plan)
{
	const struct dist *pip;

	*plan = (struct reinstall){ .how = how, .old = old, .to = to };
	dists_read(old, &plan->dists);
	plan->same = is_same(plan);
	pip = own(plan, "pip");
	plan_pip(plan, pip);
	if (!how->files)
		plan_items(plan);
	plan->any = how->files || plan->count || plan->pip;
	plan->drop_pip = plan->any && !pip;
	if (check(plan))
		return -1;
	tell_unowned(plan);
	return 0;
}
