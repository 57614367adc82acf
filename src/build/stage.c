/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/stage.h"

#include <errno.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "build/taken.h"
#include "core/buf.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/file_at.h"
#include "system/platform.h"
#include "system/replace.h"

int stage_open(const char *parent, struct stage *stage)
{
	*stage = (struct stage){ .parent_path = parent, .dir = -1, .made = -1 };
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
	/* If the name now has another directory, that one is not removed. */
	if (files_is_open_as(stage->parent, stage->name, stage->dir) &&
	    taken_remove(stage->parent, stage->path, stage->dir, stage->place) < 0)
		taken_not(stage->parent, stage->path, stage->place);
	/* A failure was printed. */
	errno = 0;
	stage_close(stage);
}

/*
 * End STAGE, which is removed unless RET is 0: then it is made, and no longer locked. Returns 0, or
 * -1 for any other RET.
 */
static int finish_stage(struct stage *stage, int ret)
{
	if (ret) {
		stage_drop(stage);
		return -1;
	}
	flock(stage->dir, LOCK_UN);
	close(stage->parent);
	stage->made = stage->dir;
	stage->dir = -1;
	return 0;
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

/* Rename the stage to NAME. Returns 0, or -1 after printing why not. */
static int rename_stage(struct stage *stage, const char *name)
{
	const char *path = path_beside(stage, name);

	if (platform_rename_new(stage->parent, stage->name, stage->parent, name))
		return error_errno("cannot make '%s'", shown(path));
	stage->name = name;
	stage->path = path;
	return 0;
}

/* Exchange STAGE with PLACE if that is still SEEN. Returns 0, or -1 after printing why not. */
static int exchange_stage(struct stage *stage, const char *place, const struct file_info *seen)
{
	int ret = exchange_seen(stage->parent, stage->name, path_base(place), seen);

	stage->place = place;
	if (!ret)
		return 0;
	if (ret != EXCHANGED_OTHER)
		return not_exchanged(place);
	return error("'%s' was replaced by another command; the directory of that command is "
		     "'%s-…' now",
		     shown(place), shown(path_base(place)));
}

/* Remove the directory OLD, which has the stage's name since the exchange, or exchange back. */
static int remove_old(const struct stage *stage, int old)
{
	struct file_info new;

	/* The new directory is in place: what is left of the old one was printed, and no error. */
	if (taken_remove(stage->parent, stage->path, old, stage->place) >= 0)
		return 0;
	if (!file_fstat(stage->dir, &new) &&
	    !exchange_seen(stage->parent, stage->name, path_base(stage->place), &new))
		return -1;
	return taken_not(stage->parent, stage->path, stage->place);
}

/*
 * The stage gets the name that the old directory is to have, and is exchanged then: a kill leaves
 * the old one at its path, or whole under a name of which no sweep removes a file of the user's,
 * nor another directory than these two.
 */
int stage_exchange(struct stage *stage, const char *name, int old, const char *keep)
{
	const char *place = path_beside(stage, name);
	const char *away;
	struct file_info seen, own;
	int ret;

	if (!keep && taken_check(stage->parent, place))
		return finish_stage(stage, -1);
	if (file_fstat(old, &seen) || file_fstat(stage->dir, &own) ||
	    files_take_mode(stage->dir, old))
		return finish_stage(stage, error_errno("cannot replace '%s'", shown(place)));
	away = old_name(stage->parent, name, &own, &seen);
	if (rename_stage(stage, keep ? keep : away))
		return finish_stage(stage, -1);
	ret = exchange_stage(stage, place, &seen);
	if (!ret && !keep)
		ret = remove_old(stage, old);
	/* The stage itself has that name again. */
	if (ret && keep && files_is_open_as(stage->parent, keep, stage->dir))
		(void)!rename_stage(stage, away);
	return finish_stage(stage, ret);
}

/* ---- an empty directory ---------------------------------------------------- */

/* Move the content of STAGE into its parent, and end it. */
static int fill_parent(struct stage *stage)
{
	/* After a failure the stage stays: the next sweep moves the rest. */
	if (stage_dir_move_out(stage->parent, stage->dir)) {
		error_errno("cannot fill '%s'", shown(stage->parent_path));
		stage_close(stage);
		return -1;
	}
	stage_drop(stage);
	return 0;
}

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
	return fill_parent(stage);
}

int stage_refill(struct stage *stage)
{
	if (stage_dir_empty(stage->parent, stage->name, stage->parent_path))
		return finish_stage(stage, -1);
	return fill_parent(stage);
}
