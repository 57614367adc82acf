/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/words.h"

#include "core/escape.h"
#include "core/path.h"
#include "plan/moved.h"
#include "trust/brought.h"

/* The columns: bars; state, id, why, next, does, harmless */
static const struct {
	unsigned bars;
	struct words words;
} rows[] = {
	{ BAR_RECORDS, { "not allowed", "not-allowed", NULL, "avenv doctor", "says more", true } },
	{ BAR_DENIED,
	  { "denied", "denied", "is not turned on: ", "avenv forget", "lifts that", true } },
	{ BAR_DENIED_ITSELF,
	  { "denied", "denied", "is not turned on: ", "avenv allow", "lifts that", true } },
	{ BAR_OTHER_USER,
	  { "refused", "refused", "belongs to another user", "avenv allow --shared", "accepts that",
	    false } },
	{ BAR_SEVERAL, { "several", "several", NULL, "avenv use", "chooses one of them", false } },
	{ BAR_NO_ENV | BAR_BROKEN,
	  { "broken", "pointer", "cannot be used", "avenv status", "says more", false } },
	{ BAR_OTHERS, { "refused", "refused", NULL, "avenv status", "says more", false } },
	{ BAR_GIT,
	  { "not allowed", "not-allowed", NULL, "avenv allow --tracked", "allows it anyway",
	    true } },
	{ BAR_BROUGHT,
	  { "not allowed", "not-allowed", NULL, "avenv allow", "allows it anyway", true } },
	{ BAR_CHANGED, { "changed", "changed", NULL, "avenv allow", "turns it on again", false } },
	{ BAR_UNRECORDED,
	  { "not allowed", "not-allowed", "is not allowed", "avenv allow",
	    "turns it on from now on", true } },
	{ BAR_COVERED,
	  { "covered", "not-allowed", NULL, "avenv allow", "turns it on from now on", true } },
};

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

bool words_was_moved(const struct verdict *v)
{
	const struct record *old = v->record;
	const char *at;

	/* A record of this path was not moved; one with a target is of a pointer. */
	if (v->word != WORD_CHANGED || v->candidate.pointer || old->target ||
	    streq(old->path, v->slot))
		return false;
	if (old->env_id.btime && v->env.path &&
	    identity_same(&old->env_id, &chain_end(&v->env)->info.id))
		return true;
	/* Made anew where it was */
	at = env_made_at(v->slot);
	return at && streq(at, old->path);
}

const struct words *words_of(const struct verdict *v)
{
	enum bar bar = verdict_bar(v);

	if (!v->candidate.path)
		return &none;
	if (!bar)
		return v->venv.health == PYTHON_UPGRADED ? &upgraded : &usable;
	if (bar == BAR_UNRECORDED && v->candidate.pointer)
		return &not_followed;
	if (bar == BAR_CHANGED && words_was_moved(v))
		return moved_is_repairable(moved_old(v->slot), v->slot) ? &moved : &moved_for_good;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].bars & bar)
			return &rows[i].words;
	return &none;
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
		return joined(words_was_moved(v) ? "" : "is in a project that ", "was moved from ",
			      escape_quoted(project), ", which you allowed");
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
