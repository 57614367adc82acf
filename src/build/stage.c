/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/stage.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "core/buf.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/file_at.h"
#include "system/platform.h"
#include "system/replace.h"
#include "system/tree.h"

int stage_open(const char *parent, struct stage *stage)
{
	*stage = (struct stage){ .parent_path = parent, .dir = -1 };
	stage->parent = platform_open_path(parent);
	if (stage->parent < 0)
		return error_errno("cannot open '%s'", shown(parent));
	stage_sweep(parent);
	stage->dir = stage_dir_make(stage->parent, &stage->name);
	if (stage->dir >= 0) {
		stage->path = path_join(parent, stage->name);
		return 0;
	}
	error_errno("cannot write '%s'", shown(parent));
	close(stage->parent);
	return -1;
}

static void stage_close(struct stage *stage)
{
	close(stage->dir);
	close(stage->parent);
	stage->dir = -1;
}

void stage_drop(struct stage *stage)
{
	if (stage->dir < 0)
		return;
	/* If the name now has another directory, that one is not removed. A failure was printed. */
	if (files_is_open_as(stage->parent, stage->name, stage->dir) &&
	    stage_dir_remove(stage->parent, stage->name, stage->dir, stage->path))
		errno = 0;
	stage_close(stage);
}

/* End STAGE, which is removed unless RET is 0. Returns 0, or -1 for any other RET. */
static int finish_stage(struct stage *stage, int ret)
{
	if (ret)
		stage_drop(stage);
	else
		stage_close(stage);
	return ret ? -1 : 0;
}

/* The path of NAME beside the stage. */
static const char *path_beside(const struct stage *stage, const char *name)
{
	return path_join(stage->parent_path, name);
}

/* ---- a new name ------------------------------------------------------------ */

int stage_place(struct stage *stage, const char *name)
{
	const char *place = path_beside(stage, name);
	struct stat st;

	/* A setgid parent directory passes its group and this bit to the stage: keep the bit. */
	if (fstat(stage->dir, &st) ||
	    fchmod(stage->dir, (st.st_mode & S_ISGID) | (0777 & ~files_umask())))
		return finish_stage(stage, error_errno("cannot make '%s'", shown(place)));
	if (!platform_rename_new(stage->parent, stage->name, stage->parent, name))
		return finish_stage(stage, 0);
	if (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR)
		return finish_stage(stage, stage_dir_replaced(place));
	return finish_stage(stage, error_errno("cannot make '%s'", shown(place)));
}

/* ---- an exchange ----------------------------------------------------------- */

/* Print why PLACE was not exchanged, by errno. Returns -1. */
static int not_exchanged(const char *place)
{
	if (errno == ESTALE)
		return stage_dir_replaced(place);
	if (errno != ENOTSUP && errno != EXDEV && errno != EBUSY)
		return error_errno("cannot replace '%s'", shown(place));
	return error("'%s' cannot be replaced in one step by this kernel or file system; %s first",
		     shown(place), paste_command("avenv remove", place));
}

/*
 * Exchange FROM, the stage's present name, with PLACE if that is still SEEN. Returns 0; or, after
 * printing why, -1 or EXCHANGED_OTHER.
 */
static int exchange_stage(const struct stage *stage, const char *from, const char *place,
			  const struct file_info *seen)
{
	int ret = exchange_seen(stage->parent, from, path_base(place), seen);

	if (ret != EXCHANGED_OTHER)
		return ret ? not_exchanged(place) : 0;
	error("'%s' was replaced by another command; the directory of that command is '%s-…' now",
	      shown(place), shown(path_base(place)));
	return EXCHANGED_OTHER;
}

/*
 * Rename the stage to KEEP first and exchange there: a kill then leaves the old directory at its
 * path or under the name KEEP, which no sweep removes.
 */
static int exchange_keeping(struct stage *stage, const char *place, const char *keep,
			    const struct file_info *seen)
{
	int ret;

	if (platform_rename_new(stage->parent, stage->name, stage->parent, keep))
		return error_errno("cannot make '%s'", shown(path_beside(stage, keep)));
	ret = exchange_stage(stage, keep, place, seen);
	/* EXCHANGED_OTHER: the new directory is in place, and KEEP has that of another command. */
	if (ret == -1 && renameat(stage->parent, keep, stage->parent, stage->name))
		error_errno("cannot rename '%s'", shown(stage->path));
	return ret;
}

int stage_exchange(struct stage *stage, const char *name, int old, const char *keep)
{
	const char *place = path_beside(stage, name);
	struct file_info seen;
	int ret;

	if (!keep && stage_dir_check(stage->parent, place))
		return finish_stage(stage, -1);
	if (file_fstat(old, &seen) || files_take_mode(stage->dir, old))
		return finish_stage(stage, error_errno("cannot replace '%s'", shown(place)));
	if (keep)
		return finish_stage(stage, exchange_keeping(stage, place, keep, &seen));
	ret = exchange_stage(stage, stage->name, place, &seen);
	/*
	 * The new directory is at its path: a failure to remove the old one is printed, but is no
	 * error.
	 */
	if (!ret && stage_dir_remove(stage->parent, stage->name, old, stage->path))
		errno = 0;
	return finish_stage(stage, ret);
}

/* ---- an empty directory ---------------------------------------------------- */

int stage_fill(struct stage *stage)
{
	struct strings names = { 0 };

	if (dir_names_at(stage->parent, &names))
		return finish_stage(stage,
				    error_errno("cannot read '%s'", shown(stage->parent_path)));
	/* The stage itself is the only entry of an empty parent. */
	if (names.count != 1)
		return finish_stage(stage, error("'%s' is no longer empty, and stays as it is",
						 shown(stage->parent_path)));
	/* After a failure the stage stays: the next sweep moves the rest. */
	if (stage_dir_move_out(stage->parent, stage->dir)) {
		error_errno("cannot fill '%s'", shown(stage->parent_path));
		stage_close(stage);
		return -1;
	}
	stage_drop(stage);
	return 0;
}

int stage_refill(struct stage *stage)
{
	struct tree_size size;

	/* A mount below is EBUSY: nothing is changed then. */
	if (tree_measure(stage->parent, ".", &size) || stage_dir_empty(stage->parent, stage->name))
		return finish_stage(stage,
				    error_errno("cannot empty '%s'", shown(stage->parent_path)));
	return stage_fill(stage);
}
