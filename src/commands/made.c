/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/made.h"

#include "commands/allow_parts.h"
#include "core/find.h"
#include "core/path.h"
#include "print/msg.h"
#include "records/change.h"

#include "core/banned.h"

/* What ENV's directory gives by now is ENV. */
static enum made answer(struct context *ctx, const char *env)
{
	struct found found;

	find_in(&ctx->trust, path_parent(env), &found);
	return found.outcome == FIND_ENV && streq(found.venv.path, env) ? MADE_ON : MADE_OTHER;
}

enum made made_record(struct context *ctx, const char *env)
{
	struct buf why = BUF_INIT, rest = BUF_INIT;
	struct change change = { 0 };
	struct allow_how how = { 0 };
	const struct record *old;
	struct file_info info;
	enum verdict verdict;
	struct candidate c;
	struct chain chain;
	struct record r;

	if (chain_of(env, &chain)) {
		error_errno("cannot find '%s'", shown(env));
		return MADE_FAILED;
	}
	env = chain.path;
	if (made_verdict(ctx, env, &verdict))
		return MADE_FAILED;
	/* What was accepted of another project that stood here is not accepted of this one. */
	old = trust_named(&ctx->trust, path_parent(env), path_base(env));
	if (old && (file_lstat(path_parent(env), &info) || old->ino != info.ino ||
		    old->btime != info.btime))
		old = NULL;
	how.shared = old && old->shared;
	how.tracked = old && old->tracked;
	if (verdict == VERDICT_ALLOWED)
		return answer(ctx, env);
	if (!slot_named(path_parent(env), path_base(env), &c) ||
	    slot_record(&ctx->trust, path_parent(env), &c, &how, &r, &why)) {
		error("'%s' is not turned on: %s", shown(env), why.data);
		return verdict == VERDICT_DENIED ? MADE_DENIED : MADE_NOT;
	}
	change_add(&change, &ctx->trust, &r);
	buf_putl(&rest, "; '", shown(env), "' is there, but not on record; ",
		 allow_remedy(ctx, env, "turns it on"));
	if (change_commit(&change, &ctx->trust, rest.data))
		return MADE_FAILED;
	allow_tell_home(ctx, path_parent(env));
	return answer(ctx, env);
}

int made_verdict(struct context *ctx, const char *env, enum verdict *verdict)
{
	struct chain chain, project;
	struct slot slot = { .project = &project, .name = path_base(env), .env = &chain };

	if (chain_of(env, &chain) || chain_of(path_parent(env), &project)) {
		error_errno("cannot find '%s'", shown(env));
		return -1;
	}
	*verdict = trust_slot(&ctx->trust, &slot).verdict;
	return 0;
}

const char *made_by_allowing(struct context *ctx, const char *env)
{
	struct found found;
	struct chain first;

	find_in(&ctx->trust, path_parent(env), &found);
	return found.candidate.path && !found.candidate.several &&
			       (chain_of(found.candidate.path, &first) || !streq(first.path, env)) ?
		       "allows it" :
		       "turns it on";
}
