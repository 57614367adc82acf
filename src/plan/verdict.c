/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/verdict.h"

#include "core/escape.h"
#include "core/mem.h"
#include "core/path.h"
#include "plan/pointer.h"
#include "trust/brought.h"

/* The bars that the records set and lift */
#define BARS_OF_WORD                                                                               \
	(BAR_RECORDS | BAR_DENIED | BAR_DENIED_ITSELF | BAR_OTHER_USER | BAR_CHANGED |             \
	 BAR_UNRECORDED | BAR_COVERED)

/* ---- questions ------------------------------------------------------------------ */

unsigned verdict_recorded(const struct verdict *v)
{
	const struct record *r = v->record;
	unsigned bars = BAR_BROUGHT;

	if (v->word != WORD_ALLOWED)
		return 0;
	/* AVENV_TRUST accepts what git tracks, too. */
	if (r && (r->tracked || is_of_avenv_trust(r)))
		bars |= BY_TRACKED;
	return bars;
}

const char *verdict_shared(const struct verdict *v)
{
	return v->word == WORD_ALLOWED && v->record ? v->record->shared : NULL;
}

unsigned verdict_accepted(const struct verdict *v)
{
	return v->accepted | verdict_recorded(v);
}

unsigned verdict_left(const struct verdict *v)
{
	return v->bars & ~verdict_accepted(v);
}

enum bar verdict_bar(const struct verdict *v)
{
	unsigned left = verdict_left(v);

	/* the lowest bit that is set */
	return left & -left;
}

bool verdict_is_usable(const struct verdict *v)
{
	return v->candidate.path && !verdict_left(v);
}

bool verdict_is_unallowed(const struct verdict *v)
{
	return verdict_bar(v) & (BAR_CHANGED | BAR_UNRECORDED | BAR_COVERED);
}

bool verdict_was_moved(const struct verdict *v)
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

/* A bar below NEXT is left, and decides: NEXT need not be looked for. */
static bool is_decided(const struct verdict *v, enum bar next)
{
	return verdict_left(v) & (next - 1U);
}

/* ---- facts ---------------------------------------------------------------------- */

static void add_problem(struct verdict *v, enum bar bar, const char *problem)
{
	v->bars |= bar;
	v->problem = problem;
}

/*
 * Ask the records about V: first about the slot, and once more when the environment is known. OWNER
 * owns the one that is asked about. The environment that a tool made for this directory needs no
 * record.
 */
static void look_for_word(struct trust *trust, struct verdict *v, uid_t owner)
{
	static const enum bar bars[] = {
		[WORD_NONE] = BAR_UNRECORDED, [WORD_CHANGED] = BAR_CHANGED,
		[WORD_COVERED] = BAR_COVERED, [WORD_ALLOWED] = 0,
		[WORD_DENIED] = BAR_DENIED,   [WORD_DENIED_ITSELF] = BAR_DENIED_ITSELF,
	};
	const struct slot slot = { .project = &v->project,
				   .path = v->slot,
				   .env = v->env.path ? &v->env : NULL,
				   .is_pointer = v->candidate.pointer };

	v->word = trust_word(trust, &slot, &v->record);
	if (v->candidate.made_by_tool && !word_denies(v->word)) {
		v->word = WORD_ALLOWED;
		v->record = NULL;
	}
	v->bars &= ~(unsigned)BARS_OF_WORD;
	v->bars |= bars[v->word];
	if (trust->closed)
		v->bars |= BAR_RECORDS;
	if ((v->word == WORD_NONE || v->word == WORD_COVERED) && !user_or_root(owner))
		v->bars |= BAR_OTHER_USER;
}

/* `allow --shared` shows all, and accepts them anew. */
static void accept_recorded(struct verdict *v)
{
	v->owners.accepted = v->accepted & BY_SHARED ? NULL : verdict_shared(v);
}

/* Find who may change the project, and the pointer or directory in it. */
static void look_at_slot(struct verdict *v)
{
	const struct candidate *c = &v->candidate;

	accept_recorded(v);
	v->owners.also_accepted = trust_accepted(v->record, &v->project);
	owners_of_chain(&v->owners, &v->project);
	owners_of_file(&v->owners, c->path, &c->info);
}

static void look_at_env(struct verdict *v)
{
	accept_recorded(v);
	v->owners.also_accepted = trust_accepted(v->record, &v->env);
	owners_of_env(&v->owners, &v->env, &v->venv);
}

static void set_others(struct verdict *v)
{
	v->bars &= ~(unsigned)BAR_OTHERS;
	if (v->owners.count)
		v->bars |= BAR_OTHERS;
}

void verdict_owners(struct verdict *v)
{
	if (v->project.path && !v->candidate.made_by_tool)
		look_at_slot(v);
	if (v->env.path)
		look_at_env(v);
	set_others(v);
}

/* Ask the records about a link, a redirect or a tool's file. If no bar is left, follow it. */
static void resolve_pointer(struct trust *trust, struct verdict *v)
{
	struct candidate *c = &v->candidate;
	const char *problem;

	if (chain_read(c->project, &v->project) ||
	    (!c->info.mode && file_lstat(c->path, &c->info))) {
		v->project = (struct chain){ 0 };
		add_problem(v, BAR_NO_ENV, "it cannot be reached");
		return;
	}
	v->slot = path_join(v->project.path, c->name);
	look_for_word(trust, v, c->info.uid);
	if (is_decided(v, BAR_OTHERS))
		return;
	if (!c->made_by_tool)
		look_at_slot(v);
	set_others(v);
	if (verdict_left(v))
		return;
	problem = pointer_follow(c, &v->env);
	if (problem)
		add_problem(v, BAR_NO_ENV, problem);
}

/* The candidate is a directory: no link is followed. */
static void resolve_directory(struct verdict *v)
{
	const struct candidate *c = &v->candidate;
	const char *problem = path_follow(c->path, c->info.mode ? &c->info : NULL, &v->env);

	if (problem) {
		add_problem(v, BAR_NO_ENV, problem);
		return;
	}
	v->slot = v->env.path;
	/* The project is the directory around the environment; around "/" that is "/" again. */
	v->project = v->env;
	if (v->project.count > 1)
		v->project.count--;
	v->project.path = mem_dup(v->env.path, chain_end(&v->project)->len);
}

static void look_at_health(struct verdict *v)
{
	const enum health health = v->venv.health;
	bool is_none = health == NO_CFG || health == UNSUPPORTED;

	if (health != HEALTHY)
		add_problem(v, is_none ? BAR_NO_ENV : BAR_BROKEN, venv_problem(&v->venv));
	else if (strchr(v->venv.path, ':'))
		add_problem(v, BAR_BROKEN, "its path has a ':', which PATH cannot hold");
}

/* bin/python is looked at last, since it is a link that is followed. */
static void look_at_python(struct verdict *v)
{
	struct venv *venv = &v->venv;

	venv_check_python(venv);
	v->problem = venv_problem(venv);
	/* An upgraded Python starts, so the environment is turned on. */
	if (venv->health != HEALTHY && venv->health != PYTHON_UPGRADED)
		v->bars |= BAR_BROKEN;
}

/* An environment with a `.git` of its own is a clone: its files are the repository's. */
static void look_for_clone(struct verdict *v)
{
	int exists = file_exists(path_join(v->venv.path, ".git"));

	if (!exists)
		return;
	v->bars |= BAR_GIT;
	v->git = joined(escape_quoted(v->venv.path),
			exists > 0 ? " is a git repository itself" :
				     " cannot be looked at, and may be a git repository");
}

/* The environment was reached, at v->env: read it, and ask the records about it. */
static void look_at_whole(struct trust *trust, struct verdict *v)
{
	uid_t owner = chain_end(&v->env)->info.uid;

	venv_read(v->env.path, &v->venv);
	/* In a sticky directory pyvenv.cfg may be another user's. */
	if (!user_or_root(v->venv.cfg_info.uid))
		owner = v->venv.cfg_info.uid;
	look_for_word(trust, v, owner);
	if (is_decided(v, BAR_NO_ENV))
		return;
	look_at_health(v);
	if (is_decided(v, BAR_OTHERS))
		return;
	look_at_env(v);
	set_others(v);
	if (!verdict_left(v) && !(verdict_accepted(v) & BAR_GIT))
		look_for_clone(v);
	if (!verdict_left(v) && !(v->bars & BAR_BROKEN))
		look_at_python(v);
}

/* ---- the look ------------------------------------------------------------------- */

void verdict_look(struct trust *trust, const struct candidate *c, unsigned accepts,
		  struct verdict *v)
{
	*v = (struct verdict){ .candidate = *c,
			       .accepted = accepts,
			       .owners.groups = &trust->groups };
	if (c->several) {
		struct file_info info;
		bool of_other_user = !file_lstat(c->path, &info) && !user_or_root(info.uid);

		v->bars = of_other_user ? BAR_OTHER_USER : BAR_SEVERAL;
		return;
	}
	if (c->made_by_tool) {
		/* A part of the records that cannot be read may have a denial: require a record. */
		trust_load(trust);
		v->candidate.made_by_tool = !trust->fault;
	}
	if (c->pointer)
		resolve_pointer(trust, v);
	else
		resolve_directory(v);
	if (v->env.path)
		look_at_whole(trust, v);
}

void verdict_of_place(struct trust *trust, struct real_path path, struct verdict *v)
{
	*v = (struct verdict){ .candidate = { .path = path.path, .name = path_base(path.path) },
			       .slot = path.path,
			       .owners.groups = &trust->groups };
	if (chain_read(path_parent(path.path), &v->project))
		return;
	look_for_word(trust, v, user_of_process());
	v->owners.also_accepted = trust_accepted(v->record, &v->project);
}
