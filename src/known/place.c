/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/place.h"
#include "known/here.h"
#include "known/learn.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/find.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "known/envs.h"
#include "known/typed.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/slots.h"

#include "core/banned.h"

const char *place_real(const char *path)
{
	char real[PATH_MAX];

	if (realpath(path, real))
		return mem_dups(real);
	if (!realpath(path_parent(path), real))
		return NULL;
	return path_join(real, path_base(path));
}

const char *place_unfollowed(const char *path)
{
	const char *base;
	char real[PATH_MAX];

	path = path_trimmed(path);
	base = path_base(path);
	/* Those two have no name of their own. */
	if (streq(base, ".") || streq(base, "..") || streq(base, "/"))
		return realpath(path, real) ? mem_dups(real) : NULL;
	if (!realpath(path_parent(path), real))
		return NULL;
	return path_join(real, base);
}

/* An ENV that was named: nothing was to be turned on. */
static int named_error(const char *path, const struct found *found)
{
	if (found->outcome == FIND_REFUSED)
		return error("'%s' is not used: '%s' %s", shown(path), shown(found->refused_path),
			     hint_refusal(found));
	return error("'%s' cannot be used: %s", shown(path), found->problem);
}

const char *place_from_here(const struct context *ctx, const char *name)
{
	if (ctx->pwd || name[0] == '/')
		return path_join(ctx->pwd ? ctx->pwd : "/", name);
	place_lost_error();
	return NULL;
}

/* The user's word is that the environment called NAME here may be used. */
static bool is_allowed_here(struct context *ctx, const struct chain *chain, const char *name)
{
	struct candidate c;
	struct found found;

	/* What a slot here leads to counts as it does there. */
	if (!ctx->physical || !slot_named(ctx->physical, name, &c))
		return false;
	find_slot(&ctx->trust, &c, &found);
	return found.judgement.verdict == VERDICT_ALLOWED && streq(found.venv.path, chain->path);
}

/*
 * What lies here may have come with a clone, and have the name of one that the
 * user knows: unless he said so, it is not what he means.
 */
static const char *named_here(struct context *ctx, const char *name)
{
	const char *path = place_from_here(ctx, name);
	struct chain chain;
	struct envs envs;

	if (!path || venv_name_is_generic(name) || chain_of(path, &chain) ||
	    is_allowed_here(ctx, &chain, name))
		return path;
	envs_find(ctx, &envs);
	for (size_t i = 0; i < envs.count; i++) {
		const struct env *env = &envs.list[i];

		if (!streq(env->name, name) || streq(env->venv.path, chain.path))
			continue;
		error("'%s' could be './%s' or '%s'; name the path", shown(name), shown(name),
		      shown(env->venv.path));
		return NULL;
	}
	return path;
}

const char *place_named(struct context *ctx, const char *name)
{
	const struct env *env = NULL;
	struct file_info info;
	struct envs envs;
	size_t count;

	if (!*name) {
		error("an empty name is not an environment");
		return NULL;
	}
	if (strchr(name, '/'))
		return place_from_here(ctx, name);
	if (venv_exists(name) > 0)
		return named_here(ctx, name);
	envs_find(ctx, &envs);
	count = envs_match(&envs, name, &env);
	if (count == 1)
		return env->venv.path;
	/* What is wrong with it, its path will tell. */
	if (!count && !file_lstat(name, &info))
		return place_from_here(ctx, name);
	if (!count && envs_begin(&envs, name, &env) == 1)
		return env->venv.path;
	envs_complain(&envs, name);
	return NULL;
}

bool place_project(struct context *ctx, const char *name, struct found *found)
{
	const struct env *env;
	struct file_info info;
	struct envs envs;
	struct chain chain;

	if (!*name || file_stat(name, &info) || !S_ISDIR(info.mode) || venv_exists(name) > 0)
		return false;
	if (!strchr(name, '/')) {
		envs_find(ctx, &envs);
		if (envs_match(&envs, name, &env))
			return false;
	}
	name = place_from_here(ctx, name);
	if (!name || chain_of(name, &chain))
		return false;
	find_in(&ctx->trust, chain.path, found);
	return found->outcome != FIND_NONE;
}

/* The project at NAME has an environment that is not to be used. */
static int project_error(const char *name, const struct found *found)
{
	struct buf b = BUF_INIT;

	if (found->outcome == FIND_BROKEN || found->outcome == FIND_REFUSED)
		return named_error(found->candidate.path, found);
	if (found->outcome == FIND_AMBIGUOUS) {
		hint_several(&b, found->candidate.several);
		return error("%s are in '%s'; name one of them", b.data, shown(name));
	}
	return error("'%s' in '%s' is not allowed; %s allows it",
		     shown(path_base(found->candidate.path)), shown(name),
		     paste_command("avenv allow", name));
}

/* The user's word is that what lies at PATH is to be used. */
static int use_named(struct context *ctx, const char *path, struct found *found)
{
	struct file_info info;

	if (file_stat(path, &info))
		return error_errno("cannot use '%s'", shown(path));
	find_named(&ctx->trust, path, found);
	if (found->outcome == FIND_ENV)
		return 0;
	return named_error(path, found);
}

static int env_named(struct context *ctx, const char *name, struct found *found)
{
	const char *path;

	if (place_project(ctx, name, found))
		return found->outcome == FIND_ENV ? 0 : project_error(name, found);
	path = place_named(ctx, name);
	return path ? use_named(ctx, path, found) : -1;
}

/* What this directory gives; in a tree that is allowed it is recorded, as the hook does it. */
static void find_given(struct context *ctx, struct found *found)
{
	here_find(ctx, found);
	if (found->judgement.verdict != VERDICT_NEW)
		return;
	learn(ctx, found->venv.path, true);
	here_find(ctx, found);
}

int place_env(struct context *ctx, const char *name, struct found *found)
{
	if (name)
		return env_named(ctx, name, found);
	find_given(ctx, found);
	if (found->outcome == FIND_ENV)
		return 0;
	return place_error(ctx, found);
}

/* The one that is on in this shell; NULL: none, or it is gone. */
static const char *active_env(void)
{
	const char *active = getenv("VIRTUAL_ENV");

	return is_set(active) && active[0] == '/' && venv_exists(active) > 0 ? active : NULL;
}

int place_env_or_active(struct context *ctx, const char *name, struct found *found)
{
	const char *path;

	if (name)
		return env_named(ctx, name, found);
	find_given(ctx, found);
	path = found->outcome == FIND_NONE ? active_env() : NULL;
	if (path)
		return use_named(ctx, path, found);
	return found->outcome == FIND_ENV ? 0 : place_error(ctx, found);
}

/* The environment at PATH, however it is. */
static int look_at(const char *path, struct venv *venv)
{
	const char *real = place_real(path);
	struct file_info info;

	if (!real || file_lstat(real, &info))
		return error_errno("cannot look at '%s'", shown(path));
	venv_read(real, venv);
	if (venv->health == NO_CFG)
		return error("'%s' is not an environment: there is no "
			     "pyvenv.cfg in it",
			     shown(path));
	return 0;
}

int place_look(struct context *ctx, const char *name, struct venv *venv)
{
	struct found found;
	const char *path;

	if (name && place_project(ctx, name, &found))
		return look_at(found.venv.path ? found.venv.path : found.candidate.path, venv);
	if (name) {
		/* What only looks may look at what came with a clone. */
		path = *name && !strchr(name, '/') && venv_exists(name) > 0 ?
			       place_from_here(ctx, name) :
			       place_named(ctx, name);
		return path ? look_at(path, venv) : -1;
	}
	here_find(ctx, &found);
	if (found.outcome != FIND_FOREIGN && found.venv.path)
		return look_at(found.venv.path, venv);
	path = active_env();
	if (found.outcome == FIND_NONE && path)
		return look_at(path, venv);
	if (!ctx->trust.closed &&
	    (found.outcome == FIND_UNTRUSTED || found.outcome == FIND_CHANGED))
		return place_unfollowed_error(ctx, &found);
	return place_error(ctx, &found);
}

/* Where the shell stands, a command without ENV is about the one at PATH. */
static bool is_given(struct context *ctx, const char *path)
{
	struct found found;
	const char *real;

	if (typed_elsewhere(ctx))
		return false;
	here_find(ctx, &found);
	if (found.outcome == FIND_FOREIGN || !found.venv.path)
		return false;
	real = place_real(found.venv.path);
	return real && streq(real, path);
}

int place_check_empty(const char *name)
{
	return *name ? 0 : error("an empty name is not a directory");
}

const char *place_line(struct context *ctx, const char *command, const char *path)
{
	return is_given(ctx, path) ? paste_quoted(command) : paste_command(command, path);
}

const char *place_path(const struct found *found)
{
	const char *active = getenv("VIRTUAL_ENV"), *ours = getenv("AVENV_ENV");
	const char *path = getenv("PATH");

	if (path && is_set(active))
		path = pathvar_remove(path, pathvar_of_env(path, active), false);
	if (path && is_set(ours) && !(active && streq(active, ours)))
		path = pathvar_remove(path, pathvar_of_env(path, ours), false);
	return pathvar_prepend(path, venv_bin(&found->venv));
}
