/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/place.h"

#include <stdlib.h>

#include "cli/envs.h"
#include "cli/msg.h"
#include "cli/progress.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pathvar.h"

#include "core/banned.h"

const char *place_consequence = "";

static void init_search(struct context *ctx, struct search *search)
{
	*search = (struct search){ .settings = &ctx->settings,
				   .trust = &ctx->trust,
				   .user = ctx->user };
}

void place_find(struct context *ctx, struct trace *trace, struct found *found)
{
	struct search search;

	*found = (struct found){ 0 };
	init_search(ctx, &search);
	search.trace = trace;
	if (ctx->pwd)
		find_env(&search, ctx->pwd, ctx->physical, found);
}

int place_error(const struct context *ctx, const struct found *found)
{
	const char *pwd = ctx->pwd ? ctx->pwd : "";
	struct buf b = BUF_INIT;

	if (ctx->trust.closed) {
		hint_store(&b, &ctx->trust);
		return error("%s%s", b.data, place_consequence);
	}
	switch (found->outcome) {
	case FIND_NONE:
		if (!ctx->pwd)
			return error("the working directory no longer exists");
		return error("no environment in '%s' or above; "
			     "'avenv create' makes one%s",
			     shown(pwd), place_consequence);
	case FIND_DENIED:
		return error("'%s' is denied by the record of '%s'; "
			     "'avenv allow' takes that back",
			     shown(found->candidate.path),
			     shown(found->judgement.by->path));
	case FIND_FOREIGN:
		return error("'%s' belongs to somebody else; "
			     "'avenv allow --shared' accepts that",
			     shown(found->candidate.path));
	case FIND_ENV:
	case FIND_UNTRUSTED:
	case FIND_CHANGED:
	case FIND_REFUSED:
	case FIND_BROKEN:
	case FIND_AMBIGUOUS:
		break;
	}
	hint_text(&b, found, pwd);
	return error("%s%s", b.data, place_consequence);
}

/* An ENV that was named: nothing was to be turned on. */
static int named_error(const char *path, const struct found *found)
{
	if (found->outcome == FIND_REFUSED)
		return error("'%s' is not used: '%s' %s", shown(path),
			     shown(found->refused_path), hint_refusal(found));
	return error("'%s' cannot be used: %s", shown(path), found->problem);
}

/* NAME is here and is an environment, or a link to one. */
static bool is_here(const char *name)
{
	struct file_info info;

	return !file_stat(path_join(name, "pyvenv.cfg"), &info);
}

/* NAME as the working directory has it; NULL, said, where that is gone. */
static const char *from_here(const struct context *ctx, const char *name)
{
	if (ctx->pwd || name[0] == '/')
		return path_join(ctx->pwd ? ctx->pwd : "/", name);
	error("the working directory no longer exists");
	return NULL;
}

const char *place_named(struct context *ctx, const char *name)
{
	const struct envs_want want = { .progress = progress_show };
	const struct env *env = NULL;
	struct file_info info;
	struct envs envs;
	size_t count;

	if (!*name) {
		error("an empty name is no environment");
		return NULL;
	}
	if (strchr(name, '/') || is_here(name))
		return from_here(ctx, name);
	envs_find(ctx, &want, &envs);
	progress_end();
	count = envs_match(&envs, name, &env);
	if (count == 1)
		return env->venv.path;
	/* What is wrong with it, its path will tell. */
	if (!count && !file_lstat(name, &info))
		return from_here(ctx, name);
	envs_complain(&envs, name);
	return NULL;
}

int place_env(struct context *ctx, const char *name, struct found *found)
{
	struct file_info info;
	struct search search;
	const char *path;

	if (!name) {
		place_find(ctx, NULL, found);
		if (found->outcome == FIND_ENV)
			return 0;
		return place_error(ctx, found);
	}
	path = place_named(ctx, name);
	if (!path)
		return -1;
	if (file_stat(path, &info))
		return error_errno("cannot use '%s'", shown(path));
	init_search(ctx, &search);
	find_named(&search, path, found);
	if (found->outcome == FIND_ENV)
		return 0;
	return named_error(path, found);
}

const char *place_path(const struct found *found)
{
	const char *active = getenv("VIRTUAL_ENV"), *ours = getenv("AVENV_ENV");
	const char *path = getenv("PATH");

	if (path && is_set(active))
		path = pathvar_remove(path, pathvar_of_env(path, active),
				      false);
	if (path && is_set(ours) && !(active && streq(active, ours)))
		path = pathvar_remove(path, pathvar_of_env(path, ours), false);
	return pathvar_prepend(path, venv_bin(&found->venv));
}
