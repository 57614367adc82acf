/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/envs.h"

#include <stdlib.h>

#include "core/find.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "known/envs_seek.h"
#include "known/progress.h"
#include "known/said.h"
#include "known/unseen.h"
#include "mend/relocate.h"

#include "core/banned.h"

/* The same directory side by side, first as what its store says. */
static int compare_sights(const void *a, const void *b)
{
	const struct sight *x = a, *y = b;

	if (x->info.dev != y->info.dev)
		return x->info.dev < y->info.dev ? -1 : 1;
	if (x->info.ino != y->info.ino)
		return x->info.ino < y->info.ino ? -1 : 1;
	if (!x->store != !y->store)
		return x->store ? -1 : 1;
	return strcmp(x->path, y->path);
}

void seek_settle(struct seek *seek)
{
	size_t kept = 0;

	if (seek->count)
		qsort(seek->list, seek->count, sizeof(*seek->list), compare_sights);
	for (size_t i = 0; i < seek->count; i++)
		if (!kept || !file_same(&seek->list[i].info, &seek->list[kept - 1].info))
			seek->list[kept++] = seek->list[i];
	seek->count = kept;
}

const char *env_name(const struct env *env)
{
	const char *own = path_base(env->venv.path);

	if (!env->project || !venv_name_is_generic(own) || streq(env->project, "/"))
		return own;
	return path_base(env->project);
}

/* What a store holds is the user's own doing, as is what is active. */
static bool is_vouched_for(const struct env *env)
{
	return env->verdict != VERDICT_DENIED &&
	       (!env->project || env->active || env->verdict == VERDICT_NEW);
}

static void check_health(struct env *env, const struct found *found)
{
	env->health = "ok";
	switch (found->outcome) {
	case FIND_ENV:
	case FIND_BROKEN:
		env->problem = found->problem;
		break;
	case FIND_REFUSED:
		env->problem = hint_refusal(found);
		env->health = "refused";
		return;
	case FIND_NONE:
	case FIND_UNTRUSTED:
	case FIND_CHANGED:
	case FIND_DENIED:
	case FIND_FOREIGN:
	case FIND_AMBIGUOUS:
		if (is_vouched_for(env))
			venv_check_python(&env->venv);
		else
			env->health = "unknown";
		env->problem = venv_problem(&env->venv);
		break;
	}
	if (env->problem)
		env->health = "broken";
	else if (streq(env->health, "ok") && (env->problem = relocate_moved(env->venv.path)))
		env->health = "moved";
}

/* Returns false for what is no environment, or is nobody's business. */
static bool look(const struct seek *seek, const struct said *said, const struct sight *sight,
		 struct env *env)
{
	struct trust trust = said_of(said, sight->path);
	struct file_info info;
	struct found found;

	find_recorded(&trust, sight->path, &found);
	if (!found.venv.path && file_lstat(sight->path, &info))
		return unseen(sight->path);
	*env = (struct env){
		.venv = found.venv,
		.info = sight->info,
		.project = sight->store ? NULL : found.project_real,
		.source = sight->store ? sight->store : "project",
		.verdict = found.judgement.verdict,
		.active = file_same(&sight->info, &seek->active),
	};
	if (!found.venv.path || found.venv.health == NO_CFG ||
	    (found.outcome == FIND_FOREIGN && !env->active))
		return false;
	env->name = env_name(env);
	/* It is recorded when the user first comes there, if nothing speaks against it. */
	if (env->verdict == VERDICT_NEW) {
		find_named(&trust, sight->path, &found);
		env->venv = found.venv;
	}
	check_health(env, &found);
	return venv_is_env(&env->venv) || env->verdict == VERDICT_ALLOWED ||
	       env->verdict == VERDICT_NEW;
}

static int compare_names(const void *a, const void *b)
{
	const struct env *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : strcmp(x->venv.path, y->venv.path);
}

/* The first of ENVS whose name is not before NAME. */
static size_t lower_bound(const struct envs *envs, const char *name)
{
	size_t from = 0, to = envs->count;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (strcmp(envs->list[mid].name, name) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

/* What is here under a known one's name is what that name would mean. */
static bool hide(void *arg, int fd, const char *name, int type)
{
	const struct envs *envs = arg;
	struct file_info info;

	(void)fd;
	(void)type;
	for (size_t i = lower_bound(envs, name); i < envs->count && streq(envs->list[i].name, name);
	     i++)
		envs->list[i].hidden = venv_exists(name) > 0 && !file_stat(name, &info) &&
				       !file_same(&info, &envs->list[i].info);
	return true;
}

void envs_sort(struct envs *envs)
{
	if (envs->count)
		qsort(envs->list, envs->count, sizeof(*envs->list), compare_names);
	for (size_t i = 0; i < envs->count; i++) {
		struct env *a = &envs->list[i], *b = a + 1;

		if (venv_name_is_generic(a->name))
			a->ambiguous = true;
		if (i + 1 < envs->count && streq(a->name, b->name))
			a->ambiguous = b->ambiguous = true;
	}
	(void)!file_scan(".", hide, envs);
}

void envs_find(struct context *ctx, struct envs *envs)
{
	struct seek seek = { .ctx = ctx };
	struct said said;

	seek_all(&seek);
	seek_settle(&seek);
	said_init(&said, &ctx->trust);
	*envs = (struct envs){ .cut_short = seek.cut_short };
	envs->list = mem_array(seek.count + 1, sizeof(*envs->list));
	for (size_t i = 0; i < seek.count; i++) {
		if (look(&seek, &said, &seek.list[i], &envs->list[envs->count]))
			envs->count++;
		progress_show(seek.dirs, envs->count);
	}
	progress_end();
	envs_sort(envs);
}

const char *env_state(const struct env *env)
{
	if (env->verdict == VERDICT_DENIED)
		return "denied";
	if (env->problem)
		return streq(env->health, "moved") ? env->health : env->problem;
	if (env->verdict == VERDICT_NEW)
		return "new in an allowed tree";
	if (env->verdict == VERDICT_CHANGED)
		return "changed since it was allowed";
	if (env->verdict == VERDICT_NONE && env->project)
		return "not allowed";
	return "ok";
}

const char *env_word(const struct env *env)
{
	/* A dash would make it an option. */
	if (env->ambiguous || env->hidden || env->name[0] == '-')
		return env->venv.path;
	return env->name;
}

const char *env_where(const struct env *env)
{
	if (env->ambiguous)
		return env->venv.path;
	return env->project ? env->project : env->source;
}
