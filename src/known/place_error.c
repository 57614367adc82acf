/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why nothing is to be used. */
#include <errno.h>
#include <string.h>

#include "core/file.h"
#include "core/hint.h"
#include "core/path.h"
#include "known/lockfile.h"
#include "known/place.h"
#include "known/typed.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/slots.h"

#include "core/banned.h"

const char *place_consequence = "";

/* The shell stands elsewhere, by -C: what is not allowed, and the command. */
static int elsewhere_error(const struct context *ctx, const struct found *found)
{
	return error("'%s' %s; %s turns it on%s", shown(found->candidate.path),
		     found->outcome == FIND_CHANGED ? "changed since it was allowed" :
						      "is not allowed",
		     typed_here(ctx, "avenv allow"), place_consequence);
}

const char *place_lost(const char *pwd)
{
	struct buf b = BUF_INIT;
	int err;

	errno = 0;
	err = cwd_physical() ? 0 : errno;
	if (err == ENOENT)
		return "the working directory no longer exists";
	if (pwd)
		return NULL;
	/* Of one that is too long, getcwd() speaks as of what was to take it. */
	if (err == ERANGE)
		err = ENAMETOOLONG;
	buf_putl(&b, "cannot tell the working directory", err ? ": " : "",
		 err ? strerror(err) : "");
	return b.data;
}

int place_lost_error(void)
{
	return error("%s%s", place_lost(NULL), place_consequence);
}

int place_error(const struct context *ctx, const struct found *found)
{
	const char *pwd = ctx->pwd ? ctx->pwd : "", *makes, *file;
	struct buf b = BUF_INIT;

	if (ctx->trust.closed) {
		hint_store(&b, &ctx->trust);
		return error("%s%s", b.data, place_consequence);
	}
	switch (found->outcome) {
	case FIND_NONE:
		if (place_lost(ctx->pwd))
			return place_lost_error();
		makes = lockfile_command(ctx->physical ? ctx->physical : "/", ctx->settings.home,
					 &file);
		if (makes && !*makes)
			return error("no environment in '%s' or above; conda's, of %s, are not "
				     "handled%s",
				     shown(pwd), file, place_consequence);
		return error("no environment in '%s' or above; %s makes one%s", shown(pwd),
			     makes ? paste_quoted(makes) : typed_here(ctx, "avenv create"),
			     place_consequence);
	case FIND_DENIED:
		return error("'%s' is denied by the record of '%s'; %s takes that back",
			     shown(found->candidate.path), shown(found->judgement.by->path),
			     denial_end(found->judgement.by, found->candidate.project));
	case FIND_FOREIGN:
		return error("'%s' belongs to somebody else; %s accepts that",
			     shown(found->candidate.path), typed_here(ctx, "avenv allow --shared"));
	case FIND_UNTRUSTED:
	case FIND_CHANGED:
		if (typed_elsewhere(ctx))
			return elsewhere_error(ctx, found);
		break;
	case FIND_ENV:
	case FIND_REFUSED:
	case FIND_BROKEN:
	case FIND_AMBIGUOUS:
		break;
	}
	/* Nobody stands there to whom it would be "here". */
	hint_text(&b, found, typed_elsewhere(ctx) ? "" : pwd, typed_here(ctx, hint_command(found)));
	return error("%s%s", b.data, place_consequence);
}

int place_unfollowed_error(const struct context *ctx, const struct found *found)
{
	const struct candidate *c = &found->candidate;

	return error("'%s' leads elsewhere and is not followed; %s allows it",
		     shown(path_join(c->project, c->name)), typed_here(ctx, "avenv allow"));
}
