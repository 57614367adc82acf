/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `avenv allow` says when it is done. */
#include "commands/allow_parts.h"
#include "core/find.h"
#include "core/hint.h"
#include "core/path.h"
#include "known/here.h"
#include "known/place.h"
#include "known/target.h"
#include "known/typed.h"
#include "mend/relocate.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/setup.h"

#include "core/banned.h"

/* Why the next prompt does not turn on what this directory gives; "": it does. */
static const char *obstacle(struct context *ctx)
{
	struct buf b = BUF_INIT;
	struct here h;

	here_look(ctx, &h);
	if (!h.hook) {
		buf_putl(&b, "; the hook is not loaded in this shell: type '",
			 setup_next(&ctx->settings), "'");
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
	return b.data;
}

/* When what PROJECT gives is on. */
static void put_when(struct buf *b, struct context *ctx, const char *project)
{
	bool inside = ctx->shell_dir && path_under(ctx->shell_dir, project);
	const char *why = inside ? obstacle(ctx) : "";

	if (inside && !*why) {
		buf_puts(b, " is on from now on");
		return;
	}
	buf_puts(b, " is on whenever you are in ");
	hint_quote(b, project);
	buf_puts(b, why);
}

/* Who renames a project is asked again; what is in its environment leads to the old name. */
static void tell_moved(struct context *ctx, const struct found *found)
{
	const char *moved = relocate_moved(found->venv.path);

	if (moved)
		note("'%s' was %s, which it still names; %s mends that", shown(found->venv.path),
		     moved, place_line(ctx, "avenv repair", found->venv.path));
}

/* What PROJECT gives is another, or does not work. */
static void put_other(struct buf *b, struct context *ctx, const struct found *found,
		      const char *project)
{
	const struct candidate *c = &found->candidate;

	buf_puts(b, " allowed, but ");
	if (found->outcome == FIND_AMBIGUOUS) {
		hint_several(b, c->several);
		buf_putl(b, " are there; ", typed_in(ctx, project, "avenv use NAME"),
			 " chooses one");
	} else if (found->outcome == FIND_BROKEN) {
		hint_quote(b, c->path);
		buf_putl(b, " is not turned on: ", found->problem);
	} else {
		hint_quote(b, c->name ? c->name : project);
		buf_puts(b, c->name ? " comes first there" : " gives none");
	}
}

void allow_tell(struct context *ctx, const char *project, const struct strings *slots)
{
	struct buf b = BUF_INIT;
	struct found found;
	bool on = false;

	find_in(&ctx->trust, project, &found);
	for (size_t i = 0; i < slots->count; i++) {
		buf_puts(&b, i ? ", " : "");
		hint_quote(&b, slots->count == 1 && found.candidate.tool ? hint_env_name(&found) :
									   slots->list[i]);
		on |= found.outcome == FIND_ENV && streq(found.candidate.name, slots->list[i]);
	}
	if (on && slots->count > 1) {
		buf_puts(&b, " are allowed; ");
		hint_quote(&b, found.candidate.name);
	}
	if (on) {
		put_when(&b, ctx, project);
	} else {
		buf_puts(&b, slots->count > 1 ? " are" : " is");
		put_other(&b, ctx, &found, project);
	}
	note("%s", b.data);
	if (on)
		tell_moved(ctx, &found);
}

void allow_tell_home(const struct context *ctx, const char *project)
{
	if (target_is_home(&ctx->settings, project))
		note("'%s' is your home directory: what is allowed there is on in every directory "
		     "below without an environment of its own",
		     shown(project));
}

void allow_tell_denied(const char *path)
{
	note("'%s' is still denied; %s takes that back", shown(path),
	     paste_command("avenv forget", path));
}

void allow_tell_from_now(const char *env, const char *project)
{
	note("'%s' is now on whenever you are in '%s', and off when you leave",
	     shown(path_base(env)), shown(project));
}

bool allow_refuses(struct context *ctx, const char *path, const struct allow_how *how,
		   struct buf *why)
{
	struct candidate c;
	struct record r;

	return slot_named(path_parent(path), path_base(path), &c) &&
	       slot_record(&ctx->trust, path_parent(path), &c, how, &r, why);
}

int allow_load(struct context *ctx)
{
	struct buf why = BUF_INIT;

	trust_load(&ctx->trust);
	if (!ctx->trust.closed)
		return 0;
	hint_store(&why, &ctx->trust);
	return error("%s", why.data);
}

const char *allow_remedy(struct context *ctx, const char *path, const char *does)
{
	struct buf b = BUF_INIT;

	if (ctx->trust.closed)
		hint_store(&b, &ctx->trust);
	else
		buf_putl(&b, place_line(ctx, "avenv allow", path), " ", does);
	return b.data;
}
