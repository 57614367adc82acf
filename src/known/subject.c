/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/subject.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/path.h"
#include "core/venv.h"
#include "known/here.h"
#include "known/place.h"
#include "known/typed.h"
#include "known/unseen.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/tracked.h"
#include "system/platform.h"
#include "system/tree.h"

#include "core/banned.h"

static bool is_mere_name(const char *name)
{
	return *name && !strchr(name, '/') && !streq(name, ".") && !streq(name, "..");
}

/* One that is gone from the working directory but not from the records. */
static const char *gone_from_here(struct context *ctx, const char *name)
{
	struct file_info info;
	const char *path;

	if (!is_mere_name(name) || !ctx->physical || !file_lstat(name, &info))
		return NULL;
	path = path_join(ctx->physical, name);
	return trust_named(&ctx->trust, ctx->physical, name) ? path : NULL;
}

const char *subject_named(struct context *ctx, const char *name, const struct act *act)
{
	const char *gone = gone_from_here(ctx, name);
	const char *path = gone ? gone : place_named(ctx, name);
	const char *place = path ? place_unfollowed(path) : NULL;

	if (path && !place)
		error_errno("cannot %s '%s'", act->verb, shown(path));
	if (place && !act->asks && is_mere_name(name) && ctx->physical &&
	    !streq(path_parent(place), ctx->physical)) {
		error("'%s' is '%s'; name the path", shown(name), shown(place));
		return NULL;
	}
	return place;
}

static int refuse_link(const char *path, const struct act *act)
{
	char real[PATH_MAX];

	if (!realpath(path, real))
		return error("'%s' is a link that leads nowhere; '%s' %ss it", shown(path),
			     act->tool ? act->tool : "rm", act->tool ? act->verb : "remove");
	if (!act->tool)
		return error("'%s' is a link to '%s'; name that", shown(path), shown(real));
	return error("'%s' is a link to '%s'; 'avenv %s' wants that, '%s' %ss "
		     "the link",
		     shown(path), shown(real), act->verb, act->tool, act->verb);
}

static int check_env(const struct context *ctx, const char *path, const struct file_info *info,
		     const struct act *act)
{
	struct venv venv;

	if (S_ISLNK(info->mode))
		return refuse_link(path, act);
	if (S_ISREG(info->mode) && streq(path_base(path), ".venv"))
		return error("'%s' is a redirect, not an environment; %s "
			     "removes it",
			     shown(path), typed_in(ctx, path_parent(path), "avenv use --clear"));
	if (!S_ISDIR(info->mode))
		return error("'%s' is not an environment: it is not a directory", shown(path));
	venv_read(path, &venv);
	if (!venv_is_env(&venv))
		return error("'%s' is not an environment: %s", shown(path), venv_problem(&venv));
	return 0;
}

int subject_changed(int fd, const char *path)
{
	struct text text;
	struct cfg cfg;
	bool seen = !file_slurp_at(fd, "pyvenv.cfg", FILE_MAX, &text);

	if (!seen && !unseen_is_answer(errno))
		return error_errno("cannot read '%s'", shown(path_join(path, "pyvenv.cfg")));
	if (seen && cfg_parse(text.data, text.len, &cfg))
		return 0;
	return error("'%s' is not an environment any more, and stays as it is", shown(path));
}

/* ".." as often as it takes from DIR to above PATH. */
static const char *way_out(const char *dir, const char *path)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, "..");
	for (const char *p = dir + strlen(path); *p; p++)
		if (*p == '/')
			buf_puts(&b, "/..");
	return b.data;
}

static int check_place(const struct context *ctx, const char *env, const struct act *act)
{
	const char *const dirs[] = { ctx->shell_dir, ctx->physical };
	const char *home = ctx->settings.home;
	char real[PATH_MAX];

	if (home && realpath(home, real))
		home = real;
	if (streq(env, "/") || (home && path_under(home, env)))
		return error("cannot %s '%s': your home directory is in it", act->verb, shown(env));
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		if (dirs[i] && path_under(dirs[i], env))
			return error("this shell is in '%s'; 'cd %s' first", shown(env),
				     way_out(dirs[i], env));
	return 0;
}

/* So that nothing is done where the end of it could not be. */
static int check_mount(const char *path, const struct act *act)
{
	int parent = platform_open_path(path_parent(path));
	bool mount = parent >= 0 && tree_is_mount(parent, path_base(path));

	if (parent >= 0)
		close(parent);
	return mount ? error("cannot %s '%s': it is a mount point", act->verb, shown(path)) : 0;
}

int subject_refused(const struct context *ctx, const char *path, const struct file_info *info,
		    const struct act *act)
{
	uid_t uid = ctx->user.uid;

	if (check_env(ctx, path, info, act) || check_place(ctx, path, act))
		return -1;
	if (uid && info->uid != uid)
		return error("cannot %s '%s': it belongs to somebody else", act->verb, shown(path));
	return check_mount(path, act);
}

bool subject_tracked(const char *path)
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
