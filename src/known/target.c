/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/target.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/find.h"
#include "core/mem.h"
#include "core/path.h"
#include "known/here.h"
#include "known/known.h"
#include "known/learn.h"
#include "known/reason.h"
#include "print/msg.h"
#include "records/slots.h"

#include "core/banned.h"

/* ---- paths --------------------------------------------------------------------- */

const char *target_real(const char *path)
{
	char real[PATH_MAX];

	return realpath(path, real) ? mem_dups(real) : target_unfollowed(path);
}

const char *target_unfollowed(const char *path)
{
	const char *base = path_base(path_trimmed(path));
	char real[PATH_MAX];

	/* These have no name of their own. */
	if (streq(base, ".") || streq(base, "..") || streq(base, "/"))
		return realpath(path, real) ? mem_dups(real) : NULL;
	return realpath(path_parent(path_trimmed(path)), real) ? path_join(real, base) : NULL;
}

const char *target_path(const struct context *ctx, const char *word)
{
	const char *lost = *word == '/' ? NULL : here_lost(ctx->pwd);

	if (!*word)
		error("the name of an environment or a directory is empty");
	else if (lost && !ctx->pwd)
		error("%s", lost);
	else
		return path_join(ctx->pwd ? ctx->pwd : "/", word);
	return NULL;
}

const char *target_dir(const char *word)
{
	char real[PATH_MAX];
	struct file_info info;

	if (!realpath(word, real) || file_lstat(real, &info)) {
		error_errno("cannot find '%s'", shown(word));
		return NULL;
	}
	if (S_ISDIR(info.mode))
		return mem_dups(real);
	error("'%s' is not a directory", shown(word));
	return NULL;
}

const char *target_slot(const struct target *target)
{
	return target->name ? path_join(target->dir, target->name) : target->dir;
}

/* ---- words --------------------------------------------------------------------- */

/* A known environment called NAME that is not the one in the working directory; or NULL. */
static const struct env *other(const struct known *known, const char *name)
{
	struct file_info here = { 0 };

	if (file_stat(name, &here))
		here.ino = 0;
	for (size_t i = 0; i < known->count; i++)
		if (streq(known->list[i].name, name) && !file_same(&known->list[i].info, &here))
			return &known->list[i];
	return NULL;
}

/*
 * The path of what NAME means. An environment in the working directory may have come with a
 * clone: it never stands for a known one of the same name, nor does a known one for it, not even
 * once it was removed from here.
 */
static const char *path_of_name(struct context *ctx, const char *name)
{
	bool here = venv_exists(name) > 0 ||
		    (ctx->physical && trust_named(&ctx->trust, ctx->physical, name));
	const struct env *env;
	struct known known;

	known_find(ctx, KNOWN_ALL, &known);
	env = here ? other(&known, name) : NULL;
	if (env) {
		error("'%s' could be './%s' or '%s'; name the path", shown(name), shown(name),
		      shown(env->path));
		return NULL;
	}
	if (!here && known_match(&known, name, false, &env) == 1)
		return env->path;
	if (here || (!env && file_exists(AT_FDCWD, name) > 0))
		return name;
	if (!env && known_match(&known, name, true, &env) == 1)
		return env->path;
	known_complain(&known, name);
	return NULL;
}

/* What ENV means as a path; NULL, having said why it means nothing. */
static const char *path_of(struct context *ctx, const char *env)
{
	bool is_path = !*env || strchr(env, '/') || streq(env, ".") || streq(env, "..");

	return is_path || settings_name_is_fixed(&ctx->settings, env) || venv_name_is_generic(env) ?
		       env :
		       path_of_name(ctx, env);
}

/* A link or a file by a name that finders know is a slot: its record says where it may lead. */
static bool is_pointer(struct context *ctx, const struct target *t)
{
	struct candidate c;

	return settings_name_is_fixed(&ctx->settings, path_base(t->path)) &&
	       slot_named(path_parent(t->path), path_base(t->path), &c) && c.pointer;
}

static int target_here(struct context *ctx, struct target *t)
{
	struct found found;

	if (!ctx->physical)
		return error("%s", here_lost(NULL));
	here_find(ctx, &found);
	if (found.candidate.blind) {
		errno = found.candidate.blind;
		return error_errno("cannot look at '%s'", shown(found.candidate.path));
	}
	t->dir = target_real(found.candidate.project ? found.candidate.project : ctx->physical);
	if (!t->dir)
		return error_errno("cannot find '%s'", shown(found.candidate.project));
	if (found.venv.path && path_under(ctx->physical, found.venv.path))
		t->name = found.candidate.name;
	t->path = t->name ? path_join(t->dir, t->name) : t->dir;
	return 0;
}

int target_of(struct context *ctx, const char *word, struct target *t)
{
	struct file_info info;
	const char *path;

	*t = (struct target){ 0 };
	if (!word)
		return target_here(ctx, t);
	path = target_path(ctx, word);
	if (!path)
		return -1;
	t->path = target_unfollowed(path);
	if (t->path && is_pointer(ctx, t)) {
		t->dir = path_parent(t->path);
		t->name = path_base(t->path);
		return 0;
	}
	if (!t->path || file_stat(path, &info))
		return error_errno("cannot find '%s'", shown(word));
	if (!S_ISDIR(info.mode))
		return error("'%s' is not a directory", shown(word));
	t->dir = target_real(path);
	if (venv_exists(t->dir) > 0) {
		t->name = path_base(t->dir);
		t->dir = path_parent(t->dir);
	}
	return 0;
}

/* ---- environments ---------------------------------------------------------------- */

/* This directory's; else the one that is on in the shell, if it still exists. */
static void find_here(struct context *ctx, struct found *found)
{
	const char *active = getenv("VIRTUAL_ENV");

	here_find(ctx, found);
	/* At the next prompt the hook would record it. */
	if (found->judgement.verdict == VERDICT_NEW) {
		learn(ctx, found->venv.path, true);
		here_find(ctx, found);
	}
	if (found->outcome == FIND_NONE && is_set(active) && active[0] == '/' &&
	    venv_exists(active) > 0)
		find_named(&ctx->trust, active, found);
}

int target_find(struct context *ctx, const char *env, struct found *found)
{
	const char *path;
	struct candidate c;
	struct target t;

	if (!env) {
		find_here(ctx, found);
		return 0;
	}
	env = path_of(ctx, env);
	path = env ? target_path(ctx, env) : NULL;
	if (!path)
		return -1;
	t.path = target_unfollowed(path);
	if (t.path && file_exists(AT_FDCWD, t.path) == 0) {
		find_named(&ctx->trust, t.path, found);
		return 0;
	}
	if (target_of(ctx, env, &t))
		return -1;
	if (!t.name)
		find_in(&ctx->trust, t.dir, found);
	else if (slot_named(t.dir, t.name, &c) && c.pointer == POINTER_REDIRECT)
		find_slot(&ctx->trust, &c, found);
	else
		find_named(&ctx->trust, t.path, found);
	/* FOUND then says what the directory lacks. */
	if (found->outcome == FIND_NONE)
		find_named(&ctx->trust, t.path, found);
	return 0;
}

int target_use(struct context *ctx, const char *env, struct found *found)
{
	if (target_find(ctx, env, found))
		return -1;
	return found->outcome == FIND_ENV ? 0 : reason_error(ctx, found);
}

int target_look(struct context *ctx, const char *env, struct venv *venv)
{
	struct found found;
	struct chain chain;

	if (target_find(ctx, env, &found))
		return -1;
	if (!found.venv.path || (!env && found.outcome == FIND_FOREIGN) ||
	    chain_of(found.venv.path, &chain))
		return reason_error(ctx, &found);
	venv_read(chain.path, venv);
	return venv->health == NO_CFG ? reason_error(ctx, &found) : 0;
}
