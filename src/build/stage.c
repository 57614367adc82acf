/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/attributes.h"
#include "system/files.h"
#include "system/platform.h"
#include "system/replace.h"
#include "system/tree.h"

int stage_open(const char *holder, struct stage *stage)
{
	*stage = (struct stage){ .holder_path = holder, .dir = -1 };
	stage->holder = platform_open_path(holder);
	if (stage->holder < 0)
		return error_errno("cannot open '%s'", shown(holder));
	stage_sweep(holder);
	stage->dir = stage_dir_make(stage->holder, &stage->name);
	if (stage->dir >= 0) {
		stage->path = path_join(holder, stage->name);
		return 0;
	}
	error_errno("cannot write '%s'", shown(holder));
	close(stage->holder);
	return -1;
}

static void stage_close(struct stage *stage)
{
	close(stage->dir);
	close(stage->holder);
	stage->dir = -1;
}

void stage_drop(struct stage *stage)
{
	if (stage->dir < 0)
		return;
	/* Another directory of that name is not removed. */
	if (files_is_open_as(stage->holder, stage->name, stage->dir) &&
	    stage_dir_remove(stage->holder, stage->name, stage->dir, stage->path))
		errno = 0;
	stage_close(stage);
}

static int finish_stage(struct stage *stage, int ret)
{
	if (ret)
		stage_drop(stage);
	else
		stage_close(stage);
	return ret ? -1 : 0;
}

static const char *path_of_place(const struct stage *stage, const char *name)
{
	return path_join(stage->holder_path, name);
}

/* ---- a new name ------------------------------------------------------------ */

int stage_place(struct stage *stage, const char *name)
{
	const char *place = path_of_place(stage, name);
	struct stat st;

	/* A setgid parent directory passes its group and this bit to the stage: keep the bit. */
	if (fstat(stage->dir, &st) ||
	    fchmod(stage->dir, (st.st_mode & S_ISGID) | (0777 & ~files_umask())))
		return finish_stage(stage, error_errno("cannot make '%s'", shown(place)));
	if (!platform_rename_new(stage->holder, stage->name, stage->holder, name))
		return finish_stage(stage, 0);
	if (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR)
		return finish_stage(
			stage, error("'%s' was replaced by another command, and stays as it is",
				     shown(place)));
	return finish_stage(stage, error_errno("cannot make '%s'", shown(place)));
}

/* ---- an exchange ----------------------------------------------------------- */

static int not_exchanged(const char *place)
{
	if (errno == ESTALE)
		return error("'%s' was replaced by another command, and stays as it is",
			     shown(place));
	if (errno != ENOTSUP && errno != EXDEV && errno != EBUSY)
		return error_errno("cannot replace '%s'", shown(place));
	return error("'%s' cannot be replaced in one step on this file system; %s first",
		     shown(place), paste_command("avenv remove", place));
}

/* Exchange FROM with PLACE. Returns 0; or, after printing why, -1 or EXCHANGED_OTHER. */
static int exchange_stage(const struct stage *stage, const char *from, const char *place,
			  const struct file_info *seen)
{
	int ret = exchange_seen(stage->holder, from, stage->holder, path_base(place), seen);

	if (ret != EXCHANGED_OTHER)
		return ret ? not_exchanged(place) : 0;
	error("'%s' was replaced by another command; the directory of that command is '%s-…' now",
	      shown(place), shown(path_base(place)));
	return EXCHANGED_OTHER;
}

/* Exchange from the name KEEP: after a kill no sweep removes what has it. */
static int exchange_keeping(struct stage *stage, const char *place, const char *keep,
			    const struct file_info *seen)
{
	int ret;

	if (platform_rename_new(stage->holder, stage->name, stage->holder, keep))
		return error_errno("cannot make '%s'", shown(path_of_place(stage, keep)));
	ret = exchange_stage(stage, keep, place, seen);
	if (ret == -1 && renameat(stage->holder, keep, stage->holder, stage->name))
		error_errno("cannot rename '%s'", shown(stage->path));
	return ret;
}

int stage_exchange(struct stage *stage, const char *name, int old, const char *keep)
{
	const char *place = path_of_place(stage, name);
	const char *lost = NULL;
	struct file_info seen;
	int ret;

	if (!keep && stage_dir_check(stage->holder, place))
		return finish_stage(stage, -1);
	/* Give the new directory the attributes of the old one: the same users can enter it. */
	if (file_fstat(old, &seen) || attributes_take(stage->dir, old, &lost))
		return finish_stage(
			stage, lost ? error("cannot replace '%s': %s", shown(place), shown(lost)) :
				      error_errno("cannot replace '%s'", shown(place)));
	if (keep)
		return finish_stage(stage, exchange_keeping(stage, place, keep, &seen));
	ret = exchange_stage(stage, stage->name, place, &seen);
	/*
	 * The new directory is at its path: a failure to remove the old one is printed, but is no
	 * error.
	 */
	if (!ret && stage_dir_remove(stage->holder, stage->name, old, stage->path))
		errno = 0;
	return finish_stage(stage, ret);
}

/* ---- a merge --------------------------------------------------------------- */

/** A directory of the stage, and the directory of the same path in the stage's parent. */
struct merge {
	int from, to;
	/** path of the stage's parent, and the path relative to it and the stage; "" at the top */
	const char *root, *path;
	/** as in stage_merge() */
	const char *whole;
	/** only check for conflicts */
	bool dry;
};

static int merge_dir(const struct merge *m);

static const char *path_in(const struct merge *m, const char *name)
{
	return *m->path ? path_join(m->path, name) : name;
}

/* The absolute path of NAME in the stage's parent, for messages. */
static const char *shown_in(const struct merge *m, const char *name)
{
	return shown(path_join(m->root, path_in(m, name)));
}

static int merge_below(const struct merge *m, const char *name)
{
	struct merge below = *m;
	int ret;

	below.path = path_in(m, name);
	below.from = files_open_dir(m->from, name);
	below.to = files_open_dir(m->to, name);
	ret = below.from < 0 || below.to < 0 ? error_errno("cannot open '%s'", shown_in(m, name)) :
					       merge_dir(&below);
	close(below.from);
	close(below.to);
	return ret;
}

/* Replace directory NAME. The old one is moved into the stage, and removed with it. */
static int replace_dir(const struct merge *m, const char *name)
{
	const char *aside = temp_name(m->from, "old-");

	if (!platform_exchange(m->from, name, m->to, name))
		return 0;
	if (errno != ENOTSUP || renameat(m->to, name, m->from, aside))
		return -1;
	return renameat(m->from, name, m->to, name);
}

static int in_the_way(const struct merge *m, const char *name, bool dir)
{
	return error("'%s' is in the way: it is %s directory", shown_in(m, name),
		     dir ? "a" : "not a");
}

static int merge_entry(const struct merge *m, const char *name)
{
	bool whole = streq(m->path, m->whole);
	struct file_info new, old;
	int ret = 0;

	if (file_lstatat(m->from, name, &new))
		return error_errno("cannot look at '%s'", shown_in(m, name));
	if (file_lstatat(m->to, name, &old)) {
		if (errno != ENOENT)
			return error_errno("cannot look at '%s'", shown_in(m, name));
		ret = m->dry ? 0 : renameat(m->from, name, m->to, name);
	} else if (!*m->path && streq(name, "lib64")) {
		/* Unpacking an archive can turn the link into a directory; venv keeps that, too. */
		return 0;
	} else if (S_ISDIR(new.mode) != S_ISDIR(old.mode)) {
		return in_the_way(m, name, S_ISDIR(old.mode));
	} else if (S_ISDIR(new.mode) && !whole) {
		return merge_below(m, name);
	} else if (!m->dry) {
		ret = S_ISDIR(new.mode) ? replace_dir(m, name) :
					  renameat(m->from, name, m->to, name);
	}
	return ret ? error_errno("cannot write '%s'", shown_in(m, name)) : 0;
}

/*
 * 0 to 2: when to write NAME. pyvenv.cfg and *.dist-info mark an environment and a package as
 * complete, which has its scripts in bin: what leads to packages comes after that.
 */
static int turn_of(const struct merge *m, const char *name)
{
	if (!*m->path && streq(name, "pyvenv.cfg"))
		return 2;
	return path_under(m->whole, path_in(m, name)) ||
	       (streq(m->path, m->whole) && ends_with(name, ".dist-info"));
}

static int merge_dir(const struct merge *m)
{
	struct strings names = { 0 };
	int ret = 0;

	if (dir_names(m->from, &names))
		ret = error_errno("cannot read '%s'", shown(path_join(m->root, m->path)));
	for (int turn = 0; turn < 3; turn++)
		for (size_t i = 0; i < names.count && !ret; i++)
			if (turn_of(m, names.list[i]) == turn)
				ret = merge_entry(m, names.list[i]);
	return ret;
}

int stage_merge(struct stage *stage, const char *whole)
{
	struct merge m = { .from = stage->dir,
			   .to = stage->holder,
			   .root = stage->holder_path,
			   .path = "",
			   .whole = whole,
			   .dry = true };
	int ret = merge_dir(&m);

	m.dry = false;
	if (!ret)
		ret = merge_dir(&m);
	stage_drop(stage);
	return ret;
}
