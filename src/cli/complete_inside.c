/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is in an environment, by the names in its directories alone. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "cli/complete.h"
#include "cli/envs.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pointer.h"
#include "installed/dist.h"

#include "core/banned.h"

/* What .venv in DIR leads to, a link or a redirect; NULL: nothing. */
static const char *dotvenv_end(const char *dir)
{
	struct candidate c = { .path = path_join(dir, ".venv"), .pointer = POINTER_LINK };
	struct file_info info;
	struct chain end;

	if (!file_lstat(c.path, &info) && S_ISREG(info.mode))
		c.pointer = POINTER_REDIRECT;
	return pointer_follow(dir, &c, &end) ? NULL : end.path;
}

/* What NAME in DIR is or, with LEADS, leads to, where the records say yes; else NULL. */
static const char *allowed(struct context *ctx, const char *dir, const char *name, bool leads)
{
	struct chain project, env;
	struct slot slot = { .project = &project, .name = name, .leads = leads };
	const char *path = path_join(dir, name);

	if (chain_of(dir, &project) || trust_slot(&ctx->trust, &slot).verdict != VERDICT_ALLOWED)
		return NULL;
	if (leads && streq(name, ".venv"))
		path = dotvenv_end(dir);
	if (!path || chain_of(path, &env))
		return NULL;
	slot.env = &env;
	return trust_slot(&ctx->trust, &slot).verdict == VERDICT_ALLOWED ? env.path : NULL;
}

/* DIR/NAME is an environment, or leads to one: *PATH is it, if allowed. */
static bool look(struct context *ctx, const char *dir, const char *name, const char **path)
{
	const char *at = path_join(dir, name);
	struct file_info info;

	if (file_lstat(at, &info))
		return false;
	if (S_ISDIR(info.mode)) {
		*path = venv_exists(at) > 0 ? allowed(ctx, dir, name, false) : NULL;
		return *path || streq(name, ".venv");
	}
	if (!S_ISLNK(info.mode) && !streq(name, ".venv"))
		return false;
	*path = allowed(ctx, dir, name, true);
	return true;
}

static bool look_in(struct context *ctx, const char *dir, const char **path)
{
	const char *names = ctx->settings.names, *name = ".venv";
	const struct record *r;
	size_t at = 0;

	do {
		if (look(ctx, dir, name, path))
			return true;
	} while ((name = settings_element(&names)));
	r = trust_next(&ctx->trust, dir, &at);
	*path = r ? allowed(ctx, dir, path_base(r->path), false) : NULL;
	return r != NULL;
}

/* The allowed environment that this directory gives, or NULL. */
static const char *here(struct context *ctx)
{
	const char *home = ctx->settings.home, *dir = ctx->physical, *path;

	while (dir && !look_in(ctx, dir, &path)) {
		if (streq(dir, "/") || (home && streq(dir, home)))
			return NULL;
		dir = path_parent(dir);
	}
	return dir ? path : NULL;
}

/* The path of what was typed as ENV, as place_named() has it; or NULL. */
static const char *named(struct context *ctx, const char *env)
{
	const struct env *known;
	struct envs envs;

	if (strchr(env, '/') || venv_exists(env) > 0)
		return path_join(ctx->physical ? ctx->physical : "/", env);
	envs_glance(ctx, env, &envs);
	return envs_match(&envs, env, &known) == 1 ? known->venv.path : NULL;
}

static const char *asked(struct context *ctx, const char *env)
{
	return env ? named(ctx, env) : here(ctx);
}

static bool visit_program(void *arg, int fd, const char *name, int type)
{
	struct file_info info;

	if (type != DT_LNK &&
	    (file_lstatat(fd, name, &info) ||
	     (!S_ISLNK(info.mode) && (!S_ISREG(info.mode) || !(info.mode & 0111)))))
		return true;
	return complete_add(arg, mem_dups(name), "");
}

void complete_command(struct context *ctx, const char *env, struct completions *c)
{
	const char *path = asked(ctx, env);

	if (!path)
		return;
	/* Through no link: what is in there may be anybody's. */
	complete_scan(path_join(path, "bin"), O_NOFOLLOW, visit_program, c);
	complete_scan(path_join(path, "Scripts"), O_NOFOLLOW, visit_program, c);
}

/* "requests-2.31.0.dist-info": name and version, as far as it has one. */
static bool visit_package(void *arg, int fd, const char *name, int type)
{
	const char *end = strrchr(name, '.');

	(void)fd;
	(void)type;
	if (!end || *name == '~' || (!streq(end, ".dist-info") && !streq(end, ".egg-info")))
		return true;
	return complete_add(arg, mem_dup(name, dist_entry_name_len(name)),
			    dist_entry_version(name));
}

void complete_package(struct context *ctx, const char *env, struct completions *c)
{
	struct bounded bounded = { visit_package, c, COMPLETE_ENTRIES };
	struct venv venv = { .path = asked(ctx, env) };

	if (venv.path)
		env_each_package(&venv, complete_visit, &bounded);
}
