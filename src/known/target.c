/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/target.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "known/here.h"
#include "known/place.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

const char *target_path(const struct target *target)
{
	return target->name ? path_join(target->chain.path, target->name) : target->chain.path;
}

int target_dir(const char *arg, struct target *target)
{
	char *real = mem_alloc(PATH_MAX);

	*target = (struct target){ 0 };
	if (!realpath(arg, real) || chain_of(real, &target->chain))
		return error_errno("cannot find '%s'", shown(arg));
	if (!S_ISDIR(chain_end(&target->chain)->info.mode))
		return error("'%s' is not a directory", shown(arg));
	return 0;
}

int target_here(struct context *ctx, struct target *target)
{
	struct found found;
	const char *env;

	if (!ctx->physical)
		return place_lost_error();
	here_find(ctx, &found);
	if (found.candidate.blind) {
		errno = found.candidate.blind;
		return error_errno("cannot look at '%s'", shown(found.candidate.path));
	}
	if (!found.candidate.project)
		return target_dir(ctx->physical, target);
	if (target_dir(found.candidate.project, target))
		return -1;
	env = found.venv.path;
	/* The shell stands in it: no other is meant. */
	if (env && path_under(ctx->physical, env))
		target->name = found.candidate.name;
	return 0;
}

/* ARG is a link or file by a name that counts: it speaks of where it stands. */
static bool leads(const struct settings *settings, const char *arg)
{
	struct file_info info;

	return settings_name_is_fixed(settings, path_base(arg)) && !file_lstat(arg, &info) &&
	       (S_ISLNK(info.mode) || (S_ISREG(info.mode) && streq(path_base(arg), ".venv")));
}

int target_typed(struct context *ctx, const char *arg, struct target *target)
{
	const char *path;

	if (!arg)
		return target_here(ctx, target);
	arg = path_trimmed(arg);
	if (leads(&ctx->settings, arg)) {
		if (target_dir(strchr(arg, '/') ? path_parent(arg) : ".", target))
			return -1;
		target->name = path_base(arg);
		return 0;
	}
	if (target_dir(arg, target))
		return -1;
	path = target->chain.path;
	if (venv_exists(path) <= 0 || streq(path, "/"))
		return 0;
	if (target_dir(path_parent(path), target))
		return -1;
	target->name = path_base(path);
	return 0;
}
