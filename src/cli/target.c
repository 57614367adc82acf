/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/target.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/here.h"
#include "cli/place.h"
#include "core/cwd.h"
#include "core/find.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

bool target_is_home(const struct settings *settings, const char *dir)
{
	const char *home = settings->home;
	struct chain chain;

	return streq(dir, "/") || (home && streq(dir, home)) ||
	       (home && !chain_of(home, &chain) && streq(dir, chain.path));
}

/* ARG as an absolute path, with links and ".." as they are. */
static const char *way_of(const char *arg)
{
	const char *cwd = arg[0] == '/' ? "/" : cwd_physical();

	return cwd ? path_join(cwd, arg) : NULL;
}

int target_dir(const char *arg, struct target *target)
{
	char *real = mem_alloc(PATH_MAX);

	*target = (struct target){ .way = way_of(arg) };
	if (!realpath(arg, real) || chain_of(real, &target->chain))
		return error_errno("cannot find '%s'", shown(arg));
	if (!S_ISDIR(chain_end(&target->chain)->info.mode))
		return error("'%s' is not a directory", shown(arg));
	return 0;
}

bool target_leads(struct context *ctx, const char *path, const char *project)
{
	struct file_info info;
	struct found found;

	if (file_lstat(path, &info) || !S_ISLNK(info.mode))
		return false;
	find_in(&ctx->trust, project, &found);
	return found.candidate.name && streq(found.candidate.name, path_base(path));
}

/* The environment that the shell stands in, a real path; or NULL. */
static const char *around(const struct context *ctx, const struct found *found)
{
	const char *path = found->venv.path;

	return path && path_under(ctx->physical, path) ? path : NULL;
}

int target_here(struct context *ctx, struct target *target)
{
	const char *env;
	struct found found;

	if (!ctx->physical)
		return place_lost_error();
	here_find(ctx, NULL, &found);
	if (found.candidate.blind) {
		errno = found.candidate.blind;
		return error_errno("cannot look at '%s'", shown(found.candidate.path));
	}
	if (!found.candidate.project)
		return target_dir(ctx->physical, target);
	env = around(ctx, &found);
	if (target_dir(found.candidate.project, target))
		return -1;
	if (env && target_leads(ctx, found.candidate.path, target->chain.path)) {
		target->led = env;
	} else if (env) {
		if (target_dir(env, target))
			return -1;
		target->env = true;
	}
	/* The shell stands in it, whatever leads there by now. */
	if (path_under(ctx->physical, target->chain.path))
		target->way = NULL;
	return 0;
}

/* A link or file called .venv speaks of where it stands, not of its end. */
static bool is_pointer(const struct settings *settings, const char *arg)
{
	struct file_info info;

	return settings_name_is_fixed(settings, path_base(arg)) && !file_lstat(arg, &info) &&
	       (S_ISLNK(info.mode) || S_ISREG(info.mode));
}

int target_named(struct context *ctx, const char *arg, struct target *target)
{
	struct venv venv;
	const char *path;

	arg = path_trimmed(arg);
	if (is_pointer(&ctx->settings, arg))
		return target_dir(strchr(arg, '/') ? path_parent(arg) : ".", target);
	if (target_dir(arg, target))
		return -1;
	path = target->chain.path;
	venv_read(path, &venv);
	if (!venv_is_env(&venv))
		return 0;
	if (settings_name_is_fixed(&ctx->settings, path_base(path))) {
		const char *way = target->way;
		int ret = target_dir(path_parent(path), target);

		target->way = way;
		return ret;
	}
	target->env = true;
	return 0;
}

int target_typed(struct context *ctx, const char *arg, bool tree, struct target *target)
{
	if (!arg)
		return target_here(ctx, target);
	return tree ? target_dir(arg, target) : target_named(ctx, arg, target);
}
