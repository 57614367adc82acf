/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/reason.h"

#include <errno.h>
#include <fcntl.h>

#include "core/path.h"
#include "finders/store.h"
#include "lookup/allowed.h"
#include "lookup/manifest.h"
#include "lookup/taken.h"
#include "plan/outcome.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/home.h"
#include "records/slots.h"
#include "records/writable.h"

static struct reason make_reason(const char *why, const char *next, const char *does)
{
	return (struct reason){ why, next, does };
}

/* WHY, and the next command for the outcome of FOUND, with PATH. */
static struct reason reason_for(struct context *ctx, const struct found *found, const char *why,
				const char *path)
{
	const struct outcome_words *words = outcome_words(found);

	return make_reason(why, paste_for(words->next, path), words->does);
}

static const char hidden[] = "says what it cannot see";

/* WHY, and the command that makes the environment .venv in DIR, or DIR itself if that is its name. */
static struct reason reason_make(struct context *ctx, const char *why, const char *dir)
{
	const char *path = streq(path_base(dir), ".venv") ? dir : path_join(dir, ".venv");
	const char *away = taken_next(&ctx->trust, path);

	if (away)
		return make_reason(why, away, formatted("moves '%s' away", shown(path)));
	/* The rest of an environment without its pyvenv.cfg */
	if (file_exists(AT_FDCWD, path_join(path, "bin/activate")) > 0)
		return make_reason(why, formatted("avenv recreate %s", paste_word(path)),
				   "rebuilds it");
	if (file_exists(AT_FDCWD, path_join(dir, "bin/activate")) > 0)
		return make_reason(why, formatted("avenv recreate %s", paste_word(dir)),
				   "rebuilds it");
	return make_reason(why, paste_for("avenv create", path), "makes one");
}

const char *none_next(struct context *ctx, const char *dir)
{
	struct reason r;

	if (stores_fault(dir))
		return formatted(" that avenv can see; 'avenv doctor' %s", hidden);
	r = reason_make(ctx, "", dir);
	return formatted("; %s %s", paste_quoted(r.next), r.does);
}

static struct reason reason_none(struct context *ctx)
{
	const char *dir = ctx->physical, *why;
	const struct record *no;
	struct main_env main;
	struct project project;

	if (!dir)
		return make_reason(pwd_lost, "cd", "leaves it");
	no = trust_denies(&ctx->trust, dir);
	if (no)
		return make_reason(formatted("you denied '%s'", shown(no->path)),
				   paste_for("avenv forget", no->path), "takes that back");
	if (find_main_env(&ctx->trust, dir, &main))
		return make_reason(formatted("'%s' is of another checkout", shown(main.path)),
				   paste_in(main.place, formatted("avenv create --like %s",
								  paste_word(main.word))),
				   "makes one like it here");
	why = find_left_out(&ctx->trust, dir);
	why = why ? formatted("'%s' is of another checkout", shown(why)) :
		    formatted("no environment in '%s' or above", shown(ctx->pwd));
	if (stores_fault(dir))
		return make_reason(formatted("%s that avenv can see", why), "avenv doctor", hidden);
	project = project_above(&ctx->settings, dir);
	if (project.manifest && project.manifest->refused)
		return make_reason(why, project.manifest->command,
				   "makes one that avenv does not turn on");
	if (project.manifest)
		return make_reason(why, up_line(ctx, project.dir),
				   formatted("makes one from %s", project.manifest->file->name));
	/* Do not suggest one for the home directory: it would be on in nearly every directory. */
	if (is_home(&ctx->settings, ctx->physical))
		return make_reason(why, "", "");
	return reason_make(ctx, why, ctx->physical);
}

static struct reason reason_broken(struct context *ctx, const struct found *found)
{
	const struct candidate *c = &found->candidate;
	const char *path = found->venv.path ? found->venv.path : c->path;
	const char *why =
		formatted("'%s' %s: %s", shown(path), outcome_words(found)->why, found->problem);
	const char *next;
	struct file_info info;

	if (file_lstat(path, &info) && errno == ENOENT)
		return make_reason(formatted("there is no '%s'", shown(path)), "", "");
	if (!found->venv.path) {
		next = pointer_removal(c, found->problem);
		return next ? make_reason(why, next, "removes it") : make_reason(why, "", "");
	}
	if (found->venv.health == NO_CFG)
		return reason_make(ctx, formatted("no environment in '%s'", shown(path)), path);
	if (found->venv.health == NO_PYTHON && !env_is_allowed(&ctx->trust, path))
		return make_reason(why, paste_for("avenv allow", path),
				   "first, then it can be repaired");
	if (found->venv.health == NO_PYTHON)
		return reason_for(ctx, found, why, path);
	return make_reason(why, paste_for("avenv doctor", path), "says what mends it");
}

/* The `avenv allow` of PATH, which FOUND is, in spite of its owners and of git, if that tracks it. */
static const char *accept_line(struct context *ctx, const struct found *found, const char *path)
{
	const struct candidate *c = &found->candidate;
	const struct allow_how how = { .shared = true,
				       .lifts_denial = true,
				       .look_only = true,
				       .followed = found->venv.path };
	struct buf b = BUF_INIT;
	struct record r;

	(void)!slot_record(&ctx->trust, c->project, c, &how, &r, &b);
	return paste_for(allow_command(&r), path);
}

/* PATH, of FOUND, belongs to another user, or one may write to it. */
static const char *accepts_owner(const struct found *found, const char *path)
{
	const char *project = found->candidate.project;
	struct file_info a, b;

	if (found->refusal == REFUSED_WRITABLE || file_stat(project, &a) || file_stat(path, &b) ||
	    a.uid != b.uid)
		return "accepts that";
	return formatted("accepts that, and so does AVENV_TRUST=%s in a container",
			 paste_word(project));
}

static struct reason reason_refused(struct context *ctx, const struct found *found)
{
	const char *path = found->refused_path;
	const char *why = found->problem;
	const char *end = found->refusal == REFUSED_OWNER ? NULL : writable_end_line(path);

	if (end)
		return make_reason(why, end, "changes that");
	return make_reason(why, accept_line(ctx, found, found->candidate.path),
			   accepts_owner(found, path));
}

bool reason_is_covered(struct context *ctx, const struct found *found)
{
	const struct candidate *c = &found->candidate;
	struct allow_how how = { .only_made_here = true, .lifts_denial = true, .look_only = true };
	struct buf why = BUF_INIT;
	struct record r;

	how.followed = found->venv.path;
	return found->outcome == FIND_UNTRUSTED && found->judgement.verdict == VERDICT_NEW &&
	       !slot_record(&ctx->trust, c->project, c, &how, &r, &why);
}

/* No record allows the environment, or its record is of something else. */
static struct reason reason_unallowed(struct context *ctx, const struct found *found)
{
	bool foreign = found->outcome == FIND_FOREIGN;
	bool covered = found->judgement.verdict == VERDICT_NEW;
	struct allow_how how = { .shared = foreign,
				 .only_made_here = covered,
				 .lifts_denial = true,
				 .look_only = true,
				 .followed = covered || found->venv.path };
	const struct candidate *c = &found->candidate;
	const char *path = shown(c->path), *why;
	struct buf b = BUF_INIT;
	struct record r;

	if (slot_record(&ctx->trust, c->project, c, &how, &r, &b)) {
		why = formatted("'%s' is not allowed: %s", path, b.data);
		how.only_made_here = false;
		if (!slot_record(&ctx->trust, c->project, c, &how, &r, &b))
			return make_reason(why, paste_for(allow_command(&r), c->project),
					   "turns it on from now on");
		if (!r.tracked && r.shared == how.shared)
			return make_reason(why, paste_for("avenv doctor", c->project), "says more");
		return make_reason(why, paste_for(allow_command(&r), c->project),
				   "allows it anyway");
	}
	if (foreign)
		return make_reason(formatted("'%s' %s", path, outcome_words(found)->why),
				   paste_for(allow_command(&r), c->project),
				   accepts_owner(found, c->path));
	if (how.only_made_here)
		return make_reason(formatted("'%s' is covered by '%s', which you allowed", path,
					     shown(found->judgement.record->path)),
				   formatted("cd %s", paste_word(c->project)), "turns it on");
	why = outcome_words(found)->why;
	if (found->outcome == FIND_CHANGED)
		why = found_changed(found);
	else if (c->pointer)
		why = joined("leads elsewhere and ", why);
	/* The record may be the damaged one. */
	if (ctx->trust.bad_line)
		why = formatted("%s, and %s", why, ctx->trust.fault);
	return reason_for(ctx, found, formatted("'%s' %s", path, why), c->project);
}

static struct reason reason_denied(struct context *ctx, const struct found *found)
{
	const struct record *by = found->judgement.record;
	const char *project = found->project_real ? found->project_real : found->candidate.project;
	const struct outcome_words *words = outcome_words(found);
	const char *command = streq(by->path, project) ? "avenv allow" : words->next;
	const char *tool = found->candidate.tool;

	return make_reason(formatted("%s'%s' %s '%s'",
				     tool ? formatted("%s's environment of ", tool) : "",
				     shown(tool ? project : found->candidate.path), words->why,
				     shown(by->path)),
			   paste_for(command, by->path), words->does);
}

static struct reason reason_several(struct context *ctx, const struct found *found)
{
	const struct candidate *c = &found->candidate;
	const char *path = paste_word(path_join(".", c->name));

	return make_reason(
		formatted("%s are in '%s', and nothing says which of them to use", c->several,
			  shown(c->project)),
		paste_in(c->project, formatted("%s %s", outcome_words(found)->next, path)),
		formatted("chooses '%s'", shown(c->name)));
}

struct reason reason_of(struct context *ctx, const struct found *found)
{
	static struct reason (*const of[])(struct context *, const struct found *) = {
		[FIND_UNTRUSTED] = reason_unallowed, [FIND_CHANGED] = reason_unallowed,
		[FIND_FOREIGN] = reason_unallowed,   [FIND_DENIED] = reason_denied,
		[FIND_REFUSED] = reason_refused,     [FIND_BROKEN] = reason_broken,
		[FIND_AMBIGUOUS] = reason_several,
	};

	if (ctx->trust.closed)
		return make_reason(ctx->trust.fault, "avenv doctor", "says more");
	return of[found->outcome] ? of[found->outcome](ctx, found) : reason_none(ctx);
}

const char *reason_text(struct context *ctx, const struct found *found)
{
	struct reason r = reason_of(ctx, found);

	return *r.next ? formatted("%s; %s %s", r.why, paste_quoted(r.next), r.does) : r.why;
}

int reason_error(struct context *ctx, const struct found *found)
{
	return error("%s", reason_text(ctx, found));
}
