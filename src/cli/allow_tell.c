/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `avenv allow` says when it is done. */
#include "cli/allow.h"
#include "cli/guard.h"
#include "cli/here.h"
#include "cli/place.h"
#include "cli/relocate.h"
#include "cli/typed.h"
#include "cli/unhooked.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

#define USE_NAME "avenv use NAME"

static void tell_openings(const struct context *ctx, const struct allowance *a)
{
	const struct user *user = &ctx->user;
	const struct found *found = &a->found;
	struct openings o = { 0 };
	struct chain chain;

	openings_of_chain(&o, user, &a->target->chain);
	if (a->target->env)
		openings_of_env(&o, user, a->target->chain.path);
	if (found->candidate.pointer)
		openings_of_file(&o, user,
				 path_join(found->candidate.project, found->candidate.name));
	if (found->venv.path && !chain_of(found->venv.path, &chain)) {
		openings_of_chain(&o, user, &chain);
		openings_of_env(&o, user, found->venv.path);
	}
	for (size_t i = 0; i < o.count; i++) {
		struct buf b = BUF_INIT;

		opening_text(&b, &o.list[i]);
		note("%s", b.data);
	}
}

/* Why the next prompt does not turn on what this directory gives, if so. */
static const char *obstacle(struct context *ctx)
{
	struct buf b = BUF_INIT;
	struct here h;

	here_look(ctx, &h);
	if (!h.hook) {
		buf_putl(&b, "; the hook is not loaded in this shell, ",
			 unhooked_advice(&ctx->settings));
	} else if (h.plan.situation.off) {
		buf_putl(&b, "; avenv is off in this shell, '", here_on_line(&h),
			 "' turns it on again");
	} else if (h.plan.situation.muted) {
		buf_puts(&b, "; 'deactivate' turned it off, 'avenv activate' turns it on again");
	} else if (h.plan.situation.active == ACTIVE_BY_HAND) {
		buf_puts(&b, ", but now ");
		hint_quote(&b, h.look.virtual_env);
		buf_puts(&b, " is, as you activated it");
	}
	return b.len ? b.data : "";
}

/* When the environment of DIR is on; THERE is what DIR is called. */
static void put_when(struct buf *b, struct context *ctx, const char *dir, const char *there)
{
	bool inside = ctx->shell_dir && path_under(ctx->shell_dir, dir);
	const char *why = inside ? obstacle(ctx) : "";

	if (inside && !*why)
		buf_puts(b, " is on from now on");
	else
		buf_putl(b, " is on whenever you are in ", there, why);
}

/*
 * An oddly named one that the project leads to has a record of its own: where it lies
 * further up, that counts for all in between.
 */
static void put_around(struct buf *b, const struct context *ctx, const struct found *found)
{
	const char *dir = path_parent(found->venv.path);

	if (!found->candidate.pointer || !path_under(found->project_real, dir) ||
	    streq(found->project_real, dir) ||
	    settings_name_is_fixed(&ctx->settings, path_base(found->venv.path)))
		return;
	buf_puts(b, "; it lies in ");
	hint_quote(b, dir);
	buf_puts(b, " and is on below that, too, where nothing is nearer");
}

/* What follows for a project. */
static void put_project(struct buf *b, struct context *ctx, const struct found *found,
			const char *dir)
{
	switch (found->outcome) {
	case FIND_NONE:
		buf_puts(b, "; a '.venv' made there will be turned on");
		break;
	case FIND_ENV:
		buf_puts(b, found->candidate.pointer ? "; " : "; its ");
		hint_quote(b, found->candidate.pointer ? found->venv.path : found->candidate.name);
		put_when(b, ctx, dir, "it");
		put_around(b, ctx, found);
		break;
	case FIND_AMBIGUOUS:
		buf_puts(b, ", but of ");
		hint_several(b, found->candidate.several);
		buf_putl(b, " in it only ", typed_in(ctx, dir, USE_NAME), " turns one on");
		break;
	case FIND_BROKEN:
		buf_puts(b, ", but ");
		hint_quote(b, found->candidate.path);
		buf_putl(b, " is not turned on: ", found->problem);
		break;
	case FIND_DENIED:
		buf_puts(b, ", but ");
		/* A pointer was followed: what it leads to is denied by itself. */
		hint_quote(b, found->venv.path ? found->venv.path : found->candidate.path);
		buf_puts(b, " is denied");
		if (found->venv.path)
			buf_putl(b, "; ", typed_allow(found->venv.path), " allows it");
		break;
	case FIND_UNTRUSTED:
	case FIND_CHANGED:
	case FIND_REFUSED:
	case FIND_FOREIGN:
		break;
	}
}

/* What follows for an environment that was named itself. */
static void put_env(struct buf *b, struct context *ctx, const struct found *found, const char *env)
{
	const char *dir = path_parent(env);
	/* What is not allowed is not followed, but it answers all the same. */
	const char *first = found->venv.path ? found->venv.path : found->candidate.path;
	struct buf there = BUF_INIT;

	hint_quote(&there, dir);
	if (found->outcome == FIND_AMBIGUOUS) {
		buf_puts(b, ", but so is another of ");
		hint_several(b, found->candidate.several);
		buf_putl(b, "; ", typed_in(ctx, dir, USE_NAME), " chooses one");
	} else if (first && !streq(first, env)) {
		buf_puts(b, ", but ");
		hint_quote(b, found->candidate.name);
		buf_putl(b, " comes first in ", there.data);
	} else if (found->outcome == FIND_ENV) {
		buf_puts(b, "; it");
		put_when(b, ctx, dir, there.data);
	} else if (found->outcome == FIND_BROKEN) {
		buf_putl(b, ", but not turned on: ", found->problem);
	}
}

/* What is allowed by itself may lie in a project that is not. */
static void tell_project(struct context *ctx, const char *project)
{
	struct chain chain;

	if (!chain_of(project, &chain) && trust_dir(&ctx->trust, &chain).verdict == VERDICT_DENIED)
		note("'%s' stays denied, but for what is allowed there by "
		     "itself",
		     shown(project));
}

void allow_tell_beside(struct context *ctx, const char *project, const struct found *found)
{
	struct buf b = BUF_INIT;
	size_t n = allow_beside(&ctx->trust, project, found, &b);

	if (n)
		note("%s %s allowed with it", b.data, n > 1 ? "are" : "is");
}

/* Who renames a project is asked again; what is in its environment leads to the old name. */
static void tell_moved(struct context *ctx, const struct found *found)
{
	const char *moved = found->outcome == FIND_ENV ? relocate_moved(found->venv.path) : NULL;

	if (moved)
		note("'%s' was %s, which it still names; %s mends that", shown(found->venv.path),
		     moved, place_line(ctx, "avenv repair", found->venv.path));
}

void allow_tell(struct context *ctx, const struct allowance *a)
{
	const char *path = a->target->chain.path;
	struct buf b = BUF_INIT;

	if (a->how.shared)
		tell_openings(ctx, a);
	hint_quote(&b, path);
	buf_puts(&b, a->how.tree ? " and everything below it is allowed" : " is allowed");
	buf_puts(&b, a->how.by_path ? " by path alone" : "");
	buf_puts(&b, a->lifts ? ", no longer denied" : "");
	buf_puts(&b, a->lifts_tree && !a->how.tree ? ", nor is anything below it" : "");
	if (a->how.tree)
		buf_puts(&b, ", also what is cloned there later");
	else if (a->target->env)
		put_env(&b, ctx, &a->found, path);
	else
		put_project(&b, ctx, &a->found, path);
	note("%s", b.data);
	if (a->target->env)
		tell_project(ctx, path_parent(path));
	tell_moved(ctx, &a->found);
}

void allow_tell_from_now(const char *env, const char *project)
{
	note("'%s' is now on whenever you are in '%s', and off when you leave",
	     shown(path_base(env)), shown(project));
}
