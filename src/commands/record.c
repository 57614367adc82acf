/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/record.h"

#include "core/find.h"
#include "core/hint.h"
#include "core/path.h"
#include "known/here.h"
#include "known/home.h"
#include "known/target.h"
#include "mend/relocate.h"
#include "print/msg.h"
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

bool record_refused(struct context *ctx, const char *path, const struct allow_how *how,
		    struct buf *why)
{
	struct candidate c;
	struct record r;

	return slot_named(path_parent(path), path_base(path), &c) &&
	       slot_record(&ctx->trust, path_parent(path), &c, how, &r, why);
}

/* ---- recording ----------------------------------------------------------------- */

int record_verdict(struct context *ctx, const char *env, enum verdict *verdict)
{
	struct chain chain, project;
	struct slot slot = { .project = &project, .name = path_base(env), .env = &chain };

	if (chain_of(env, &chain) || chain_of(path_parent(env), &project))
		return error_errno("cannot find '%s'", shown(env));
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
	enum verdict verdict;
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

/* "'.venv' is on from now on", as far as this shell goes */
static void put_when(struct buf *b, struct context *ctx, const char *project)
{
	struct here h;

	if (!ctx->shell_dir || !path_under(ctx->shell_dir, project)) {
		buf_putl(b, " is on whenever you are in '", shown(project), "'");
		return;
	}
	here_look(ctx, &h);
	if (!h.hook)
		buf_putl(b, " is allowed; the hook is not loaded in this shell: type '",
			 setup_next(&ctx->settings), "'");
	else if (h.plan.situation.off)
		buf_putl(b, " is allowed; '", here_on_line(&h), "' turns avenv on again");
	else if (h.plan.situation.muted || h.plan.situation.active == ACTIVE_BY_HAND)
		buf_puts(b, " is allowed; 'avenv activate' turns it on now");
	else
		buf_puts(b, " is on from now on");
}

void record_tell(struct context *ctx, const char *project, const struct strings *names)
{
	struct buf b = BUF_INIT, hint = BUF_INIT;
	const char *moved = NULL;
	struct found found;
	bool on = false;

	find_in(&ctx->trust, project, &found);
	for (size_t i = 0; i < names->count; i++) {
		buf_puts(&b, i ? ", " : "");
		hint_quote(&b, found.candidate.tool ? hint_env_name(&found) : names->list[i]);
		on |= found.outcome == FIND_ENV && streq(found.candidate.name, names->list[i]);
	}
	if (on && names->count > 1) {
		buf_puts(&b, " are allowed; ");
		hint_quote(&b, found.candidate.name);
	}
	if (on) {
		put_when(&b, ctx, project);
		moved = relocate_moved(found.venv.path);
	} else if (found.outcome == FIND_ENV) {
		buf_puts(&b, names->count > 1 ? " are allowed, but " : " is allowed, but ");
		hint_quote(&b, found.candidate.name);
		buf_puts(&b, " comes first there");
	} else {
		buf_puts(&b, names->count > 1 ? " are allowed; " : " is allowed; ");
		hint_text(&hint, &found, "",
			  paste_quoted(here_line(ctx, project, hint_command(&found))));
		buf_puts(&b, hint.data);
	}
	note("%s", b.data);
	if (moved)
		note("'%s' was %s; %s mends its scripts", shown(found.venv.path), moved,
		     here_command(ctx, "avenv repair", found.venv.path));
	warn_home(&ctx->settings, project);
}
