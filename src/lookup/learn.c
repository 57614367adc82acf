/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/learn.h"

#include "core/path.h"
#include "print/msg.h"
#include "records/change.h"
#include "records/slots.h"

/* V is healthy, and of SOURCED, unless that is NULL. */
static bool is_wanted(struct context *ctx, const struct verdict *v, const char *sourced)
{
	const char *env = sourced ? real_path_of(sourced).path : v->env.path;

	if (v->problem || settings_is_home(&ctx->settings, v->project.path))
		return false;
	return env && streq(env, v->env.path);
}

void learn(struct context *ctx, const struct verdict *found, const char *sourced)
{
	unsigned accepts = (sourced ? BY_MADE : BY_FOUND) & ~(unsigned)BAR_BROKEN;
	bool wanted = sourced ? ctx->settings.learn : found->word == WORD_COVERED;
	struct change change = { .silent = true };
	struct verdict v;
	struct record r;

	if (!wanted || !verdict_is_unallowed(found) || found->candidate.tool ||
	    slot_look(&ctx->trust, &found->candidate, accepts, &v) || !is_wanted(ctx, &v, sourced))
		return;
	r = slot_record(&v);
	change_add(&change, &ctx->trust, &r);
	if (!change_commit(&change, &ctx->trust) && sourced)
		note("'%s' is now on whenever you are in '%s', and off when you leave",
		     shown(path_base(r.path)), shown(path_parent(r.path)));
}

void learn_covered(struct context *ctx, struct verdict *found)
{
	const struct candidate c = found->candidate;

	if (found->word != WORD_COVERED)
		return;
	learn(ctx, found, NULL);
	verdict_look(&ctx->trust, &c, found->accepted, found);
}
