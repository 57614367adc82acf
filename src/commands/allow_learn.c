/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the hook has recorded: an environment whose script the user sourced, which has run
 * its code already, or a new one in a tree that is allowed.
 */
#include "command/command.h"
#include "commands/allow_parts.h"
#include "core/find.h"
#include "core/path.h"
#include "known/target.h"
#include "records/change.h"

#include "core/banned.h"

/* The slot that PROJECT, a real path, would turn on, where it gives ENV. */
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

/* Where the shell stands, and further up: what gives ENV there need not be beside it. */
static bool seek_slot(struct context *ctx, const char *env, bool seen, struct record *r)
{
	const char *dir = ctx->physical;

	if (seen)
		return slot_of(ctx, path_parent(env), env, r);
	for (; dir && !streq(dir, "/"); dir = path_parent(dir))
		if (slot_of(ctx, dir, env, r))
			return true;
	return false;
}

int allow_quietly(struct context *ctx, const char *env, bool seen)
{
	struct change change = { 0 };
	struct chain chain;
	struct record r;

	if ((!seen && !ctx->settings.learn) || env[0] != '/' || chain_of(env, &chain) ||
	    !seek_slot(ctx, chain.path, seen, &r) ||
	    /* There it would be on nearly everywhere, which is not what was done. */
	    target_is_home(&ctx->settings, path_parent(r.path)))
		return EXIT_DONE;
	change_add(&change, &ctx->trust, &r);
	if (change_commit(&change, &ctx->trust, NULL))
		return EXIT_DONE;
	if (!seen)
		allow_tell_from_now(r.path, path_parent(r.path));
	return EXIT_DONE;
}
