/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/words.h"

#include "core/escape.h"
#include "core/path.h"
#include "plan/moved.h"

/* The number of BAR among the bars */
#define ROW(bar) __builtin_ctz(bar)

/* The columns: state, id, why, next, does, harmless */
static const struct words rows[] = {
	[ROW(BAR_RECORDS)] = { "not allowed", "not-allowed", NULL, "avenv doctor", "says more",
			       true },
	[ROW(BAR_DENIED)] = { "denied", "denied", "is not turned on: ", "avenv forget",
			      "lifts that", true },
	[ROW(BAR_DENIED_ITSELF)] = { "denied", "denied", "is not turned on: ", "avenv allow",
				     "lifts that", true },
	[ROW(BAR_OTHER_USER)] = { "refused", "refused", "belongs to another user",
				  "avenv allow --shared", "accepts that", false },
	[ROW(BAR_SEVERAL)] = { "several", "several", NULL, "avenv use", "chooses one of them",
			       false },
	[ROW(BAR_NO_ENV)] = { "broken", "pointer", "cannot be used", "avenv status", "says more",
			      false },
	[ROW(BAR_BROKEN)] = { "broken", "pointer", "cannot be used", "avenv status", "says more",
			      false },
	[ROW(BAR_OTHERS)] = { "refused", "refused", NULL, "avenv status", "says more", false },
	[ROW(BAR_GIT)] = { "not allowed", "not-allowed", NULL, "avenv allow --tracked",
			   "allows it anyway", true },
	[ROW(BAR_BROUGHT)] = { "not allowed", "not-allowed", NULL, "avenv allow",
			       "allows it anyway", true },
	[ROW(BAR_CHANGED)] = { "changed", "changed", NULL, "avenv allow", "turns it on again",
			       false },
	[ROW(BAR_UNRECORDED)] = { "not allowed", "not-allowed", "is not allowed", "avenv allow",
				  "turns it on from now on", true },
	[ROW(BAR_COVERED)] = { "covered", "not-allowed", NULL, "avenv allow",
			       "turns it on from now on", true },
};
_Static_assert(ARRAY_SIZE(rows) == ROW(BARS_END), "a row for each bar");

static const struct words none = { .state = "none" }, usable = { .state = "ok" };

/* A link or a redirect that was not followed may lead nowhere. */
static const struct words not_followed = { "not allowed",
					   "not-allowed",
					   "is not allowed",
					   "avenv allow",
					   "looks where it leads, and turns that on",
					   true };

static const struct words upgraded = {
	.state = "upgraded",
	.next = "avenv recreate -p",
	.does = "rebuilds it",
};

static const struct words moved = {
	.state = "changed",
	.id = "changed",
	.next = "avenv repair",
	.does = "turns it on again",
};

/* What makes it anew depends on the project's tool. */
static const struct words moved_for_good = {
	.state = "changed",
	.id = "changed",
	.next = "avenv",
	.does = "says what to type",
};

const struct words *words_of(const struct verdict *v)
{
	enum bar bar = verdict_bar(v);

	if (!v->candidate.path)
		return &none;
	if (!bar)
		return v->venv.health == PYTHON_UPGRADED ? &upgraded : &usable;
	if (bar == BAR_UNRECORDED && v->candidate.pointer)
		return &not_followed;
	if (bar == BAR_CHANGED && verdict_was_moved(v))
		return moved_is_repairable(moved_old(v->slot), v->slot) ? &moved : &moved_for_good;
	return &rows[ROW(bar)];
}

const char *words_of_fault(const struct verdict *v)
{
	switch ((unsigned)verdict_bar(v)) {
	case BAR_OTHERS:
		return owner_fault_words(v->owners.list);
	case BAR_GIT:
		return v->git;
	case BAR_BROUGHT:
		return v->brought;
	case BAR_NO_ENV:
	case BAR_BROKEN:
	/* An upgraded Python */
	case 0:
		return v->problem;
	default:
		return NULL;
	}
}

const char *words_of_change(const struct verdict *v)
{
	const struct record *old = v->record;
	enum bar bar = verdict_bar(v);
	const char *project, *target = v->venv.path;

	if (!old || !(bar & (BAR_CHANGED | BAR_UNRECORDED)))
		return NULL;
	if (bar == BAR_UNRECORDED)
		return joined("is also at ", escape_quoted(old->path), ", which you allowed");
	project = path_parent(old->path);
	if (!streq(project, v->project.path))
		return joined(verdict_was_moved(v) ? "" : "is in a project that ",
			      "was moved from ", escape_quoted(project), ", which you allowed");
	if (!old->target || !target)
		return "changed since you allowed it";
	if (streq(old->target, target))
		return joined("leads into ", escape_quoted(path_parent(target)),
			      ", which was replaced since you allowed it");
	return joined("points to ", escape_quoted(target), ", not to ", escape_quoted(old->target),
		      " as you allowed");
}

const char *words_of_denial_record(const struct record *denial, const struct chain *chain)
{
	bool same_path = chain->path && streq(denial->path, chain->path);

	if (same_path && !denial_is_of(denial, &chain_end(chain)->info))
		return joined(escape_quoted(denial->path),
			      " was denied when another directory was there");
	return joined("you denied ", escape_quoted(denial->path));
}

const char *words_of_denial(const struct verdict *v)
{
	bool of_env = v->env.path && streq(v->record->path, v->env.path);

	return words_of_denial_record(v->record, of_env ? &v->env : &v->project);
}

const char *words_of_name(const struct verdict *v)
{
	const struct candidate *c = &v->candidate;

	return c->tool && v->venv.path ? path_base(v->venv.path) : c->name;
}

const char *words_of_choice(const struct candidate *c)
{
	const char *active = settings_path("VIRTUAL_ENV");

	if (c->target)
		return c->target;
	/* They are the project's subdirectories: it is one of them. */
	if (active && streq(path_parent(active), c->project) && venv_exists(active) > 0)
		return path_join(".", path_base(active));
	return path_join(".", c->name);
}
