/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/reason.h"

#include <errno.h>
#include <fcntl.h>

#include "core/hint.h"
#include "core/path.h"
#include "known/here.h"
#include "known/lockfile.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/slots.h"

#include "core/banned.h"

#define TEXT(...) text((const char *const[]){ __VA_ARGS__, NULL })

static const char *text(const char *const *parts)
{
	struct buf b = BUF_INIT;

	buf_putv(&b, parts);
	return b.data;
}

static struct reason of_none(struct context *ctx)
{
	const char *lost = here_lost(ctx->pwd), *file;
	const char *dir = ctx->physical ? ctx->physical : "/";
	const char *makes = lockfile_command(dir, ctx->settings.home, &file);
	struct reason r = { TEXT("no environment in '", shown(lost ? "" : ctx->pwd), "' or above"),
			    makes, "makes one" };

	if (lost)
		return (struct reason){ lost, "cd", "leaves it" };
	if (makes && !*makes)
		r.why = TEXT(r.why, "; conda's, of ", file, ", are not handled");
	if (is_set(makes))
		r.does = TEXT("makes one by ", file);
	else if (file_exists(AT_FDCWD, path_join(dir, "requirements.txt")) > 0)
		r.next = here_line(ctx, NULL, "avenv create -r requirements.txt");
	else
		r.next = here_line(ctx, NULL, "avenv create");
	return r;
}

static struct reason of_broken(struct context *ctx, const struct found *found)
{
	const struct candidate *c = &found->candidate;
	const char *path = found->venv.path ? found->venv.path : c->path;
	struct reason r = { TEXT("'", shown(path),
				 found->venv.health == NO_CFG && found->venv.path ?
					 "' is not an environment: " :
					 "' cannot be used: ",
				 found->problem),
			    "", "" };
	struct file_info info;

	if (c->blind)
		return r;
	if (file_lstat(path, &info) && errno == ENOENT) {
		r.why = TEXT("there is no '", shown(path), "'");
		return r;
	}
	r.does = "says what mends it";
	if (!found->venv.path && c->pointer) {
		r.next = c->pointer == POINTER_REDIRECT ?
				 here_line(ctx, c->project, "avenv use --clear") :
				 TEXT("rm ", paste_word(path));
		r.does = "removes it";
	} else if (found->venv.health == NO_PYTHON) {
		r.next = here_line_for(ctx, "avenv repair", path);
		r.does = "mends it";
	} else if (venv_is_env(&found->venv) || c->pointer) {
		r.next = here_line_for(ctx, "avenv doctor", path);
	}
	return r;
}

static struct reason of_refused(struct context *ctx, const struct found *found)
{
	const char *path = found->refused_path, *who = hint_refusal(found);
	const char *close = found->refusal == REFUSED_ACCESS_LIST ? "setfacl -b " : "chmod go-w ";
	struct reason r = { TEXT("'", shown(path), "' ", who), TEXT(close, paste_word(path)),
			    "changes that" };

	if (found->refusal == REFUSED_OWNER)
		r = (struct reason){
			r.why, here_line_for(ctx, "avenv allow --shared", found->candidate.path),
			"accepts that"
		};
	return r;
}

/* No record allows it, or one of something else does. */
static struct reason of_unallowed(struct context *ctx, const struct found *found)
{
	const struct allow_how how = { .shared = found->outcome == FIND_FOREIGN,
				       .lifts = true,
				       .look_only = true };
	const struct candidate *c = &found->candidate;
	const char *env = TEXT("'", shown(c->path), "'");
	struct reason r = {
		TEXT(env, c->pointer ? " leads elsewhere and is not allowed" : " is not allowed"),
		here_line_for(ctx, "avenv allow", c->project), "turns it on from now on"
	};
	struct buf b = BUF_INIT;
	struct record record;

	if (found->judgement.verdict == VERDICT_NEW)
		r.why = TEXT(env, " is new in the allowed tree '", shown(found->judgement.by->path),
			     "'");
	if (slot_record(&ctx->trust, c->project, c, &how, &record, &b))
		return (struct reason){ TEXT(env, " is not allowed: ", b.data),
					here_line_for(ctx, "avenv doctor", c->path), "says more" };
	if (found->outcome == FIND_CHANGED) {
		hint_changed(&b, found);
		r.why = TEXT(env, " is there", b.data);
	}
	if (found->outcome == FIND_FOREIGN)
		r = (struct reason){ TEXT(env, " belongs to another user"),
				     here_line_for(ctx, "avenv allow --shared", c->project),
				     "accepts that" };
	return r;
}

static struct reason of_denied(struct context *ctx, const struct found *found)
{
	const struct record *by = found->judgement.by;
	const char *project = found->project_real ? found->project_real : found->candidate.project;
	bool own = !by->elsewhere && streq(by->path, project);

	return (struct reason){ TEXT("'", shown(found->candidate.path),
				     "' is denied by the record "
				     "of '",
				     shown(by->path), "'"),
				here_line_for(ctx, own ? "avenv allow" : "avenv forget", by->path),
				"takes that back" };
}

static struct reason of_several(struct context *ctx, const struct found *found)
{
	const struct candidate *c = &found->candidate;
	bool here = ctx->pwd && streq(c->project, ctx->pwd);
	const char *path = here ? path_join(".", c->name) : c->path;
	struct buf b = BUF_INIT;

	hint_several(&b, c->several);
	return (struct reason){ TEXT(b.data, " are in '", shown(c->project),
				     "', and nothing says which of them to use"),
				here_line(ctx, NULL, TEXT("avenv use ", paste_word(path))),
				TEXT("chooses '", shown(c->name), "'") };
}

struct reason reason_of(struct context *ctx, const struct found *found)
{
	struct buf b = BUF_INIT;

	if (ctx->trust.closed) {
		hint_store(&b, &ctx->trust);
		return (struct reason){ b.data, "", "" };
	}
	switch (found->outcome) {
	case FIND_ENV:
	case FIND_NONE:
		break;
	case FIND_UNTRUSTED:
	case FIND_CHANGED:
	case FIND_FOREIGN:
		return of_unallowed(ctx, found);
	case FIND_DENIED:
		return of_denied(ctx, found);
	case FIND_REFUSED:
		return of_refused(ctx, found);
	case FIND_BROKEN:
		return of_broken(ctx, found);
	case FIND_AMBIGUOUS:
		return of_several(ctx, found);
	}
	return of_none(ctx);
}

int reason_error(struct context *ctx, const struct found *found)
{
	struct reason r = reason_of(ctx, found);

	if (!*r.next)
		return error("%s", r.why);
	return error("%s; %s %s", r.why, paste_quoted(r.next), r.does);
}
