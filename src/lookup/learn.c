/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/learn.h"

#include "core/path.h"
#include "print/msg.h"
#include "records/change.h"
#include "records/home.h"
#include "records/slots.h"

/*
 * Fill in R, the record for the slot of FOUND. Returns false unless its environment is healthy, and
 * is SOURCED, unless that is NULL.
 */
static bool slot_of(struct context *ctx, const struct found *found, const char *sourced,
		    struct record *r)
{
	const struct allow_how plainly = { .only_made_here = !sourced };
	const struct candidate *c = &found->candidate;
	struct buf why = BUF_INIT;
	struct real_path env;
	struct venv venv;

	if ((found->outcome != FIND_UNTRUSTED && found->outcome != FIND_CHANGED) || c->tool ||
	    slot_record(&ctx->trust, c->project, c, &plainly, r, &why))
		return false;
	venv_read(r->target ? r->target : r->path, &venv);
	venv_check_python(&venv);
	return venv.health == HEALTHY && !is_home(&ctx->settings, path_parent(r->path)) &&
	       (!sourced || (!real_path_read(sourced, &env) && streq(env.path, venv.path)));
}

void learn(struct context *ctx, const struct found *found, const char *sourced)
{
	bool wanted = sourced ? ctx->settings.learn : found->judgement.verdict == VERDICT_NEW;
	struct change change = { .silent = true };
	struct record r;

	if (!wanted || !slot_of(ctx, found, sourced, &r))
		return;
	change_add(&change, &ctx->trust, &r);
	if (!change_commit(&change, &ctx->trust) && sourced)
		note("'%s' is now on whenever you are in '%s', and off when you leave",
		     shown(path_base(r.path)), shown(path_parent(r.path)));
}
