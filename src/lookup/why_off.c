/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/why_off.h"

#include <errno.h>
#include <sys/stat.h>

#include "core/escape.h"
#include "core/path.h"
#include "declared/project.h"
#include "finders/store.h"
#include "lookup/damaged.h"
#include "lookup/known.h"
#include "lookup/way_python.h"
#include "lookup/way_up.h"
#include "plan/other_checkout.h"
#include "plan/words.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"
#include "records/others.h"
#include "records/records_file.h"
#include "records/slots.h"
#include "system/file_at.h"

static struct reason make_reason(const char *why, const char *next, const char *does)
{
	return (struct reason){ why, next, does };
}

struct reason store_reason(const struct store_fault *fault)
{
	const char *editor = tool_variable("EDITOR"), *path = fault->path, *next;
	struct reason others = { 0 };

	/* Here with the names of users and groups */
	if (fault->others)
		others = others_along(path, false);
	if (others.why)
		return make_reason(formatted("'%s' is not used: %s", shown(path), others.why),
				   others.next, others.does);
	next = fault->error == EACCES ?
		       chmod_read_command(path) :
		       formatted("%s %s", editor ? editor : "vi", paste_word(path));
	return make_reason(escape_unprintable(fault->text), next ? next : "",
			   "lets avenv see more");
}

/* WHY, and the command that makes .venv in DIR; or DIR itself, if DIR is a damaged environment. */
static struct reason offer_create(struct context *ctx, const char *why, const char *dir)
{
	bool was_killed = false;
	struct venv venv;
	struct reason r;

	venv_read(dir, &venv);
	if (!streq(path_base(dir), ".venv") && !env_has_parts(&venv) && !stage_fills(dir)) {
		venv_read(path_join(dir, ".venv"), &venv);
		was_killed = place_is_free(venv.path) && stage_makes_dir(dir);
	}
	r = damaged_way(&ctx->trust, &venv);
	r.why = why;
	if (was_killed && *r.next)
		r.does = COMPLETES;
	return r;
}

/* The directory PATH holds something, and is no environment. */
static bool is_no_env(const char *path)
{
	struct file_info info;

	return !file_stat(path, &info) && S_ISDIR(info.mode) && !place_is_free(path) &&
	       venv_exists(path) == 0;
}

struct reason reason_none_in(struct context *ctx, const char *why, const char *dir)
{
	const struct store_fault fault = stores_fault(dir);
	struct project project;
	struct reason r;

	if (fault.text) {
		r = store_reason(&fault);
		r.why = joined(why, " that avenv can see: ", r.why);
		return r;
	}
	project = project_above(&ctx->settings, dir);
	/* A directory in the place of the environment comes first. */
	if (project.manifest && is_no_env(path_join(project.root, ".venv")))
		return offer_create(ctx, why, project.root);
	if (project.manifest)
		return way_to_make(ctx, why, &project);
	/* An environment in the home directory would be on in nearly every directory. */
	return settings_is_home(&ctx->settings, dir) ? make_reason(why, "", "") :
						       offer_create(ctx, why, dir);
}

/* The main checkout has the environment MAIN, and the linked worktree has none at that place. */
static struct reason reason_worktree(struct context *ctx, const struct main_env *main)
{
	const char *why = formatted("'%s' is of another checkout", shown(main->path));
	struct project project = project_above(&ctx->settings, main->place.path);

	if (new_env_by_up(main->place.path) && project.manifest)
		return way_to_make(ctx, why, &project);
	return offer_create(ctx, why, main->place.path);
}

static struct reason reason_none(struct context *ctx)
{
	const char *dir = ctx->physical.path, *left_out, *why;
	const struct record *denial;
	struct verdict of_project = { 0 };
	struct project project;
	struct main_env main;

	if (!dir)
		return make_reason(pwd_lost, "cd", "leaves it");
	denial = trust_denial_of(&ctx->trust, dir);
	if (denial)
		return make_reason(formatted("you denied '%s'", shown(denial->path)),
				   paste_for("avenv forget", denial->path), "lifts that");
	if (find_main_env(&ctx->trust, ctx->physical, &main))
		return reason_worktree(ctx, &main);
	left_out = find_left_out(&ctx->trust, ctx->physical);
	why = left_out ? formatted("'%s' is of another checkout", shown(left_out)) :
			 formatted("no environment in '%s' or above", shown(ctx->pwd));
	project = project_above(&ctx->settings, dir);
	/* A place that a file of the project names is not searched for from below. */
	if (project.manifest && !left_out && !stores_fault(dir).text)
		project_env(&ctx->trust, &project, &of_project);
	return of_project.candidate.path ? reason_of(ctx, &of_project) :
					   reason_none_in(ctx, why, dir);
}

static struct reason reason_broken(struct context *ctx, const struct verdict *v)
{
	const struct candidate *c = &v->candidate;
	const char *path = v->venv.path ? v->venv.path : c->path;
	const char *why = formatted("'%s' %s: %s", shown(path), words_of(v)->why, v->problem);
	struct reason r;

	if (file_exists(path) == 0)
		return make_reason(formatted("there is no '%s'", shown(path)), "", "");
	/* A pointer that leads to no environment */
	if (!v->venv.path) {
		r = refusal_of(v);
		r.why = why;
		return r;
	}
	if (v->venv.health == NO_CFG)
		return offer_create(ctx, formatted("no environment in '%s'", shown(path)), path);
	if ((v->venv.health == NO_BIN || venv_lacks_python(&v->venv)) &&
	    !env_is_allowed(&ctx->trust, venv_real(&v->venv)))
		return make_reason(why, paste_for("avenv allow", path),
				   "first, then it can be repaired");
	if (v->venv.health == NO_BIN)
		r = way_to_rebuild(ctx, &v->venv, NULL);
	else if (venv_lacks_python(&v->venv) && !env_unreadable(&v->venv))
		r = way_to_repair(ctx, &v->venv);
	else
		r = damaged_way(&ctx->trust, &v->venv);
	/* The path of a healthy one has a ':', which no command mends. */
	return make_reason(why, r.next, r.does);
}

/*
 * What to do with the environment of V, not allowed, beside that which the project's tool fills, as
 * in a member of a workspace. `why` is NULL: the tool fills it, or nobody knows another.
 */
static struct reason way_to_shared(struct context *ctx, const struct verdict *v)
{
	const struct project p = project_above(&ctx->settings, v->candidate.project);
	const char *path = v->candidate.path;
	struct verdict own;

	if (!p.manifest || !p.manifest->tool || streq(p.root, v->candidate.project))
		return (struct reason){ 0 };
	project_env(&ctx->trust, &p, &own);
	if (!verdict_is_usable(&own))
		return (struct reason){ 0 };
	return make_reason(formatted("'%s' is not allowed, and %s installs into '%s'", shown(path),
				     p.manifest->tool->name, shown(own.venv.path)),
			   paste_aside(path), "moves it away");
}

/* No record allows the environment of V, or the record is of another project or target. */
static struct reason reason_unallowed(struct context *ctx, const struct verdict *v)
{
	const struct candidate *c = &v->candidate;
	const struct words *words = words_of(v);
	const char *path = shown(c->path), *why = words->why;
	enum bar bar = verdict_bar(v);
	struct reason r;

	if (slot_is_empty(&ctx->trust, v))
		return reason_none_in(ctx,
				      formatted("'%s' points to an environment that is not there",
						c->variable ? c->variable : path),
				      c->project);
	if (bar & BY_TRACKED) {
		r = refusal_of(v);
		r.why = formatted("'%s' is not allowed: %s", path, r.why);
		return r;
	}
	r = bar == BAR_UNRECORDED ? way_to_shared(ctx, v) : (struct reason){ 0 };
	if (r.why)
		return r;
	if (bar == BAR_COVERED) {
		why = formatted("is covered by '%s', which you allowed", shown(v->record->path));
		/* The hook records it at a cd; no other shell does. */
		if (paste_hook())
			return make_reason(formatted("'%s' %s", path, why),
					   formatted("cd %s", paste_word(c->project)),
					   "turns it on");
	}
	if (words_of_change(v))
		why = words_of_change(v);
	else if (c->pointer)
		why = joined("points elsewhere and ", why);
	if (bar == BAR_UNRECORDED && c->variable)
		path = c->variable;
	/* The record may be the damaged one. */
	if (ctx->trust.bad_line)
		why = formatted("%s, and %s", why, ctx->trust.fault);
	if (verdict_was_moved(v)) {
		r = way_to_repair(ctx, &v->venv);
		return make_reason(formatted("'%s' %s", path, why), r.next, "turns it on again");
	}
	return make_reason(formatted("'%s' %s", path, why), paste_for(words->next, c->project),
			   words->does);
}

static struct reason reason_denied(const struct verdict *v)
{
	const char *tool = v->candidate.tool, *project = v->project.path;
	const char *why = tool && project ?
				  formatted("%s's environment of '%s'", tool, shown(project)) :
				  formatted("'%s'", shown(v->candidate.path));
	struct reason r = refusal_of(v);

	r.why = joined(why, " ", words_of(v)->why, r.why);
	return r;
}

/* Call verdict_ask() for V, and accept what `allow` accepts; or the tree, if a tree covers V. */
static void ask_for_allow(struct context *ctx, struct verdict *v)
{
	verdict_ask(&ctx->trust, v);
	/* `allow` accepts an environment that was made elsewhere, a tree does not. */
	if (!(v->bars & BAR_COVERED))
		v->accepted |= BAR_BROUGHT;
	/* BAR_OTHERS names the owner. */
	if (v->bars & BAR_OTHERS)
		v->accepted |= BAR_OTHER_USER;
}

bool reason_is_covered(struct context *ctx, const struct verdict *found)
{
	struct verdict v = *found;

	if (verdict_bar(&v) == BAR_COVERED)
		ask_for_allow(ctx, &v);
	return verdict_bar(&v) == BAR_COVERED;
}

/* `up` fills the usable V from a directory from which the search does not reach its project. */
static struct reason reason_too_far(const struct verdict *v)
{
	return make_reason(
		formatted("'%s' is not searched for from here (AVENV_CEILING, or a mount "
			  "point)",
			  shown(v->venv.path)),
		formatted("cd %s", paste_word(v->project.path)), "finds it");
}

struct reason reason_of(struct context *ctx, const struct verdict *found)
{
	enum bar bar = verdict_bar(found);
	struct verdict v = *found;

	if (ctx->trust.closed)
		return records_fault(&ctx->trust);
	if (!v.candidate.path)
		return reason_none(ctx);
	/* The answers are bars from BAR_OTHERS on: do not ask if a lower bar decides. */
	if (bar == BAR_OTHER_USER || bar >= BAR_OTHERS)
		ask_for_allow(ctx, &v);
	/* Somebody has changed meanwhile what FOUND saw. */
	if (!verdict_bar(&v))
		v = *found;
	switch (verdict_bar(&v)) {
	case BAR_NONE:
		return reason_too_far(&v);
	case BAR_DENIED:
	case BAR_DENIED_ITSELF:
		return reason_denied(&v);
	case BAR_NO_ENV:
	case BAR_BROKEN:
		return reason_broken(ctx, &v);
	case BAR_SEVERAL:
	case BAR_OTHERS:
		return refusal_of(&v);
	case BAR_RECORDS:
	case BAR_OTHER_USER:
	case BAR_GIT:
	case BAR_BROUGHT:
	case BAR_CHANGED:
	case BAR_UNRECORDED:
	case BAR_COVERED:
		break;
	}
	return reason_unallowed(ctx, &v);
}

const char *reason_text(struct context *ctx, const struct verdict *found)
{
	return reason_line(reason_of(ctx, found));
}

int reason_error(struct context *ctx, const struct verdict *found)
{
	return error("%s", reason_text(ctx, found));
}
