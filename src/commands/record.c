/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/record.h"

#include "core/hint.h"
#include "core/path.h"
#include "core/search.h"
#include "known/here.h"
#include "known/target.h"
#include "mend/relocate.h"
#include "print/paste.h"
#include "records/change.h"
#include "setup/setup.h"

#include "core/banned.h"

int records_load(struct context *ctx)
{
	struct buf why = BUF_INIT;

	trust_load(&ctx->trust);
	if (!ctx->trust.closed)
		return 0;
	hint_store(&why, &ctx->trust);
	return error("%s", why.data);
}

const char *record_remedy(struct context *ctx, const char *path)
{
	struct buf b = BUF_INIT;

	if (ctx->trust.closed)
		hint_store(&b, &ctx->trust);
	else
		buf_putl(&b, here_command(ctx, "avenv allow", path), " turns it on");
	return b.data;
}

/* ---- recording ----------------------------------------------------------------- */

int record_verdict(struct context *ctx, const char *env, enum verdict *verdict)
{
	struct chain chain, project;
	struct slot slot = { .project = &project, .env = &chain };

	if (chain_of(env, &chain) || chain_of(path_parent(env), &project))
		return error_errno("cannot find '%s'", shown(env));
	slot.path = path_join(project.path, path_base(env));
	*verdict = trust_slot(&ctx->trust, &slot).verdict;
	return 0;
}

/* The record for ENV. Returns 0, or -1 having said why it is refused. */
static int plan(struct context *ctx, const char *env, struct record *r)
{
	const char *project = path_parent(env), *name = path_base(env);
	const struct record *old = trust_named(&ctx->trust, project, name);
	struct allow_how how = { 0 };
	struct buf why = BUF_INIT;
	struct file_info info;
	struct candidate c;

	/* Options that the user gave for another directory at this path do not count. */
	if (old && (file_lstat(project, &info) || old->ino != info.ino || old->btime != info.btime))
		old = NULL;
	how.shared = old && old->shared;
	how.tracked = old && old->tracked;
	if (slot_named(project, name, &c) && !slot_record(&ctx->trust, project, &c, &how, r, &why))
		return 0;
	return error("'%s' is not turned on: %s", shown(env), why.data);
}

enum recorded record_env(struct context *ctx, const char *env)
{
	struct change change = { 0 };
	enum verdict verdict = VERDICT_NONE;
	struct found found;
	struct chain chain;
	struct record r;

	if (record_verdict(ctx, env, &verdict) || chain_of(env, &chain))
		return RECORDED_FAILED;
	env = chain.path;
	if (verdict != VERDICT_ALLOWED) {
		if (plan(ctx, env, &r))
			return verdict == VERDICT_DENIED ? RECORDED_DENIED : RECORDED_NOT;
		change_add(&change, &ctx->trust, &r);
		if (change_commit(&change, &ctx->trust, "; nothing is recorded"))
			return RECORDED_FAILED;
		warn_home(&ctx->settings, path_parent(env));
	}
	find_in(&ctx->trust, path_parent(env), &found);
	return found.outcome == FIND_ENV && streq(found.venv.path, env) ? RECORDED_ON :
									  RECORDED_BEHIND;
}

/* ---- messages ------------------------------------------------------------------- */

const char *record_obstacle(struct context *ctx, const char *env)
{
	const struct situation *now;
	struct here h;

	here_look(ctx, &h);
	now = &h.plan.situation;
	if (!h.hook)
		return formatted("the hook is not loaded in this shell: type '%s', or for now %s",
				 setup_next(&ctx->settings),
				 paste_command("source", path_join(path_join(env, "bin"),
								   paste_shell()->script)));
	if (now->off)
		return formatted("avenv is off in this shell; '%s' turns it on again",
				 here_on_line(&h));
	if (now->muted || (now->active == ACTIVE_BY_HAND && !now->same))
		return "'avenv activate' turns it on now";
	return NULL;
}

/* NAME in PROJECT, which is ENV, is on from now on, if nothing is in the way in this shell. */
static void tell_on(struct context *ctx, const char *project, const char *name, const char *env)
{
	const char *moved = relocate_moved(env), *obstacle;

	if (!ctx->shell_dir || !path_under(ctx->shell_dir, project))
		note("'%s' is on whenever you are in '%s'", shown(name), shown(project));
	else if ((obstacle = record_obstacle(ctx, env)))
		note("'%s' is allowed; %s", shown(name), obstacle);
	else
		note("'%s' is on from now on", shown(name));
	if (moved)
		note("'%s' was %s; %s mends its scripts", shown(env), moved,
		     here_command(ctx, "avenv repair", env));
}

void record_tell(struct context *ctx, const char *project, const struct strings *names)
{
	struct buf hint = BUF_INIT;
	struct found found;

	find_in(&ctx->trust, project, &found);
	if (found.outcome != FIND_ENV) {
		const char *command = hint_command(&found);

		if (*command)
			command = paste_quoted(here_line(ctx, project, command));
		hint_text(&hint, &found, "", command);
	}
	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->list[i];

		if (found.outcome != FIND_ENV)
			note("'%s' is allowed; %s", shown(name), hint.data);
		else if (!streq(found.candidate.name, name))
			note("'%s' is allowed, but '%s' comes first there", shown(name),
			     shown(found.candidate.name));
		else
			tell_on(ctx, project, found.candidate.tool ? hint_env_name(&found) : name,
				found.venv.path);
	}
	warn_home(&ctx->settings, project);
}
