/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/stage_dir.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/platform.h"
#include "system/replace.h"
#include "system/tree.h"

#include "core/banned.h"

static const char changed[] = "was replaced by another command meanwhile";

/* ---- where it will be --------------------------------------------------- */

/* Remove the parents that were made, up from PATH; not what others use now. */
static void unmake_parents(struct stage *s, const char *path)
{
	while (s->made && path_under(path, s->made) && !rmdir(path))
		path = path_parent(path);
	s->made = NULL;
}

static void unmake_keeping_errno(struct stage *s, const char *path)
{
	int err = errno;

	unmake_parents(s, path);
	errno = err;
}

/* The real path of directory PATH, which is made where it is missing. */
static const char *make_parents(struct stage *s, const char *path)
{
	char real[PATH_MAX];
	const char *made;

	if (realpath(path, real))
		return mem_dups(real);
	if (errno != ENOENT || streq(path, "/"))
		return NULL;
	made = make_parents(s, path_parent(path));
	if (!made)
		return NULL;
	made = path_join(made, path_base(path));
	if (!mkdir(made, 0777)) {
		if (!s->made)
			s->made = made;
		return made;
	}
	if (errno == EEXIST && realpath(made, real))
		return mem_dups(real);
	unmake_keeping_errno(s, path_parent(made));
	return NULL;
}

static int open_parent(struct stage *s, const char *target)
{
	const char *parent = make_parents(s, path_parent(target));

	if (parent) {
		s->target = path_join(parent, path_base(target));
		s->parent = platform_open_path(parent);
	}
	if (!parent || s->parent < 0) {
		error_errno("cannot make '%s'", shown(target));
		return -1;
	}
	stage_sweep(parent);
	return 0;
}

/* Open and lock what is at the target; it is fine where nothing is. */
static int open_old(struct stage *s)
{
	const char *name = path_base(s->target);
	struct stat st;

	if (fstatat(s->parent, name, &st, AT_SYMLINK_NOFOLLOW)) {
		if (errno == ENOENT)
			return 0;
		return error_errno("cannot look at '%s'", shown(s->target));
	}
	if (S_ISLNK(st.st_mode))
		return error("'%s' is a link", shown(s->target));
	if (!S_ISDIR(st.st_mode))
		return error("'%s' is not a directory", shown(s->target));
	s->old = stage_dir_lock(s->parent, name, s->target);
	if (s->old < 0)
		return -1;
	stage_sweep(s->target);
	return 0;
}

/* ---- the stage ---------------------------------------------------------- */

static void hold(struct stage *s, enum stage_way way)
{
	bool beside = way != STAGE_MERGE;

	s->way = way;
	s->holder = beside ? s->parent : s->old;
	s->dir = stage_dir_make(s->holder, &s->name);
	if (s->dir >= 0)
		s->path = path_join(beside ? path_parent(s->target) : s->target, s->name);
}

/* The directory can be taken away as a whole, as far as can be seen. */
static bool can_exchange(const struct stage *s, const char *shell_dir)
{
	return !tree_is_mount(s->parent, path_base(s->target)) &&
	       !(shell_dir && path_under(shell_dir, s->target));
}

static int make_stage(struct stage *s, const struct stage_want *want)
{
	if (s->old < 0) {
		hold(s, STAGE_NEW);
	} else {
		if (s->clear && stage_look_through(s->parent, s->target))
			return -1;
		if (s->clear && can_exchange(s, want->shell_dir))
			hold(s, STAGE_EXCHANGE);
		/* Not every parent may be written to. */
		if (s->dir < 0)
			hold(s, STAGE_MERGE);
	}
	if (s->dir >= 0)
		return 0;
	return error_errno("cannot make '%s'", shown(s->target));
}

static void let_go(struct stage *s)
{
	int *const fds[] = { &s->dir, &s->old, &s->parent };

	for (size_t i = 0; i < ARRAY_SIZE(fds); i++) {
		if (*fds[i] >= 0)
			/* cppcheck-suppress shadowVariable; no declaration */
			close(*fds[i]);
		*fds[i] = -1;
	}
}

int stage_open(const struct stage_want *want, struct stage *stage)
{
	*stage = (struct stage){
		.dir = -1, .parent = -1, .old = -1, .keep = -1, .clear = want->clear
	};
	stage_catch_signals();
	if (!open_parent(stage, want->target) && !open_old(stage) && !make_stage(stage, want))
		return 0;
	let_go(stage);
	if (stage->target)
		unmake_parents(stage, path_parent(stage->target));
	return -1;
}

void stage_drop(struct stage *stage)
{
	if (stage->dir < 0)
		return;
	/* What could not be exchanged back is said already. */
	if (files_still_open(stage->holder, stage->name, stage->dir) &&
	    stage_remove(stage->holder, stage->name, stage->dir, stage->path))
		errno = 0;
	unmake_parents(stage, path_parent(stage->target));
	let_go(stage);
}

/* ---- into its place ----------------------------------------------------- */

static int not_made(const struct stage *s)
{
	if (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR)
		return error("'%s' was made by another command meanwhile, "
			     "and stays as it is",
			     shown(s->target));
	return error_errno("cannot make '%s'", shown(s->target));
}

static int commit_merge(struct stage *s)
{
	if (stage_merge(s))
		return -1;
	/* All is in its place: what is said of the rest is all. */
	if (stage_remove(s->holder, s->name, s->dir, s->path))
		errno = 0;
	return 0;
}

/* An overlay without extended attributes can rename files, not directories. */
static int commit_into_new(struct stage *s, mode_t mode)
{
	const char *name = path_base(s->target);

	if (mkdirat(s->parent, name, 0700))
		return not_made(s);
	s->old = stage_dir_lock(s->parent, name, s->target);
	if (s->old >= 0 && fchmod(s->old, mode))
		not_made(s);
	else if (s->old >= 0 && !commit_merge(s))
		return 0;
	if (s->old < 0 ? unlinkat(s->parent, name, AT_REMOVEDIR) :
			 tree_remove_open(s->parent, name, s->old))
		error_errno("cannot remove '%s'", shown(s->target));
	return -1;
}

static int commit_new(struct stage *s)
{
	const char *name = path_base(s->target);
	struct stat st;
	mode_t mode;
	int ret;

	if (fstat(s->dir, &st))
		return not_made(s);
	/* A directory in a setgid one hands its group on. */
	mode = s->mode ? s->mode : (st.st_mode & S_ISGID) | (0777 & ~files_umask());
	if (fchmod(s->dir, mode))
		return not_made(s);
	ret = platform_rename_new(s->holder, s->name, s->holder, name);
	if (ret && errno == EXDEV)
		return commit_into_new(s, mode);
	return ret ? not_made(s) : 0;
}

/* Who could enter it can still. */
static int take_over_access(const struct stage *s)
{
	struct stat st;

	if (fstat(s->old, &st))
		return -1;
	/* Not everybody may give away; the mode is then what counts. */
	if (fchown(s->dir, st.st_uid, st.st_gid))
		errno = 0;
	return fchmod(s->dir, st.st_mode & 07777);
}

/* The new one is there: what is said of the old is all. */
static void remove_old(const struct stage *s)
{
	const char *away = stage_put_away(s->holder, s->name);

	if (!away)
		away = s->name;
	if (stage_remove(s->holder, away, s->old, path_join(path_parent(s->target), away)))
		errno = 0;
}

static int changed_meanwhile(const struct stage *s)
{
	return error("'%s' %s, and stays as it is", shown(s->target), changed);
}

/* Errors after which the files can still be exchanged one by one. */
static bool is_no_exchange(int err)
{
	return err == ENOTSUP || err == EXDEV || err == EBUSY || err == EACCES || err == EPERM;
}

static int commit_exchange(struct stage *s)
{
	const char *name = path_base(s->target);
	struct file_info old;
	int ret;

	if (!files_still_open(s->parent, name, s->old))
		return changed_meanwhile(s);
	if (take_over_access(s) || file_fstat(s->old, &old))
		return error_errno("cannot replace '%s'", shown(s->target));
	if (s->keep >= 0)
		return stage_commit_keeping(s);
	ret = exchange_seen(s->holder, s->name, s->holder, name, &old);
	if (!ret)
		remove_old(s);
	if (!ret || ret == EXCHANGED_OTHER)
		return ret ? stage_put_back(s->holder, s->name, s->target, changed) : 0;
	if (errno == ESTALE)
		return changed_meanwhile(s);
	if (!is_no_exchange(errno))
		return error_errno("cannot replace '%s'", shown(s->target));
	s->way = STAGE_MERGE;
	return commit_merge(s);
}

int stage_commit(struct stage *stage)
{
	static int (*const ways[])(struct stage *) = {
		[STAGE_NEW] = commit_new,
		[STAGE_EXCHANGE] = commit_exchange,
		[STAGE_MERGE] = commit_merge,
	};
	int ret = ways[stage->way](stage);

	if (ret)
		stage_drop(stage);
	else
		let_go(stage);
	return ret;
}
