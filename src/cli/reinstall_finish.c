/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the new environment has what the old one had. */
#include "cli/pep440.h"
#include "cli/reinstall.h"
#include "cli/unmet.h"
#include "print/msg.h"

#include "core/banned.h"

/* What comes from a source tree may have another version by now. */
static int compare(const struct reinstall_item *item, const struct dist *new)
{
	const struct dist *old = item->dist;

	if (!new && !item->wanted)
		return 0;
	if (!new)
		return error("'%s %s' was not installed", shown(old->name), shown(old->version));
	if (!pep440_compare(old->version, new->version))
		return reinstall_mark(old, new);
	if (reinstall_is_pin(item))
		return error("'%s' was installed as %s, not as %s", shown(old->name),
			     shown(new->version), shown(old->version));
	note("'%s' was %s and is %s now", shown(old->name), shown(old->version),
	     shown(new->version));
	return reinstall_mark(old, new);
}

static bool is_item(const struct reinstall *plan, const struct dist *old)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].dist == old)
			return true;
	return plan->pip && plan->pip->dist == old;
}

/* What both begin with was installed by us, where pip was not asked for it. */
static int mark_seed(const struct reinstall *plan, const struct dists *dists, const char *name)
{
	const struct dist *old = dists_find(&plan->dists, name);
	const struct dist *new = dists_find(dists, name);

	if (!old || !new || !old->local || !new->local || is_item(plan, old))
		return 0;
	return reinstall_mark(old, new);
}

static const char *subject(const struct unmet *unmet)
{
	return unmet->name ? unmet->name : unmet->requirement;
}

static bool had(const struct unmets *unmets, const struct unmet *unmet)
{
	for (size_t i = 0; i < unmets->count; i++)
		if (streq(unmets->list[i].of->key, unmet->of->key) &&
		    streq(subject(&unmets->list[i]), subject(unmet)))
			return true;
	return false;
}

static int check_unmet(const struct reinstall *plan, const struct venv *venv,
		       const struct dists *dists)
{
	struct unmets before = { 0 }, after = { 0 };
	struct marker_env env;
	int ret = 0;

	marker_env_of(plan->old, &env);
	unmet_find(&plan->dists, &env, &before);
	marker_env_of(venv, &env);
	unmet_find(dists, &env, &after);
	for (size_t i = 0; i < after.count; i++)
		if (!had(&before, &after.list[i]))
			ret = error("not so before: %s", shown(unmet_text(&after.list[i])));
	return ret;
}

int reinstall_finish(const struct reinstall *plan, const struct pip *pip)
{
	struct dists dists;
	struct venv venv;
	int ret = 0;

	venv_read(pip->env, &venv);
	dists_read(&venv, &dists);
	for (size_t i = 0; i < plan->count; i++)
		ret |= compare(&plan->items[i], dists_find(&dists, plan->items[i].dist->key));
	if (plan->pip)
		ret |= compare(plan->pip, dists_find(&dists, "pip"));
	if (!plan->how->files &&
	    (mark_seed(plan, &dists, "pip") || mark_seed(plan, &dists, "setuptools")))
		ret = -1;
	return ret | check_unmet(plan, &venv, &dists);
}
