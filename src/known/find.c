/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where known environments are sought. */
#include <stdlib.h>
#include <sys/stat.h>

#include "core/find.h"
#include "core/mem.h"
#include "core/path.h"
#include "finders/store.h"
#include "known/here.h"
#include "known/known.h"
#include "known/walk.h"

#include "core/banned.h"

enum {
	DEPTH_MAX = 32,
};

struct seek {
	struct context *ctx;
	struct known *known;
	struct walk walk;
	/** the tool whose store is searched; NULL: none */
	const char *store;
};

static const char *name_of(const struct env *env)
{
	const char *own = path_base(env->path);

	if (!env->project || !venv_name_is_generic(own) || streq(env->project, "/"))
		return own;
	return path_base(env->project);
}

static void add(void *arg, const char *path, const struct file_info *info)
{
	const struct seek *seek = arg;
	struct known *known = seek->known;
	struct env env = { .path = path,
			   .info = *info,
			   .source = seek->store ? seek->store : "project",
			   .project = seek->store ? NULL : path_parent(path) };

	for (size_t i = 0; i < known->count; i++)
		if (file_same(&known->list[i].info, info))
			return;
	env.name = name_of(&env);
	known->list = mem_grow(known->list, known->count, &known->room, sizeof(env));
	known->list[known->count++] = env;
}

/* Add the directory PATH, or nothing for NULL, if it has a pyvenv.cfg. */
static void add_path(struct seek *seek, const char *path)
{
	struct file_info info;

	if (path && !file_lstat(path, &info) && S_ISDIR(info.mode) && venv_exists(path) > 0)
		add(seek, path, &info);
}

/* A link or redirect leads where the records allow it. */
static void on_dir(void *arg, const struct walk_dir *dir)
{
	struct seek *seek = arg;
	struct found found;

	if (!dir->pointer || seek->store)
		return;
	find_in(&seek->ctx->trust, dir->path, &found);
	add_path(seek, found.venv.path);
}

/* The environments in DIR, and those up to DEPTH levels below. */
static void search(struct seek *seek, const char *dir, unsigned depth)
{
	struct chain chain;

	seek->walk.depth_max = depth;
	seek->walk.cut_short = false;
	if (!chain_of(dir, &chain))
		walk_below(&seek->walk, chain.path);
}

static void search_stores(struct seek *seek)
{
	static const struct {
		const struct store *store;
		const char *below;
		unsigned depth;
	} places[] = {
		{ &store_virtualenvwrapper, "", 0 },
		{ &store_poetry, "virtualenvs", 0 },
		{ &store_pipenv, "", 0 },
		{ &store_pdm, "", 0 },
		/* env/virtual/PROJECT/HASH/NAME */
		{ &store_hatch, "env/virtual", 2 },
		/* versions/NAME and versions/VERSION/envs/NAME */
		{ &store_pyenv, "versions", 2 },
	};
	const struct search home = { .trust = &seek->ctx->trust };

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		const struct store *store = places[i].store;
		const char *place = settings_path(store->variable), *below = places[i].below;

		/* POETRY_VIRTUALENVS_PATH is the directory itself. */
		if (place && store == &store_poetry)
			below = "";
		if (!place)
			place = store_user_dir(&home, store->xdg, store->dir, store->rest);
		if (!place)
			continue;
		seek->store = store->tool;
		search(seek, path_clean(path_join(place, below)), places[i].depth);
	}
	seek->store = NULL;
}

static void search_records(struct seek *seek)
{
	struct trust *trust = &seek->ctx->trust;

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (!r->tree) {
			add_path(seek, r->target ? r->target : r->path);
		} else if (!r->deny) {
			search(seek, r->path, DEPTH_MAX);
			seek->known->cut_short |= seek->walk.cut_short;
		}
	}
}

/* What this directory's project has, whether allowed or not. */
static void search_here(struct seek *seek)
{
	struct found found;

	here_find(seek->ctx, &found);
	add_path(seek, found.venv.path);
	if (found.candidate.project)
		search(seek, found.candidate.project, 0);
}

static void mark_active(struct seek *seek)
{
	const char *active = getenv("VIRTUAL_ENV");
	struct chain chain;

	if (!active || active[0] != '/' || chain_of(active, &chain))
		return;
	add_path(seek, chain.path);
	for (size_t i = 0; i < seek->known->count; i++)
		seek->known->list[i].active =
			file_same(&seek->known->list[i].info, &chain_end(&chain)->info);
}

static int compare(const void *a, const void *b)
{
	const struct env *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : strcmp(x->path, y->path);
}

void known_find(struct context *ctx, size_t looks, struct known *known)
{
	struct seek seek = { .ctx = ctx,
			     .known = known,
			     .walk = { .settings = &ctx->settings,
				       .env = add,
				       .dir = on_dir,
				       .arg = &seek,
				       .looks = looks } };

	*known = (struct known){ 0 };
	search_stores(&seek);
	search_here(&seek);
	search_records(&seek);
	mark_active(&seek);
	if (known->count)
		qsort(known->list, known->count, sizeof(*known->list), compare);
	for (size_t i = 0; i < known->count; i++) {
		struct env *a = &known->list[i], *b = a + 1;

		if (venv_name_is_generic(a->name))
			a->ambiguous = true;
		if (i + 1 < known->count && streq(a->name, b->name))
			a->ambiguous = b->ambiguous = true;
	}
}
