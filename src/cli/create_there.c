/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What lies already where an environment is to be made: whose it is, who else
 * could change it, and whether the user ever said that it may be used.
 */
#include <errno.h>

#include "cli/allow.h"
#include "cli/create.h"
#include "core/find.h"
#include "core/path.h"
#include "print/msg.h"
#include "records/guard.h"

#include "core/banned.h"

bool create_installs(const struct create_how *how)
{
	return how->install || how->upgrade_deps;
}

/* What the records say of the environment at REAL. */
static struct judgement judgement_of(struct context *ctx, const char *real)
{
	struct found found;

	find_recorded(&ctx->trust, real, &found);
	return found.judgement;
}

static int refuse(const struct create_place *place, const struct opening *opening)
{
	struct buf why = BUF_INIT;

	opening_text(&why, opening);
	return error("'%s' was there before and is not renewed: %s%s", shown(place->name), why.data,
		     opening_mend(opening, place->target));
}

/* It goes as a whole: nobody can have a say in it but its owner. */
static int check_owner(const struct context *ctx, const struct create_place *place,
		       const struct chain *chain, const struct judgement *j)
{
	struct accepted ok = trust_accepted(j, chain, &ctx->user);
	uid_t owner = chain_end(chain)->info.uid;

	if (owner == ctx->user.uid || (ok.has_uid && owner == ok.uid))
		return 0;
	return error("'%s' is not cleared: it belongs to somebody else", shown(place->name));
}

bool create_has_parts(const char *path)
{
	static const char *const names[] = { "bin", "lib", "lib64",   "local",   "share",
					     "etc", "man", "include", "pip.conf" };
	struct file_info info;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!file_lstat(path_join(path, names[i]), &info) || !file_is_missing(errno))
			return true;
	return false;
}

int create_there(struct context *ctx, const struct create_how *how, struct create_place *place,
		 const char *real)
{
	struct judgement j = judgement_of(ctx, real);
	struct opening opening;
	struct chain chain;

	if (j.verdict != VERDICT_ALLOWED)
		j.by = NULL;
	if (chain_of(real, &chain))
		return error_errno("cannot find '%s'", shown(place->name));
	if (how->clear)
		return check_owner(ctx, place, &chain, &j);
	if (!place->is_env && !create_has_parts(real))
		return 0;
	if (opening_first(&ctx->user, &chain, &j, &opening))
		return refuse(place, &opening);
	place->unknown = j.verdict == VERDICT_NONE || j.verdict == VERDICT_CHANGED;
	if (!create_installs(how) || j.verdict == VERDICT_ALLOWED)
		return 0;
	return error("'%s' was there before, and to install into it runs what "
		     "is in it; %s, '--clear' begins anew",
		     shown(place->name), allow_remedy(ctx, real, "first says that it may"));
}
