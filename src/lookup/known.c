/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/known.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "finders/store.h"
#include "lookup/store_project.h"
#include "plan/moved.h"
#include "plan/search.h"
#include "plan/words.h"
#include "records/ask.h"
#include "records/slots.h"
#include "system/file_at.h"

/* ---- finding environments -------------------------------------------------------- */

/* The environment's own name; the project's, if the own name is generic. */
static const char *known_name(const struct env *env)
{
	const char *own = path_base(env->real.path);

	if (!env->project || !venv_name_is_generic(own) || streq(env->project, "/"))
		return own;
	return path_base(env->project);
}

/* The last two components, "web/.venv": for an environment whose own name is not enough. */
static const char *long_name(const struct env *env)
{
	return path_join(path_base(path_parent(env->real.path)), path_base(env->real.path));
}

/*
 * Add REAL if it is a directory with a pyvenv.cfg, or one that cannot be entered. It is PROJECT's;
 * if PROJECT is NULL, it is in TOOL's store. Returns the environment, valid until the next call, or
 * NULL.
 */
static struct env *add_known(struct known *known, struct real_path real, const char *project,
			     const char *tool)
{
	struct env env = { .real = real, .tool = tool, .project = project };
	const char *path = real.path;
	const char *around = project ? project : path_parent(path);

	/* Compare text first: lstat() of each environment would slow down completion. */
	if (!starts_with(path_base(path), known->prefix) &&
	    !starts_with(path_base(around), known->prefix))
		return NULL;
	if (file_lstat(path, &env.info) || !S_ISDIR(env.info.mode) || !venv_exists(path))
		return NULL;
	for (size_t i = 0; i < known->count; i++)
		if (file_same(&known->list[i].info, &env.info))
			return &known->list[i];
	env.name = env.short_name = known_name(&env);
	env.ambiguous = venv_name_is_generic(env.name);
	if (env.ambiguous)
		env.name = long_name(&env);
	LIST_ADD(known, env);
	return &known->list[known->count - 1];
}

/* Add the directory REAL, of the project around it. */
static struct env *add_in_project(struct known *known, struct real_path real)
{
	return add_known(known, real, path_parent(real.path), NULL);
}

/*
 * Add the environments in DIR, in the store of TOOL, and up to DEPTH levels below: hatch has
 * PROJECT/HASH/NAME, pyenv VERSION/envs/NAME.
 */
static void search_store(struct known *known, struct real_path dir, unsigned depth,
			 const char *tool)
{
	struct strings names = { 0 };

	if (dir_names(dir.path, &names))
		return;
	for (size_t i = 0; i < names.count; i++) {
		struct real_path env = real_path_entry(dir, names.list[i]);

		if (!path_is_temp(names.list[i]) && !path_is_backup(env.path) &&
		    !add_known(known, env, NULL, tool) && depth)
			search_store(known, env, depth - 1, tool);
	}
}

static void search_stores(struct known *known)
{
	const struct store *const *store = stores;

	while (*store)
		store++;
	/*
	 * The first store that adds a directory counts as its owner. Begin with the last store: an
	 * environment in WORKON_HOME is virtualenvwrapper's, which comes after pipenv.
	 */
	while (store-- > stores) {
		struct real_path dir = { 0 };
		struct store_place place;

		store_place(*store, &place);
		if (place.dir && place.dir[0] == '/')
			dir = real_path_of(place.dir);
		if (dir.path)
			search_store(known, dir, (*store)->depth, (*store)->tool);
	}
}

static void search_records(struct trust *trust, struct known *known)
{
	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (!r->tree && !r->target && !path_is_backup(r->path))
			add_in_project(known, real_path_kept(r->path));
	}
	/* An environment that has a record in its own directory is of that project. */
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->target)
			add_known(known, real_path_kept(r->target), path_parent(r->path), NULL);
	}
}

/* Add the environments of this directory's project, allowed or not. */
static void search_pwd(struct context *ctx, struct known *known)
{
	struct env *env = NULL;
	struct candidates slots;
	struct verdict found;
	struct real_path project;

	find_pwd(ctx, &found);
	if (!found.candidate.project)
		return;
	project = real_path_of(found.candidate.project);
	if (!project.path)
		return;
	if (found.venv.path)
		env = add_known(known, venv_real(&found.venv), project.path, NULL);
	if (env && env->tool)
		env->project = project.path;
	if (candidates_in(&ctx->trust, project, false, &slots))
		return;
	for (size_t i = 0; i < slots.count; i++)
		add_in_project(known, real_path_kept(slots.list[i].path));
}

static void search_active(struct known *known)
{
	const char *active = settings_path("VIRTUAL_ENV");
	struct real_path real = active ? real_path_of(active) : (struct real_path){ 0 };
	struct env *env = real.path ? add_in_project(known, real) : NULL;

	if (env)
		env->active = true;
}

static int compare_known(const void *a, const void *b)
{
	const struct env *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : strcmp(x->real.path, y->real.path);
}

static void sort_known(struct known *known)
{
	if (known->count)
		qsort(known->list, known->count, sizeof(*known->list), compare_known);
}

/* Note that A and B, one after the other in the sorted list, have the same name. */
static void tell_apart(struct env *a, struct env *b)
{
	/* Not A's `name`: the environment before A may have made that long. */
	if (!streq(a->short_name, b->name))
		return;
	a->ambiguous = b->ambiguous = true;
	/* Two environments of one project, web/.venv and web/venv, would both be "web". */
	if (a->project && b->project && streq(a->project, b->project)) {
		a->name = long_name(a);
		b->name = long_name(b);
	}
}

/* Set `means_slot`: slots on record, and names that a setting has, count before other names. */
static void compare_with_slots(struct context *ctx, struct known *known)
{
	const char *here = ctx->physical.path;
	struct strings slots = { 0 };
	const struct record *r;

	for (size_t at = 0; here && (r = trust_next(&ctx->trust, ctx->physical, &at));)
		strings_add(&slots, path_base(r->path));
	for (size_t i = 0; i < known->count; i++) {
		struct env *e = &known->list[i];
		bool is_here = here && streq(path_parent(e->real.path), here);

		e->means_slot = !is_here && (settings_name_is_fixed(&ctx->settings, e->name) ||
					     strings_contain(&slots, e->name));
	}
}

void known_find(struct context *ctx, const char *prefix, struct known *known)
{
	*known = (struct known){ .prefix = prefix };
	search_stores(known);
	search_records(&ctx->trust, known);
	search_pwd(ctx, known);
	search_active(known);
	sort_known(known);
	for (size_t i = 1; i < known->count; i++)
		tell_apart(&known->list[i - 1], &known->list[i]);
	/* A long name may have another place in the list. */
	sort_known(known);
	compare_with_slots(ctx, known);
}

/* ---- stores and states of environments ------------------------------------------- */

const char *known_tool(struct real_path path)
{
	struct known known = { .prefix = path_base(path.path) };

	search_stores(&known);
	for (size_t i = 0; i < known.count; i++)
		if (streq(known.list[i].real.path, path.path))
			return known.list[i].tool;
	return NULL;
}

void known_judge(struct trust *trust, struct real_path path, bool in_store, struct verdict *found)
{
	find_at(trust, path.path, false, found);
	/*
	 * An environment in a tool's store needs no record, and one that a link on record leads to
	 * has that record: judge them as if the user had named them.
	 */
	if (verdict_is_unallowed(found) && found->word != WORD_CHANGED &&
	    (in_store || trust_leads_to(trust, path)))
		find_at(trust, path.path, true, found);
}

/* ENV, with a verdict, is one by its files or the records, and this user's or active. */
static bool is_shown(const struct env *env)
{
	const struct verdict *found = env->found;

	if (!found->venv.path || found->venv.health == NO_CFG)
		return false;
	if (verdict_bar(found) == BAR_OTHER_USER)
		return env->active;
	return venv_is_env(&found->venv) || found->record;
}

/* Set the state of ENV. Returns false if is_shown() does. */
static bool judge_env(struct trust *trust, struct env *env)
{
	struct verdict *found = env->found = mem_array(1, sizeof(*found));

	known_judge(trust, env->real, env->tool, found);
	/* The record accepts some: name the new ones. */
	if (verdict_bar(found) == BAR_OTHERS && verdict_shared(found))
		verdict_ask_owners(found);
	env->state = words_of(found)->state;
	env->problem = words_of_change(found);
	if (!env->problem)
		env->problem = words_of_fault(found);
	if (!env->project)
		env->project = store_project(trust, env->real.path, env->tool, &env->gone);
	if (verdict_is_usable(found) && !env->problem) {
		/* The scripts of a moved environment have its old path. */
		env->problem = moved_text(env->real.path);
		env->state = env->problem ? "moved" : env->state;
	}
	return is_shown(env);
}

bool known_is_shown(struct trust *trust, struct env *env)
{
	env->found = mem_array(1, sizeof(*env->found));
	find_at(trust, env->real.path, false, env->found);
	return is_shown(env);
}

void known_find_judged(struct context *ctx, struct known *known)
{
	size_t count = 0;

	known_find(ctx, "", known);
	for (size_t i = 0; i < known->count; i++)
		if (judge_env(&ctx->trust, &known->list[i]))
			known->list[count++] = known->list[i];
	known->count = count;
}

/* ---- the user's word about an environment itself ---------------------------------- */

/*
 * The user's word is about the environment at PATH itself, of which FOUND is the verdict; or, as it
 * is IN_STORE, a tool keeps it for the user.
 */
static bool is_allowed(struct trust *trust, struct real_path path, const struct verdict *found,
		       bool in_store)
{
	if (word_denies(found->word))
		return false;
	if (found->word != WORD_ALLOWED && !in_store && !verdict_was_moved(found) &&
	    !trust_leads_to(trust, path))
		return false;
	/* A clone has a repository's files. */
	return (verdict_recorded(found) & BAR_GIT) ||
	       file_exists(path_join(path.path, ".git")) == 0;
}

bool env_is_allowed(struct trust *trust, struct real_path path)
{
	struct verdict found;

	find_at(trust, path.path, false, &found);
	return is_allowed(trust, path, &found, false) ||
	       (known_tool(path) && is_allowed(trust, path, &found, true));
}

bool known_has_name(struct trust *trust, const struct env *env)
{
	struct verdict found;

	if (env->active)
		return true;
	if (!env->found)
		find_at(trust, env->real.path, false, &found);
	return is_allowed(trust, env->real, env->found ? env->found : &found, env->tool);
}
