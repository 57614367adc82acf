/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/known.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "finders/store.h"
#include "lookup/moved.h"
#include "lookup/store_project.h"
#include "plan/words.h"
#include "records/slots.h"
#include "system/files.h"

/* ---- finding environments -------------------------------------------------------- */

/* The environment's own name; the project's, if the own name is generic. */
static const char *known_name(const struct env *env)
{
	const char *own = path_base(env->path);

	if (!env->project || !venv_name_is_generic(own) || streq(env->project, "/"))
		return own;
	return path_base(env->project);
}

/* The last two components, "web/.venv": for an environment whose own name is not enough. */
static const char *long_name(const struct env *env)
{
	return path_join(path_base(path_parent(env->path)), path_base(env->path));
}

/*
 * Add the directory PATH, of PROJECT or, for NULL, in the store of TOOL, if it has a pyvenv.cfg or
 * cannot be entered. Returns the environment, valid until the next call, or NULL.
 */
static struct env *add_known(struct known *known, const char *path, const char *project,
			     const char *tool)
{
	struct env env = { .path = path, .tool = tool, .project = project };
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

/* Add the directory PATH, of the project around it. */
static struct env *add_in_project(struct known *known, const char *path)
{
	return add_known(known, path, path_parent(path), NULL);
}

/*
 * Add the environments in DIR, in the store of TOOL, and up to DEPTH levels below: hatch has
 * PROJECT/HASH/NAME, pyenv VERSION/envs/NAME.
 */
static void search_store(struct known *known, const char *dir, unsigned depth, const char *tool)
{
	struct strings names = { 0 };

	if (files_names(dir, &names))
		return;
	for (size_t i = 0; i < names.count; i++) {
		const char *path = path_join(dir, names.list[i]);

		/* ".avenv-...": a command is making that environment. */
		if (!starts_with(names.list[i], ".avenv-") && !path_is_backup(path) &&
		    !add_known(known, path, NULL, tool) && depth)
			search_store(known, path, depth - 1, tool);
	}
}

static void search_stores(struct known *known)
{
	const struct store *const *store = stores;
	struct real_path chain;

	while (*store)
		store++;
	/*
	 * The first store that adds a directory counts as its owner. Begin with the last store: an
	 * environment in WORKON_HOME is virtualenvwrapper's, which comes after pipenv.
	 */
	while (store-- > stores) {
		struct store_place place;

		store_place(*store, &place);
		if (place.dir && place.dir[0] == '/' && !real_path_read(place.dir, &chain))
			search_store(known, chain.path, (*store)->depth, (*store)->tool);
	}
}

static void search_records(struct trust *trust, struct known *known)
{
	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (!r->tree && !r->target && !path_is_backup(r->path))
			add_in_project(known, r->path);
	}
	/* An environment that has a record in its own directory is of that project. */
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->target)
			add_known(known, r->target, path_parent(r->path), NULL);
	}
}

/* Add the environments of this directory's project, allowed or not. */
static void search_pwd(struct context *ctx, struct known *known)
{
	struct env *env = NULL;
	struct slots slots;
	struct verdict found;
	struct real_path project;

	find_pwd(ctx, &found);
	if (!found.candidate.project || real_path_read(found.candidate.project, &project))
		return;
	if (found.venv.path)
		env = add_known(known, found.venv.path, project.path, NULL);
	if (env && env->tool)
		env->project = project.path;
	if (slots_in(&ctx->trust, project.path, false, &slots))
		return;
	for (size_t i = 0; i < slots.count; i++)
		add_in_project(known, slots.list[i].path);
}

static void search_active(struct known *known)
{
	const char *active = settings_path("VIRTUAL_ENV");
	struct real_path chain;
	struct env *env = NULL;

	if (active && !real_path_read(active, &chain))
		env = add_in_project(known, chain.path);
	if (env)
		env->active = true;
}

static int compare_known(const void *a, const void *b)
{
	const struct env *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : strcmp(x->path, y->path);
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
}

/* ---- stores and states of environments ------------------------------------------- */

const char *known_tool(const char *path)
{
	struct known known = { .prefix = path_base(path) };

	search_stores(&known);
	for (size_t i = 0; i < known.count; i++)
		if (streq(known.list[i].path, path))
			return known.list[i].tool;
	return NULL;
}

void known_judge(struct trust *trust, const char *path, bool in_store, struct verdict *found)
{
	find_at(trust, path, false, found);
	/*
	 * An environment in a tool's store needs no record, and one that a link on record leads to
	 * has that record: judge them as if the user had named them.
	 */
	if (verdict_is_unallowed(found) && found->word != WORD_CHANGED &&
	    (in_store || trust_leads_to(trust, path)))
		find_at(trust, path, true, found);
}

/*
 * Set the state of ENV. Returns false if ENV is no environment, or one of another user that is not
 * active.
 */
static bool judge_env(struct trust *trust, struct env *env)
{
	struct verdict *found = env->found = mem_array(1, sizeof(*found));

	known_judge(trust, env->path, env->tool, found);
	env->state = words_of(found)->state;
	env->problem = words_of_fault(found);
	if (!env->project)
		env->project = store_project(trust, env->path, env->tool, &env->gone);
	if (verdict_is_usable(found) && !env->problem) {
		/* The scripts of a moved environment have its old path. */
		env->problem = moved_text(env->path);
		env->state = env->problem ? "moved" : env->state;
	}
	if (!found->venv.path || found->venv.health == NO_CFG)
		return false;
	if (verdict_bar(found) == BAR_OTHER_USER)
		return env->active;
	return venv_is_env(&found->venv) || found->record;
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
