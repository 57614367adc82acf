/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The environments that are known, as far as a few looks can tell. */
#include <strings.h>

#include "core/mem.h"
#include "core/path.h"
#include "known/envs.h"
#include "known/envs_seek.h"

#include "core/banned.h"

enum {
	/** system calls, more or less: each path costs one or a few */
	LOOKS_MAX = 4096,
	/** of those, what records leave for allowed trees */
	LOOKS_TREES = 1024,
	/** levels below an allowed tree */
	DEPTH_MAX = 8,
};

static bool look(struct seek *seek)
{
	if (!seek->looks)
		return false;
	seek->looks--;
	return true;
}

static bool is_there(struct seek *seek, const char *path)
{
	struct file_info info;

	return look(seek) && !file_lstat(path, &info);
}

/*
 * The environments right in DIR that have one of the fixed names.  Returns
 * false where DIR is gone.
 */
static bool glance_project(struct seek *seek, const char *dir)
{
	const char **names = seek->ctx->settings.names, *name = ".venv";

	if (look(seek) && seek_env(seek, path_join(dir, name)))
		return true;
	if (!is_there(seek, dir))
		return false;
	while ((name = *names++))
		if (look(seek))
			seek_env(seek, path_join(dir, name));
	return true;
}

/* The uppermost directory that is gone with PATH. */
static const char *gone_with(struct seek *seek, const char *path)
{
	while (!is_there(seek, path_parent(path)) && seek->looks)
		path = path_parent(path);
	return path;
}

/* The LEN bytes of PATH from their last component but one on. */
static const char *above(const char *path, size_t len)
{
	len = path_parent_len(path, path_parent_len(path, len));
	return path + len + (path[len] == '/');
}

/* What R speaks of could be typed so, in whatever case. */
static bool begins(const struct record *r, const char *prefix)
{
	const char *base = path_base(r->path);
	size_t len = strlen(prefix);

	return r->tree || !strncasecmp(r->path, prefix, len) || !strncasecmp(base, prefix, len) ||
	       !strncasecmp(above(r->path, r->path_len), prefix, len);
}

/*
 * The most recent first: they stand at the end.  What is gone went mostly with
 * all that was beside it, and needs no look then.
 */
static void glance_records(struct seek *seek, const char *prefix)
{
	struct trust *trust = &seek->ctx->trust;
	const char *gone = NULL;

	trust_load(trust);
	for (size_t i = trust->count; i-- && seek->looks > LOOKS_TREES;) {
		const struct record *r = &trust->records[i];
		bool seen;

		if (!begins(r, prefix) || (gone && path_under(r->path, gone)))
			continue;
		seen = r->tree ? glance_project(seek, r->path) :
				 look(seek) && seek_env(seek, r->target ? r->target : r->path);
		if (!seen)
			gone = gone_with(seek, r->path);
	}
}

static void glance_trees(struct seek *seek)
{
	struct trust *trust = &seek->ctx->trust;

	for (size_t i = trust->count; i-- && seek->looks;) {
		const struct record *r = &trust->records[i];

		if (r->tree && !r->deny)
			seek_below(seek, r->path, DEPTH_MAX);
	}
}

/* In this directory whatever it is called, else the nearest further up. */
static void glance_here(struct seek *seek)
{
	const char *home = seek->ctx->settings.home;
	const char *dir = seek->ctx->physical;
	size_t before = seek->count;

	if (!dir)
		return;
	seek_below(seek, dir, 0);
	while (seek->count == before && !streq(dir, "/") && !(home && streq(dir, home))) {
		dir = path_parent(dir);
		glance_project(seek, dir);
	}
}

/* Somebody else's is in no list unless the user has said something of it. */
static void drop_foreign(struct seek *seek, size_t from)
{
	const struct user *user = &seek->ctx->user;
	size_t kept = from;

	for (size_t i = from; i < seek->count; i++)
		if (user_or_root(user, seek->list[i].info.uid))
			seek->list[kept++] = seek->list[i];
	seek->count = kept;
}

void envs_glance(struct context *ctx, const char *prefix, struct envs *envs)
{
	struct seek seek = { .ctx = ctx, .looks = LOOKS_MAX, .glance = true };

	glance_here(&seek);
	drop_foreign(&seek, 0);
	seek_active(&seek);
	glance_records(&seek, prefix);
	seek_stores(&seek);
	glance_trees(&seek);
	seek_settle(&seek);
	*envs = (struct envs){ .count = seek.count };
	envs->list = mem_array(seek.count + 1, sizeof(*envs->list));
	for (size_t i = 0; i < seek.count; i++) {
		struct env *env = &envs->list[i];
		const struct sight *sight = &seek.list[i];

		env->venv.path = sight->path;
		env->info = sight->info;
		env->source = sight->store ? sight->store : "project";
		env->project = sight->store ? NULL : path_parent(sight->path);
		env->name = env_name(env);
	}
	envs_sort(envs);
}
