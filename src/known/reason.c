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

static struct reason reason(const char *why, const char *next, const char *does)
{
	return (struct reason){ why, next, does };
}

static struct reason of_none(struct context *ctx)
{
	const char *dir = ctx->physical ? ctx->physical : "/", *file, *why;
	const char *command = lockfile_command(dir, ctx->settings.home, true, &file);
	bool needs = file_exists(AT_FDCWD, path_join(dir, "requirements.txt")) > 0;

	if (!ctx->physical)
		return reason(here_lost, "cd", "leaves it");
	why = formatted("no environment in '%s' or above", shown(ctx->pwd));
	if (is_set(command))
		return reason(why, command, formatted("makes one from %s", file));
	if (command)
		why = formatted("%s; conda's, of %s, are not handled", why, file);
	command = needs ? "avenv create -r requirements.txt" : "avenv create";
	return reason(why, here_line(ctx, NULL, command), "makes one");
}

bool lost_cfg(const struct venv *venv)
{
	return venv->health == NO_CFG && (venv_name_is_generic(path_base(venv->path)) ||
					  file_exists(AT_FDCWD, venv_python(venv)) > 0);
}

static struct reason of_broken(struct context *ctx, const struct found *found)
{
	const char *path = found->venv.path ? found->venv.path : found->candidate.path;
	const char *why = formatted("'%s' cannot be used: %s", shown(path), found->problem);
	const struct candidate *c = &found->candidate;
	struct file_info info;

	if (file_lstat(path, &info) && errno == ENOENT)
		return reason(formatted("there is no '%s'", shown(path)), "", "");
	if (c->pointer == POINTER_REDIRECT && !found->venv.path)
		return reason(why, here_line(ctx, c->project, "avenv use --clear"), "removes it");
	if (c->pointer == POINTER_LINK && !found->venv.path)
		return reason(why, formatted("rm %s", paste_word(path)), "removes it");
	if (!found->venv.path)
		return reason(why, "", "");
	if (lost_cfg(&found->venv))
		why = formatted("'%s' is not an environment: %s", shown(path), found->problem);
	else if (found->venv.health == NO_CFG)
		return reason(formatted("no environment in '%s'", shown(path)),
			      formatted("avenv create %s", paste_word(path_join(path, ".venv"))),
			      "makes one");
	if (found->venv.health == NO_PYTHON)
		return reason(why, here_line_for(ctx, "avenv repair", path), "mends it");
	return reason(why, here_line_for(ctx, "avenv doctor", path), "says what mends it");
}

static struct reason of_refused(struct context *ctx, const struct found *found)
{
	const char *path = found->refused_path;
	const char *why = formatted("'%s' %s", shown(path), refusal_words[found->refusal]);

	if (found->refusal == REFUSED_OWNER)
		return reason(why,
			      here_line_for(ctx, "avenv allow --shared", found->candidate.path),
			      "accepts that");
	return reason(why, formatted("chmod go-w %s", paste_word(path)), "changes that");
}

/* No record allows it, or a record of something else does. */
static struct reason of_unallowed(struct context *ctx, const struct found *found)
{
	bool foreign = found->outcome == FIND_FOREIGN;
	const struct allow_how how = { .shared = foreign, .lifts = true, .look_only = true };
	const struct candidate *c = &found->candidate;
	const char *path = shown(c->path), *why = formatted("'%s' is not allowed", path);
	struct buf changed = BUF_INIT, refused = BUF_INIT;
	struct record r;

	if (slot_record(&ctx->trust, c->project, c, &how, &r, &refused))
		return reason(formatted("%s: %s", why, refused.data),
			      here_line_for(ctx, "avenv doctor", c->project), "says more");
	if (foreign)
		return reason(formatted("'%s' belongs to another user", path),
			      here_line_for(ctx, "avenv allow --shared", c->project),
			      "accepts that");
	if (c->pointer)
		why = formatted("'%s' leads elsewhere and is not allowed", path);
	if (found->outcome == FIND_CHANGED) {
		hint_changed(&changed, found);
		why = formatted("'%s' is there%s", path, changed.data);
	}
	return reason(why, here_line_for(ctx, "avenv allow", c->project),
		      "turns it on from now on");
}

static struct reason of_denied(struct context *ctx, const struct found *found)
{
	const struct record *by = found->judgement.by;
	const char *project = found->project_real ? found->project_real : found->candidate.project;
	bool own = streq(by->path, project);

	return reason(formatted("'%s' is not turned on: you denied '%s'",
				shown(found->candidate.path), shown(by->path)),
		      here_line_for(ctx, own ? "avenv allow" : "avenv forget", by->path),
		      "takes that back");
}

static struct reason of_several(struct context *ctx, const struct found *found)
{
	const struct candidate *c = &found->candidate;
	const char *path = paste_word(path_join(".", c->name));

	return reason(formatted("%s are in '%s', and nothing says which of them to use", c->several,
				shown(c->project)),
		      here_line(ctx, c->project, formatted("avenv use %s", path)),
		      formatted("chooses '%s'", shown(c->name)));
}

struct reason reason_of(struct context *ctx, const struct found *found)
{
	struct buf b = BUF_INIT;

	if (ctx->trust.closed) {
		hint_store(&b, &ctx->trust);
		return reason(b.data, "", "");
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
