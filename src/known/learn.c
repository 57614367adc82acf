/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/learn.h"

#include "core/path.h"
#include "core/search.h"
#include "known/here.h"
#include "print/msg.h"
#include "records/change.h"
#include "records/slots.h"

#include "core/banned.h"

/* The slot in PROJECT, a real path, that would turn on ENV. */
static bool slot_of(struct context *ctx, const char *project, const char *env, struct record *r)
{
	const struct allow_how plainly = { 0 };
	struct buf why = BUF_INIT;
	struct found found;
	struct venv venv;

	find_in(&ctx->trust, project, &found);
	if ((found.outcome != FIND_UNTRUSTED && found.outcome != FIND_CHANGED) ||
	    found.candidate.tool)
		return false;
	if (slot_record(&ctx->trust, project, &found.candidate, &plainly, r, &why))
		return false;
	venv_read(env, &venv);
	venv_check_python(&venv);
	return venv.health == HEALTHY && streq(r->target ? r->target : r->path, env);
}

/* In the directory of the shell or above: the slot need not be beside ENV. */
static bool find_slot_of(struct context *ctx, const char *env, bool seen, struct record *r)
{
	const char *dir = ctx->physical;

	if (seen)
		return slot_of(ctx, path_parent(env), env, r);
	for (; dir && !streq(dir, "/"); dir = path_parent(dir))
		if (slot_of(ctx, dir, env, r))
			return true;
	return false;
}

void learn(struct context *ctx, const char *env, bool seen)
{
	struct change change = { 0 };
	struct chain chain;
	struct record r;

	if ((!seen && !ctx->settings.learn) || env[0] != '/' || chain_of(env, &chain) ||
	    !find_slot_of(ctx, chain.path, seen, &r) ||
	    is_home(&ctx->settings, path_parent(r.path)))
		return;
	change_add(&change, &ctx->trust, &r);
	if (!change_commit(&change, &ctx->trust, NULL) && !seen)
		note("'%s' is now on whenever you are in '%s', and off when you leave",
		     shown(path_base(r.path)), shown(path_parent(r.path)));
}
