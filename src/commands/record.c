/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/record.h"

#include "core/path.h"
#include "core/search.h"
#include "known/reason.h"
#include "known/session.h"
#include "mend/relocate.h"
#include "print/paste.h"
#include "setup/setup.h"

#include "core/banned.h"

int for_each_dir(struct context *ctx, int argc, char **argv,
		 int (*one)(struct context *ctx, const char *arg))
{
	int ret = argc ? 0 : one(ctx, NULL);

	for (int i = 0; i < argc; i++)
		ret |= one(ctx, argv[i]);
	return ret ? EXIT_FAILED : EXIT_DONE;
}

int records_load(struct context *ctx)
{
	trust_load(&ctx->trust);
	return ctx->trust.closed ? error("%s; 'avenv doctor' says more", ctx->trust.fault) : 0;
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

int record_slot(struct context *ctx, const char *project, const struct candidate *c,
		const struct allow_how *how, struct change *change)
{
	struct buf why = BUF_INIT;
	struct record r;

	if (slot_record(&ctx->trust, project, c, how, &r, &why))
		return error("'%s' is not allowed: %s", shown(path_join(project, c->name)),
			     why.data);
	change_add(change, &ctx->trust, &r);
	if (how->lifts)
		change_lift(change, &ctx->trust, r.path);
	return 0;
}

enum recorded record_env(struct context *ctx, const char *env)
{
	const char *project;
	const struct allow_how plainly = { 0 };
	struct change change = { 0 };
	struct candidate c;
	struct found found;
	enum verdict verdict = VERDICT_NONE;
	struct chain chain;

	if (record_verdict(ctx, env, &verdict) || chain_of(env, &chain))
		return RECORDED_FAILED;
	env = chain.path;
	project = path_parent(env);
	if (verdict != VERDICT_ALLOWED) {
		if (!slot_named(project, path_base(env), &c) ||
		    record_slot(ctx, project, &c, &plainly, &change))
			return RECORDED_NOT;
		if (change_commit(&change, &ctx->trust))
			return RECORDED_FAILED;
		warn_home(&ctx->settings, project);
	}
	find_in(&ctx->trust, project, &found);
	return found.outcome == FIND_ENV && streq(found.venv.path, env) ? RECORDED_ON :
									  RECORDED_BEHIND;
}

/* ---- messages ------------------------------------------------------------------- */

const char *record_obstacle(struct context *ctx, const char *env)
{
	const struct situation *now;
	struct session s;

	session_read(ctx, EVENT_PROMPT, &s);
	now = &s.plan.situation;
	if (!s.hook)
		return formatted("the hook is not loaded in this shell: type '%s', or for now %s",
				 setup_next(&ctx->settings),
				 paste_command("source", path_join(path_join(env, "bin"),
								   paste_shell()->script)));
	if (now->off)
		return formatted("avenv is off in this shell; '%s' turns it on again",
				 session_on_line(&s));
	if (now->muted || (now->active == ACTIVE_BY_HAND && !now->same))
		return "'avenv activate' turns it on now";
	return NULL;
}

void record_tell(struct context *ctx, const char *project, const char *name)
{
	const char *env, *moved, *obstacle;
	struct found found;

	find_in(&ctx->trust, project, &found);
	if (found.outcome != FIND_ENV) {
		note("'%s' is allowed; %s", shown(name), reason_text(ctx, &found));
		return;
	}
	if (!streq(found.candidate.name, name)) {
		note("'%s' is allowed, but '%s' comes first there", shown(name),
		     shown(found.candidate.name));
		return;
	}
	env = found.venv.path;
	name = found_name(&found);
	if (!ctx->shell_dir || !path_under(ctx->shell_dir, project))
		note("'%s' is on whenever you are in '%s'", shown(name), shown(project));
	else if ((obstacle = record_obstacle(ctx, env)))
		note("'%s' is allowed; %s", shown(name), obstacle);
	else
		note("'%s' is on from now on", shown(name));
	moved = relocate_moved(env);
	if (moved)
		note("'%s' was %s; %s mends its scripts", shown(env), moved,
		     cmdline_quoted(ctx, "avenv repair", env));
}
