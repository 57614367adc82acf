/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What `avenv allow` would record: tried on the records in memory, so that the
 * finder itself says what would be turned on, and refused where others could
 * change that.
 */
#include "cli/allow.h"
#include "cli/guard.h"
#include "cli/tracked.h"
#include "core/find.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pointer.h"
#include "finders/finders.h"
#include "print/paste.h"

#include "core/banned.h"

const char *allow_led_to(struct context *ctx, const char *project)
{
	struct found found;

	find_in(&ctx->trust, project, &found);
	return found.outcome == FIND_ENV && found.candidate.pointer &&
			       !streq(path_parent(found.venv.path), project) ?
		       found.venv.path :
		       NULL;
}

static int refuse_opening(const struct allowance *a, const struct opening *opening, struct buf *why)
{
	opening_text(why, opening);
	buf_puts(why, a->how.asked ? "" : opening_mend(opening, a->target->chain.path));
	return -1;
}

/* Who leads a name elsewhere would choose what the user speaks of. */
static int check_way(const struct context *ctx, const struct target *t, struct buf *why)
{
	struct openings o = { 0 };

	if (t->way)
		openings_of_way(&o, &ctx->user, t->way);
	if (!o.count)
		return 0;
	opening_text(why, &o.list[0]);
	buf_puts(why, ", and so where the name leads to can be changed; name ");
	hint_quote(why, t->chain.path);
	buf_puts(why, " itself");
	return -1;
}

/* Strict: no owner and no group counts but the user and root. */
static int check_openings(const struct context *ctx, const struct allowance *a,
			  const struct chain *chain, bool env, struct buf *why)
{
	struct openings o = { 0 };

	if (a->how.shared)
		return 0;
	openings_of_chain(&o, &ctx->user, chain);
	if (env)
		openings_of_env(&o, &ctx->user, chain->path);
	return o.count ? refuse_opening(a, &o.list[0], why) : check_way(ctx, a->target, why);
}

static void add_record(struct allowance *a, const struct chain *chain, bool env)
{
	struct record r = record_of(chain);

	r.env = env;
	r.tree = a->how.tree;
	r.by_path = a->how.by_path;
	r.shared = a->how.shared;
	if (r.shared) {
		r.accepted.has_gid = true;
		r.accepted.gid = chain_end(chain)->info.gid;
	}
	change_add(&a->change, &r);
}

/* What the project gives once the records so far are made. */
static void look(struct context *ctx, struct allowance *a)
{
	const struct target *t = a->target;
	struct trust trial = record_try(&ctx->trust, &a->change);

	find_in(&trial, t->env ? path_parent(t->chain.path) : t->chain.path, &a->found);
}

/*
 * The environment that answered needs a record of its own: oddly named, or
 * elsewhere.  That of a denied one is lifted only where it is meant by name, or the
 * shell stands in it.
 */
static bool needs_record(const struct target *target, const struct found *found)
{
	const char *env = found->venv.path;

	switch (found->outcome) {
	case FIND_UNTRUSTED:
	case FIND_CHANGED:
	case FIND_FOREIGN:
		return env != NULL;
	case FIND_DENIED:
		if (env && found->candidate.pointer)
			return target->led && streq(target->led, env);
		return env && (found->judgement.by->env || streq(found->judgement.by->path, env));
	case FIND_NONE:
	case FIND_ENV:
	case FIND_REFUSED:
	case FIND_BROKEN:
	case FIND_AMBIGUOUS:
		break;
	}
	return false;
}

static int add_env(struct context *ctx, struct allowance *a, struct buf *why)
{
	struct chain chain;

	look(ctx, a);
	if (!needs_record(a->target, &a->found) || a->target->env)
		return 0;
	if (chain_of(a->found.venv.path, &chain)) {
		buf_puts(why, "cannot find ");
		hint_quote(why, a->found.venv.path);
		return -1;
	}
	if (check_openings(ctx, a, &chain, true, why))
		return -1;
	add_record(a, &chain, true);
	look(ctx, a);
	return 0;
}

static int check_refused(const struct allowance *a, struct buf *why)
{
	const struct found *found = &a->found;

	if (found->outcome != FIND_REFUSED)
		return 0;
	hint_quote(why, found->refused_path);
	buf_putl(why, " ", hint_refusal(found),
		 a->how.asked ? "" : opening_accepts(a->target->chain.path));
	return -1;
}

int allow_tracked(const char *env, const char *remedy, struct buf *why)
{
	const char *reason = NULL;
	enum git_tracking is = tracked_look(env, &reason);

	if (is == GIT_UNTRACKED)
		return 0;
	buf_putl(why, reason, is == GIT_UNKNOWN ? "" : ", so others decide what runs");
	if (remedy)
		buf_putl(why, "; ", remedy, " all the same");
	return -1;
}

static int check_tracked(const struct allowance *a, const char *env, struct buf *why)
{
	struct buf remedy = BUF_INIT;

	buf_putl(&remedy, paste_command("avenv allow --tracked", a->target->chain.path),
		 " allows it");
	return allow_tracked(env, a->how.asked ? NULL : remedy.data, why);
}

/* The environment that would be turned on, whole or not; NULL: none. */
static const char *env_path(const struct allowance *a)
{
	const struct found *found = &a->found;
	struct chain chain;

	if (a->target->env)
		return a->target->chain.path;
	if (found->venv.path)
		return found->venv.path;
	if (!found->candidate.path || found->candidate.several ||
	    chain_of(found->candidate.path, &chain))
		return NULL;
	return chain.path;
}

/* Git tracks what C of the project is or leads to, which a record of the project covers. */
static int check_covered(struct search *search, struct candidate *c, const struct allowance *a,
			 struct buf *why)
{
	struct chain chain;

	/* Who may write to what leads there is no matter: that can be mended later. */
	if ((c->pointer && pointer_follow(search, c, NULL)) || chain_of(c->path, &chain) ||
	    !path_under(chain.path, search->dir))
		return 0;
	if (!a->how.tree && !settings_name_is_fixed(search->trust->settings, path_base(chain.path)))
		return 0;
	/* Without that nothing is turned on: env/ may well have settings in it. */
	if (venv_exists(chain.path) <= 0)
		return 0;
	return check_tracked(a, chain.path, why);
}

/*
 * A project's record covers every environment of a fixed name right in it, now and
 * later, and what leads to one is followed from then on: none of those that are
 * there, or deeper in it where something leads, may have come with the repository.
 */
static int check_project(struct context *ctx, const struct allowance *a, struct buf *why)
{
	struct search search = { .trust = &ctx->trust, .dir = a->target->chain.path };
	const char *list = ctx->settings.names, *name;
	struct candidate c = { 0 };

	if (find_dotvenv.look(&search, &c) && check_covered(&search, &c, a, why))
		return -1;
	while ((name = settings_element(&list))) {
		/* A directory leads to itself. */
		c = (struct candidate){ .path = search_path(&search, name),
					.pointer = POINTER_LINK };
		if (*name && check_covered(&search, &c, a, why))
			return -1;
	}
	return 0;
}

int allow_project(struct context *ctx, const struct target *target, struct allowance *a,
		  struct buf *why)
{
	*a = (struct allowance){ .target = target };
	if (check_openings(ctx, a, &target->chain, false, why))
		return -1;
	add_record(a, &target->chain, false);
	return check_project(ctx, a, why);
}

/*
 * Where another one in the project speaks against its record, that of the environment
 * which answers will do, unless something has to lead to it.
 */
static int plan_alone(struct context *ctx, struct allowance *a)
{
	struct target *target = mem_array(1, sizeof(*target));
	const struct found *found = &a->found;
	const struct allow_how how = a->how;
	struct buf why = BUF_INIT;

	*target = (struct target){ .env = true };
	if (!found->venv.path || found->candidate.pointer ||
	    chain_of(found->venv.path, &target->chain))
		return -1;
	return allow_plan(ctx, target, &how, a, &why);
}

int allow_plan(struct context *ctx, const struct target *target, const struct allow_how *how,
	       struct allowance *a, struct buf *why)
{
	struct buf reason = BUF_INIT;
	struct change lost = { 0 };
	const char *env;

	*a = (struct allowance){ .target = target, .how = *how };
	if (check_openings(ctx, a, &target->chain, target->env, why))
		return -1;
	add_record(a, &target->chain, target->env);
	if (!how->tree && (add_env(ctx, a, why) || (!target->env && check_refused(a, why))))
		return -1;
	env = how->tree || how->tracked ? NULL : env_path(a);
	if (env && check_tracked(a, env, why))
		return -1;
	if (!how->tracked && !target->env && check_project(ctx, a, &reason)) {
		if (!plan_alone(ctx, a))
			return 0;
		buf_puts(why, reason.data);
		return -1;
	}
	record_kept(&ctx->trust, &a->change, &lost);
	for (size_t i = 0; i < lost.add_count; i++) {
		const struct record *r = &lost.adds[i];

		a->lifts |= r->deny;
		a->lifts_tree |= r->deny && r->tree && streq(r->path, target->chain.path);
	}
	a->news = !target->env && !how->tree &&
		  trust_dir(&ctx->trust, &target->chain).verdict != VERDICT_ALLOWED;
	return 0;
}

bool allow_refuses(struct context *ctx, const char *path, const struct allow_how *how,
		   struct buf *why)
{
	struct file_info info;
	struct target target;
	struct allowance a;

	if (file_lstat(path, &info) || target_named(ctx, path, &target))
		return false;
	allow_narrow(ctx, path, &target);
	return allow_plan(ctx, &target, how, &a, why);
}
