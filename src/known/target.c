/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/target.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/search.h"
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
	bool whole = streq(base, ".") || streq(base, "..") || streq(base, "/");

	if (!realpath(whole ? path : path_parent(path_trimmed(path)), real))
		return NULL;
	return whole ? mem_dups(real) : path_join(real, base);
}

const char *target_path(const struct context *ctx, const char *word)
{
	if (!*word)
		error("the name of an environment or a directory is empty");
	else if (*word != '/' && !ctx->pwd)
		error("%s", here_lost);
	else
		return path_join(ctx->pwd ? ctx->pwd : "/", word);
	return NULL;
}

static int target_here(struct context *ctx, struct target *t)
{
	struct found found;

	if (!ctx->physical)
		return error("%s", here_lost);
	here_find(ctx, &found);
	t->dir = target_real(found.candidate.project ? found.candidate.project : ctx->physical);
	if (found.venv.path && path_under(ctx->physical, found.venv.path))
		t->name = found.candidate.name;
	return t->dir ? 0 : error_errno("cannot find '%s'", shown(found.candidate.project));
}

int target_of(struct context *ctx, const char *word, struct target *t)
{
	struct file_info info;
	struct candidate c;
	const char *path;

	*t = (struct target){ 0 };
	if (!word)
		return target_here(ctx, t);
	path = target_path(ctx, word);
	if (!path)
		return -1;
	t->path = target_unfollowed(path);
	if (!t->path)
		return error_errno("cannot find '%s'", shown(word));
	/* By such a name a link or file is a slot: its record says where it may lead. */
	if (settings_name_is_fixed(&ctx->settings, path_base(t->path)) &&
	    slot_named(path_parent(t->path), path_base(t->path), &c) && c.pointer) {
		t->dir = c.project;
		t->name = c.name;
		return 0;
	}
	if (file_stat(path, &info))
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

const char *target_slot(const struct target *target)
{
	return target->name ? path_join(target->dir, target->name) : target->dir;
}

/* ---- environments ---------------------------------------------------------------- */

/* The environment of the project DIR; NULL: of this directory. In an allowed tree it is recorded. */
static void find_project(struct context *ctx, const char *dir, struct found *found)
{
	for (int looks = 0; looks < 2; looks++) {
		if (dir)
			find_in(&ctx->trust, dir, found);
		else
			here_find(ctx, found);
		if (found->judgement.verdict != VERDICT_NEW)
			return;
		learn(ctx, found->venv.path, true);
	}
}

/* This directory's; else the one that is on in the shell, if it still exists. */
static void find_here(struct context *ctx, struct found *found)
{
	const char *active = getenv("VIRTUAL_ENV");

	find_project(ctx, NULL, found);
	if (found->outcome == FIND_NONE && is_set(active) && active[0] == '/' &&
	    venv_exists(active) > 0)
		find_at(&ctx->trust, active, true, found);
}

int target_find(struct context *ctx, const char *env, struct found *found)
{
	struct candidate c;
	struct target t;
	const char *path;

	if (!env) {
		find_here(ctx, found);
		return 0;
	}
	env = known_path(ctx, env);
	path = env ? target_path(ctx, env) : NULL;
	if (!path)
		return -1;
	if (file_exists(AT_FDCWD, path) == 0 && (path = target_unfollowed(path))) {
		find_at(&ctx->trust, path, true, found);
		return 0;
	}
	if (target_of(ctx, env, &t))
		return -1;
	if (!t.name)
		find_project(ctx, t.dir, found);
	else if (slot_named(t.dir, t.name, &c) && c.pointer == POINTER_REDIRECT)
		find_judge(&ctx->trust, &c, false, found);
	else
		find_at(&ctx->trust, t.path, true, found);
	/* FOUND then says what the directory lacks. */
	if (found->outcome == FIND_NONE)
		find_at(&ctx->trust, t.path, true, found);
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
	if (!found.venv.path || found.venv.health == NO_CFG ||
	    (!env && found.outcome == FIND_FOREIGN) || chain_of(found.venv.path, &chain))
		return reason_error(ctx, &found);
	venv_read(chain.path, venv);
	return 0;
}
