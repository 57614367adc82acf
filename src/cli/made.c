/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/made.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/allow.h"
#include "cli/here.h"
#include "cli/typed.h"
#include "core/find.h"
#include "core/judge.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/platform.h"

#include "core/banned.h"

static bool answers(const struct found *found, const char *env)
{
	return found->outcome == FIND_ENV && streq(found->venv.path, env);
}

/* On record already: is it what answers in PROJECT? */
static enum made look(struct context *ctx, const char *env, const char *project)
{
	struct found found;

	find_in(&ctx->trust, project, &found);
	return answers(&found, env) ? MADE_KNOWN : MADE_OTHER;
}

/* What the records say of ENV, a real path.  Returns 0, or -1 with errno. */
static int recorded(struct context *ctx, const char *env, struct chain *chain, struct judgement *j)
{
	if (chain_of(env, chain))
		return -1;
	*j = judge_recorded(&ctx->trust, chain);
	return 0;
}

static bool covers(struct context *ctx, const struct change *change, const char *env)
{
	struct context there = *ctx;
	struct judgement j;
	struct chain chain;

	there.trust = record_try(&ctx->trust, change);
	return !recorded(&there, env, &chain, &j) && j.verdict == VERDICT_ALLOWED;
}

/*
 * As TARGET; but where the project's record may not be made, it is that of what answers
 * there by now, which may be another than ENV.
 */
static int plan(struct context *ctx, const struct target *target, const struct allow_how how,
		const char *env, struct allowance *a, struct buf *why)
{
	struct target *alone = mem_array(1, sizeof(*alone));

	if (allow_plan(ctx, target, &how, a, why))
		return -1;
	*alone = (struct target){ .way = env, .env = true };
	if (target->env || covers(ctx, &a->change, env) || chain_of(env, &alone->chain))
		return 0;
	return allow_plan(ctx, alone, &how, a, why);
}

static enum made record(struct context *ctx, const struct target *target,
			const struct allow_how how, const char *env)
{
	struct allowance a;
	struct buf why = BUF_INIT, rest = BUF_INIT;

	if (plan(ctx, target, how, env, &a, &why)) {
		error("'%s' is not turned on: %s", shown(env), why.data);
		return MADE_NOT;
	}
	buf_putl(&rest, "; '", shown(env), "' is there, but not on record; ", allow_line(ctx, env),
		 " turns it on");
	if (record_commit_or(&ctx->trust, &a.change, rest.data))
		return MADE_FAILED;
	/* What is looked at from now on is what the hook will see. */
	ctx->trust = record_try(&ctx->trust, &a.change);
	return answers(&a.found, env) ? MADE_ON : MADE_OTHER;
}

/* On record by its project, and by itself as what it was: that is renewed where it can be. */
static enum made renew(struct context *ctx, const struct target *target, const struct allow_how how,
		       const char *project)
{
	const char *env = target->chain.path;
	struct buf why = BUF_INIT;
	struct allowance a;

	if (!allow_plan(ctx, target, &how, &a, &why)) {
		if (record_commit(&ctx->trust, &a.change))
			return MADE_FAILED;
		ctx->trust = record_try(&ctx->trust, &a.change);
	}
	return look(ctx, env, project);
}

/* What leads to an environment from elsewhere needs its own record, not its project's. */
static const struct record *own_record(struct context *ctx, const char *env, const char *was)
{
	const struct record *own = record_env(&ctx->trust, env);

	return own || !was ? own : record_env(&ctx->trust, was);
}

enum made made_record(struct context *ctx, const char *env, const char *was)
{
	struct target target = { .way = env, .env = true };
	struct allow_how how = { 0 };
	const struct record *own;
	struct judgement j;
	const char *path, *project;

	if (recorded(ctx, env, &target.chain, &j)) {
		error_errno("cannot find '%s'", shown(env));
		return MADE_FAILED;
	}
	path = target.chain.path;
	project = path_parent(path);
	own = own_record(ctx, path, was);
	how.shared = own && own->shared;
	if (j.verdict == VERDICT_DENIED) {
		error("'%s' is not turned on: '%s' is denied; %s", shown(path), shown(j.by->path),
		      allow_lifts(ctx, path, j.by));
		return MADE_NOT;
	}
	if (j.verdict == VERDICT_ALLOWED)
		return !own || trust_dir(&ctx->trust, &target.chain).verdict == VERDICT_ALLOWED ?
			       look(ctx, path, project) :
			       renew(ctx, &target, how, project);
	if (!own && allow_by_project(&ctx->settings, path)) {
		target.env = false;
		if (chain_of(project, &target.chain)) {
			error_errno("cannot find '%s'", shown(project));
			return MADE_FAILED;
		}
	}
	return record(ctx, &target, how, path);
}

int made_verdict(struct context *ctx, const char *env, enum verdict *verdict)
{
	struct judgement j;
	struct chain chain;

	if (recorded(ctx, env, &chain, &j))
		return error_errno("cannot find '%s'", shown(env));
	*verdict = j.verdict;
	return 0;
}

const char *made_by_allowing(struct context *ctx, const char *env)
{
	struct found found;
	struct chain first;

	find_in(&ctx->trust, path_parent(env), &found);
	return found.candidate.fixed &&
			       (chain_of(found.candidate.path, &first) || !streq(first.path, env)) ?
		       "allows it" :
		       "turns it on";
}

bool made_is_denied(struct context *ctx, const char *env)
{
	struct judgement j;
	struct chain chain;

	return !recorded(ctx, env, &chain, &j) && j.verdict == VERDICT_DENIED;
}

int made_deny(struct context *ctx, const char *env)
{
	struct change change = { 0 };
	struct chain chain;
	struct record r;

	if (chain_of(env, &chain))
		return error_errno("cannot find '%s'", shown(env));
	r = record_of(&chain);
	r.deny = r.env = true;
	change_add(&change, &r);
	if (record_commit(&ctx->trust, &change))
		return -1;
	ctx->trust = record_try(&ctx->trust, &change);
	return 0;
}

int made_keep_denied(struct context *ctx, const char *env)
{
	return made_is_denied(ctx, env) ? 0 : made_deny(ctx, env);
}

bool made_is_on(struct context *ctx, const char *env)
{
	return look(ctx, env, path_parent(env)) == MADE_KNOWN;
}
