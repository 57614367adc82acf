/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Learning: the user sourced a stock activate script by hand, which has run
 * that environment's code already.  Recorded where nothing speaks against it;
 * else there is silence, as nobody asked.
 */
#include "cli/allow.h"
#include "core/judge.h"
#include "core/path.h"

#include "core/banned.h"

static bool is_new(struct context *ctx, const struct chain *chain)
{
	struct judgement j = judge_recorded(&ctx->trust, chain);

	return j.verdict == VERDICT_NONE || j.verdict == VERDICT_CHANGED;
}

static void learn(struct context *ctx, const char *env)
{
	const struct allow_how how = { 0 };
	struct allowance a;
	struct target target = { 0 };
	const char *path, *project;
	struct chain chain;
	struct buf why = BUF_INIT;

	if (env[0] != '/' || chain_of(env, &chain))
		return;
	path = chain.path;
	project = path_parent(path);
	/* There it would be on nearly everywhere, which is not what was done. */
	if (target_is_home(&ctx->settings, project) || !is_new(ctx, &chain))
		return;
	target.chain = chain;
	/* Of another one in the project nothing was run. */
	target.env = !allow_by_project(&ctx->settings, path);
	if (!target.env && chain_of(project, &target.chain))
		return;
	if (allow_plan(ctx, &target, &how, &a, &why) || a.found.outcome != FIND_ENV ||
	    !streq(a.found.venv.path, path) || record_write(&ctx->trust, &a.change, &why))
		return;
	allow_tell_from_now(path, project);
}

int allow_learn(struct context *ctx, const char *env)
{
	if (ctx->settings.learn)
		learn(ctx, env);
	return 0;
}
