/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/envs_seek.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/find.h"
#include "core/mem.h"
#include "core/path.h"
#include "known/here.h"
#include "known/progress.h"
#include "known/unseen.h"

#include "core/banned.h"

enum {
	DEPTH_MAX = 32,
	/** of all trusted trees together: about a second's worth */
	DIRS_MAX = 100000,
};

static void add(struct seek *seek, const char *path, const struct file_info *info)
{
	seek->list = mem_grow(seek->list, seek->count, &seek->room, sizeof(*seek->list));
	seek->list[seek->count++] =
		(struct sight){ .path = path, .store = seek->store, .info = *info };
}

bool seek_env(struct seek *seek, const char *path)
{
	struct file_info info;

	if (file_lstat(path, &info))
		return unseen(path);
	if (!S_ISDIR(info.mode))
		return false;
	if (!unseen_env(path))
		return false;
	add(seek, path, &info);
	return true;
}

static void on_env(void *arg, const char *dir, const char *name, const struct file_info *info)
{
	add(arg, path_join(dir, name), info);
}

static void on_dir(void *arg, const struct walk_dir *dir)
{
	struct seek *seek = arg;
	struct found found;

	seek->dirs++;
	/* What others keep closed has nothing for us. */
	if (dir->error && dir->error != EACCES) {
		errno = dir->error;
		unseen(dir->path);
	}
	if (!seek->glance)
		progress_show(seek->dirs, seek->count);
	/* A store's links lead to what is known there. */
	if (!dir->pointer || seek->store || seek->glance)
		return;
	find_in(&seek->ctx->trust, dir->path, &found);
	if (found.venv.path)
		seek_env(seek, found.venv.path);
}

static struct walk walk_for(struct seek *seek, unsigned depth, size_t dirs)
{
	return (struct walk){ .settings = &seek->ctx->settings,
			      .env = on_env,
			      .dir = on_dir,
			      .arg = seek,
			      .depth_max = depth,
			      .dirs_max = dirs,
			      .looks = seek->glance ? &seek->looks : NULL };
}

void seek_below(struct seek *seek, const char *dir, unsigned depth)
{
	struct walk walk = walk_for(seek, depth, SIZE_MAX);

	walk_below(&walk, dir);
}

/* What stands at the tree R is what it was recorded of. */
static bool is_current(const struct record *r)
{
	struct file_info info;

	return !r->ino || (!file_lstat(r->path, &info) && record_is_of(r, &info));
}

/* What a record speaks of: a slot's environment, and all that lies beside it. */
static void seek_records(struct seek *seek)
{
	struct trust *trust = &seek->ctx->trust;
	struct walk trees = walk_for(seek, DEPTH_MAX, DIRS_MAX);

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->tree && !r->deny && is_current(r))
			walk_below(&trees, r->path);
		else if (r->tree)
			seek_below(seek, r->path, 0);
		else if (!seek_env(seek, r->target ? r->target : r->path))
			seek_below(seek, path_parent(r->path), 0);
	}
	seek->cut_short = trees.too_many || trees.too_deep;
}

/* What this directory gives, or would where it is allowed. */
static void seek_here(struct seek *seek)
{
	struct found found;
	struct chain chain;

	here_find(seek->ctx, &found);
	if (found.venv.path)
		seek_env(seek, found.venv.path);
	if (found.candidate.project && !chain_of(found.candidate.project, &chain))
		seek_below(seek, chain.path, 0);
}

void seek_active(struct seek *seek)
{
	const char *active = getenv("VIRTUAL_ENV");
	struct chain chain;

	if (!active || active[0] != '/' || chain_of(active, &chain))
		return;
	seek->active = chain_end(&chain)->info;
	seek_env(seek, chain.path);
}

void seek_all(struct seek *seek)
{
	seek_stores(seek);
	seek_records(seek);
	seek_here(seek);
	seek_active(seek);
}
