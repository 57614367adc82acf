/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/protect.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/path.h"
#include "core/venv.h"
#include "known/here.h"
#include "known/reason.h"
#include "known/target.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/tracked.h"

#include "core/banned.h"

const char *protect_find(struct context *ctx, const char *env, const char *verb, bool asked)
{
	struct found found;
	const char *path;

	if (target_find(ctx, env, &found))
		return NULL;
	if (found.outcome == FIND_AMBIGUOUS) {
		reason_error(ctx, &found);
		return NULL;
	}
	path = target_unfollowed(found.candidate.path);
	if (!path)
		error_errno("cannot %s '%s'", verb, shown(found.candidate.path));
	/* The same command again must not act on another one. */
	if (!path || asked || strchr(env, '/') || env[0] == '.' || !ctx->physical ||
	    streq(path_parent(path), ctx->physical))
		return path;
	error("'%s' is '%s'; name the path", shown(env), shown(path));
	return NULL;
}

static int check_env(const struct context *ctx, const char *path, const struct file_info *info)
{
	char real[PATH_MAX];
	struct venv venv;

	if (S_ISLNK(info->mode))
		return realpath(path, real) ?
			       error("'%s' is a link to '%s'; name that", shown(path),
				     shown(real)) :
			       error("'%s' is a link that leads nowhere; %s removes it",
				     shown(path), paste_command("rm", path));
	if (S_ISREG(info->mode) && streq(path_base(path), ".venv"))
		return error("'%s' is a redirect, not an environment; %s removes it", shown(path),
			     paste_quoted(here_line(ctx, path_parent(path), "avenv use --clear")));
	venv_read(path, &venv);
	if (lost_cfg(&venv))
		return error("'%s' is not an environment: %s; %s says what mends it", shown(path),
			     venv_problem(&venv), here_command(ctx, "avenv doctor", path));
	if (venv.health == NO_CFG)
		return error("no environment in '%s'", shown(path));
	return venv_is_env(&venv) ?
		       0 :
		       error("'%s' is not an environment: %s", shown(path), venv_problem(&venv));
}

static int check_place(const struct context *ctx, const char *env, const char *verb)
{
	const char *const dirs[] = { ctx->shell_dir, ctx->physical };
	const char *home = ctx->settings.home;
	char real[PATH_MAX];

	if (home && realpath(home, real))
		home = real;
	if (streq(env, "/") || (home && path_under(home, env)))
		return error("cannot %s '%s': your home directory is in it", verb, shown(env));
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		if (dirs[i] && path_under(dirs[i], env))
			return error("this shell is in '%s'; %s first", shown(env),
				     paste_command("cd", path_parent(env)));
	return 0;
}

int protect_check(const struct context *ctx, const char *path, struct file_info *info,
		  const char *verb)
{
	uid_t uid = ctx->user.uid;

	if (file_lstat(path, info))
		return error_errno("cannot %s '%s'", verb, shown(path));
	if (check_env(ctx, path, info) || check_place(ctx, path, verb))
		return -1;
	if (uid && info->uid != uid)
		return error("cannot %s '%s': it belongs to another user", verb, shown(path));
	return 0;
}

bool protect_tracked(const char *path)
{
	const char *why = NULL;
	enum git_tracking is = tracked_look(path, &why);

	/* Without a clear answer the user knows better. */
	if (is == GIT_UNTRACKED || is == GIT_UNKNOWN)
		return false;
	if (is == GIT_REPOSITORY)
		error("%s", why);
	else
		error("%s; %s ends that", why, paste_quoted(tracked_end_line(path)));
	return true;
}
