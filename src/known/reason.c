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

static struct reason of_none(struct context *ctx)
{
	const char *dir = ctx->physical ? ctx->physical : "/", *file;
	const char *command = lockfile_command(dir, ctx->settings.home, true, &file);
	bool needs = file_exists(AT_FDCWD, path_join(dir, "requirements.txt")) > 0;
	struct reason r = { here_lost, "cd", "leaves it" };

	if (!ctx->physical)
		return r;
	r.why = formatted("no environment in '%s' or above", shown(ctx->pwd));
	r.next = here_line(ctx, NULL, needs ? "avenv create -r requirements.txt" : "avenv create");
	r.does = "makes one";
	if (is_set(command))
		return (struct reason){ r.why, command, formatted("makes one by %s", file) };
	if (command)
		r.why = formatted("%s; conda's, of %s, are not handled", r.why, file);
	return r;
}

bool lost_cfg(const struct venv *venv)
{
	return venv->health == NO_CFG && (venv_name_is_generic(path_base(venv->path)) ||
					  file_exists(AT_FDCWD, venv_python(venv)) > 0);
}

static struct reason of_broken(struct context *ctx, const struct found *found)
{
	const struct candidate *c = &found->candidate;
	const char *path = found->venv.path ? found->venv.path : c->path;
	bool followed = found->venv.path, is_env = followed && venv_is_env(&found->venv);
	struct reason r = { formatted("'%s' cannot be used: %s", shown(path), found->problem), "",
			    "" };
	struct file_info info;

	if (file_lstat(path, &info) && errno == ENOENT)
		r.why = formatted("there is no '%s'", shown(path));
	else if (followed && lost_cfg(&found->venv))
		r = (struct reason){
			formatted("'%s' is not an environment: %s", shown(path), found->problem),
			here_line_for(ctx, "avenv doctor", path), "says what mends it"
		};
	else if (followed && found->venv.health == NO_CFG)
		r = (struct reason){ formatted("no environment in '%s'", shown(path)),
				     formatted("avenv create %s",
					       paste_word(path_join(path, ".venv"))),
				     "makes one" };
	else if (!followed && c->pointer && !c->blind)
		r = (struct reason){ r.why,
				     c->pointer == POINTER_REDIRECT ?
					     here_line(ctx, c->project, "avenv use --clear") :
					     formatted("rm %s", paste_word(path)),
				     "removes it" };
	else if (is_env && found->venv.health == NO_PYTHON)
		r = (struct reason){ r.why, here_line_for(ctx, "avenv repair", path), "mends it" };
	else if (is_env)
		r = (struct reason){ r.why, here_line_for(ctx, "avenv doctor", path),
				     "says what mends it" };
	return r;
}

static struct reason of_refused(struct context *ctx, const struct found *found)
{
	const char *why = formatted("'%s' %s", shown(found->refused_path), hint_refusal(found));
	bool list = found->refusal == REFUSED_ACCESS_LIST;

	if (found->refusal == REFUSED_OWNER)
		return (struct reason){
			why, here_line_for(ctx, "avenv allow --shared", found->candidate.path),
			"accepts that"
		};
	return (struct reason){ why,
				formatted("%s %s", list ? "setfacl -b" : "chmod go-w",
					  paste_word(found->refused_path)),
				"changes that" };
}

/* No record allows it, or a record of something else does. */
static struct reason of_unallowed(struct context *ctx, const struct found *found)
{
	bool foreign = found->outcome == FIND_FOREIGN;
	const struct allow_how how = { .shared = foreign, .lifts = true, .look_only = true };
	const char *what = "is not allowed", *next = "avenv allow";
	const char *does = "turns it on from now on";
	const struct candidate *c = &found->candidate;
	struct buf changed = BUF_INIT, refused = BUF_INIT;
	struct record r;

	if (c->pointer)
		what = "leads elsewhere and is not allowed";
	if (foreign) {
		what = "belongs to another user";
		next = "avenv allow --shared";
		does = "accepts that";
	} else if (found->outcome == FIND_CHANGED) {
		hint_changed(&changed, found);
		what = formatted("is there%s", changed.data);
	}
	if (slot_record(&ctx->trust, c->project, c, &how, &r, &refused)) {
		what = formatted("is not allowed: %s", refused.data);
		next = "avenv doctor";
		does = "says more";
	}
	return (struct reason){ formatted("'%s' %s", shown(c->path), what),
				here_line_for(ctx, next, c->project), does };
}

static struct reason of_denied(struct context *ctx, const struct found *found)
{
	const struct record *by = found->judgement.by;
	const char *project = found->project_real ? found->project_real : found->candidate.project;
	bool own = !by->elsewhere && streq(by->path, project);

	return (struct reason){ formatted("'%s' is denied by the record of '%s'",
					  shown(found->candidate.path), shown(by->path)),
				here_line_for(ctx, own ? "avenv allow" : "avenv forget", by->path),
				"takes that back" };
}

static struct reason of_several(struct context *ctx, const struct found *found)
{
	const struct candidate *c = &found->candidate;
	const char *path = paste_word(path_join(".", c->name));
	struct buf b = BUF_INIT;

	hint_several(&b, c->several);
	return (struct reason){ formatted("%s are in '%s', and nothing says which of them to use",
					  b.data, shown(c->project)),
				here_line(ctx, c->project, formatted("avenv use %s", path)),
				formatted("chooses '%s'", shown(c->name)) };
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
