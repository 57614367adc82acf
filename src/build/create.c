/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/create.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "build/layout.h"
#include "build/stage_dir.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/file_at.h"
#include "system/platform.h"
#include "system/replace.h"
#include "system/tree.h"

/*
 * The target is an empty directory or a mount point: the stage is made in it, and its content moved
 * into it.
 */
static bool fills_dir(const struct creation *c)
{
	return c->target->dir >= 0 && (c->target->is_empty || c->target->is_mount);
}

/* ---- the stage ------------------------------------------------------------- */

/* Create the directory PATH if it is missing. Returns its real path, or NULL with errno. */
static const char *make_stage_parent(const char *path, struct strings *made)
{
	const char *real = real_path_of(path).path;

	if (real || errno != ENOENT || files_make_dirs(AT_FDCWD, path, 0777, made))
		return real;
	return real_path_of(path).path;
}

static int open_site_packages(const struct creation *c)
{
	/* The parent of "SITE/" is SITE. */
	return files_open_parent(c->stage.dir, path_join(c->site, ""));
}

static int begin_unpacking(struct creation *c)
{
	int site = -1;

	c->site = layout_site(&c->python);
	if (!files_make_dirs(c->stage.dir, c->site, 0777, NULL))
		site = open_site_packages(c);
	if (site < 0)
		return error_errno("cannot make '%s'", shown(c->target->name));
	c->unpacking = unpack_begin(c->wheels, c->wheel_count, site);
	return c->unpacking ? 0 : -1;
}

static void stop_and_drop(struct creation *c)
{
	unpack_stop(c->unpacking);
	stage_drop(&c->stage);
}

/* The parent of the stage is the target as create_look() opened it, not a replacement. */
static bool is_in_target(const struct creation *c)
{
	struct file_info stage, target;

	return !file_fstat(c->stage.parent, &stage) && !file_fstat(c->target->dir, &target) &&
	       file_same(&stage, &target);
}

/*
 * Create the stage and start to unpack the wheels of PYTHON, whose path, stdlib, series and threads
 * are known or guessed. Returns 0, or -1 after printing why and removing the stage.
 */
static int begin_stage(struct creation *c, const struct python *python)
{
	const char *target = c->target->path, *parent;

	c->python = *python;
	c->mode = 0666 & ~files_umask();
	parent = make_stage_parent(fills_dir(c) ? target : path_parent(target), &c->made);
	if (!parent)
		return error_errno("cannot make '%s'", shown(c->target->name));
	/* stage_open() sweeps its parent. A killed --clear left a stage beside the target. */
	if (fills_dir(c))
		stage_sweep(path_parent(parent));
	if (stage_open(parent, &c->stage))
		return -1;
	if (fills_dir(c) && !is_in_target(c)) {
		stage_drop(&c->stage);
		return error("'%s' was replaced by another program", shown(c->target->name));
	}
	c->wheel_count = 0;
	if ((c->how->venv.without_pip || !wheels_find(&c->python, &c->wheels, &c->wheel_count)) &&
	    !begin_unpacking(c))
		return 0;
	stage_drop(&c->stage);
	return -1;
}

/* ---- completion of the stage ----------------------------------------------- */

static int write_layout(const struct creation *c, const struct python *python)
{
	const struct create_target *t = c->target;
	struct layout layout = {
		.python = python, .target = t->path, .options = c->how->venv, .mode = c->mode
	};

	return layout_write(&layout, c->stage.dir);
}

/* Write the launchers and RECORD of each wheel. */
static int record_wheels(const struct creation *c, const struct python *python)
{
	const struct wheel_target to = {
		.site = open_site_packages(c),
		.bin = files_open_dir(c->stage.dir, "bin"),
		.site_to_bin = "../../../bin",
		.interpreter = path_join(path_join(c->target->path, "bin"), python->exe),
		.series = python->series,
		.mode = c->mode,
	};
	int ret = 0;

	if (to.site < 0 || to.bin < 0)
		ret = error_errno("cannot open '%s'", shown(c->stage.path));
	for (size_t i = 0; i < c->wheel_count && !ret; i++)
		ret = wheel_record(&c->wheels[i], &to);
	file_close(to.site);
	file_close(to.bin);
	return ret;
}

/*
 * Complete the stage for PYTHON. After a wrong guess, the wheels are unpacked again. Returns 0, or
 * -1 after printing why and removing the stage.
 */
static int write_stage(struct creation *c, const struct python *python)
{
	bool guess_was_right =
		streq(c->site, layout_site(python)) && streq(c->python.stdlib, python->stdlib);

	if (!guess_was_right) {
		stop_and_drop(c);
		if (begin_stage(c, python))
			return -1;
	}
	/* Threads unpack the wheels meanwhile: the directories exist already. */
	if (!write_layout(c, python) && !record_wheels(c, python) && !unpack_end(c->unpacking))
		return 0;
	stop_and_drop(c);
	return -1;
}

/* Begin the stage for the Python that is guessed from the path of CHOICE's interpreter. */
static int begin_by_guess(struct creation *c, const struct python_choice *choice)
{
	const struct python_guess *guess = &choice->guess;
	const struct python guessed = { .series = guess->series,
					.threads = guess->threads,
					.stdlib = guess->stdlib,
					.path = choice->question.path };

	return begin_stage(c, &guessed);
}

static int make_stage(struct creation *c, struct python_choice *choice, struct python *python)
{
	bool guessed = choice && choice->guess.series && choice->guess.stdlib;
	const char *why = NULL;

	if (guessed && begin_by_guess(c, choice))
		return -1;
	if (choice &&
	    (python_answer(choice, python, &why) || python_check(python, c->target->name))) {
		if (guessed)
			stop_and_drop(c);
		return -1;
	}
	if (why)
		note("%s", why);
	if (!guessed && begin_stage(c, python))
		return -1;
	return write_stage(c, python);
}

/* RET of a step: if it failed, the stage is gone, and the directories above it go as well. */
static int finish_creation(const struct creation *c, int ret)
{
	if (ret)
		files_remove_made(&c->made);
	return ret;
}

int create_stage(struct creation *c, struct python_choice *choice, struct python *python)
{
	return finish_creation(c, make_stage(c, choice, python));
}

/* ---- commit ---------------------------------------------------------------- */

/*
 * Lock the target against other commands, if it is still the directory that create_look() opened.
 * Returns a descriptor, or -1 after printing why.
 */
static int lock_target(const struct creation *c)
{
	struct file_info seen;

	if (file_fstat(c->target->dir, &seen))
		return error_errno("cannot look at '%s'", shown(c->target->name));
	return stage_dir_lock(AT_FDCWD, c->target->path, c->target->name, &seen);
}

/* Put the stage over the directory that is there. */
static int replace_target(struct creation *c)
{
	int old, ret;

	old = lock_target(c);
	if (old < 0) {
		stage_drop(&c->stage);
		return -1;
	}
	if (c->target->is_empty)
		ret = stage_fill(&c->stage);
	else if (c->target->is_mount)
		ret = stage_refill(&c->stage);
	else
		ret = stage_exchange(&c->stage, path_base(c->target->path), old, NULL);
	close(old);
	return ret;
}

int create_commit(struct creation *c)
{
	struct create_target *t = c->target;

	if (t->dir >= 0 ? replace_target(c) :
			  finish_creation(c, stage_place(&c->stage, path_base(t->path))))
		return -1;
	if (c->stage.made >= 0) {
		file_close(t->dir);
		t->dir = c->stage.made;
	}
	return stage_dir_is_at(t->path, t->dir);
}
