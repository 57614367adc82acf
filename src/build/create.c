/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/create.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/copy.h"
#include "build/layout.h"
#include "build/stage_dir.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/tree.h"

/* The existing directory is kept, and the stage is merged into it. */
static bool merges(const struct creation *c)
{
	return c->target->dir >= 0 && !c->how->venv.clear;
}

/* ---- the stage ------------------------------------------------------------- */

/* Create the directory PATH if it is missing. Returns its real path, or NULL with errno. */
static const char *make_holder(const char *path)
{
	const char *real = file_real(path);

	return real || errno != ENOENT || files_make_dirs(AT_FDCWD, path, 0777) ? real :
										  file_real(path);
}

static int open_site_packages(const struct creation *c, int dir)
{
	return files_open_parent(dir, path_join(c->site, ""));
}

/* False for a package whose modules and metadata are in the target already. */
static bool wheel_needed(const struct creation *c, const struct wheel *wheel)
{
	int site = merges(c) ? open_site_packages(c, c->target->dir) : -1;
	bool there = site >= 0 && file_exists(site, path_join(wheel->name, "__init__.py")) > 0;
	struct strings versions = { 0 };

	if (there && wheel_versions(wheel, site, &versions))
		there = false;
	file_close(site);
	return !there || !versions.count;
}

static int find_wheels(struct creation *c)
{
	struct wheel *all;
	size_t count;

	c->wheel_count = 0;
	if (c->how->venv.without_pip)
		return 0;
	if (wheels_find(&c->python, &all, &count))
		return -1;
	c->wheels = mem_array(count, sizeof(*all));
	for (size_t i = 0; i < count; i++)
		if (wheel_needed(c, &all[i]))
			c->wheels[c->wheel_count++] = all[i];
	return 0;
}

static int unpack(struct creation *c)
{
	int site = -1;

	if (!files_make_dirs(c->stage.dir, c->site, 0777))
		site = open_site_packages(c, c->stage.dir);
	if (site < 0)
		return error_errno("cannot make '%s'", shown(c->target->name));
	c->unpacking = unpack_begin(c->wheels, c->wheel_count, site);
	return c->unpacking ? 0 : -1;
}

static void drop_stage(struct creation *c)
{
	unpack_stop(c->unpacking);
	stage_drop(&c->stage);
}

/*
 * Create the stage and start to unpack the wheels of PYTHON, whose path, stdlib, series and threads
 * are known or guessed. Returns 0, or -1 after printing why and removing the stage.
 */
static int begin_stage(struct creation *c, const struct python *python)
{
	const char *holder;

	c->python = *python;
	c->site = layout_site(python);
	c->mode = 0666 & ~files_umask();
	holder = make_holder(merges(c) ? c->target->path : path_parent(c->target->path));
	if (!holder)
		return error_errno("cannot make '%s'", shown(c->target->name));
	/* A killed --clear or recreate left its stage beside the environment. */
	if (merges(c))
		stage_sweep(path_parent(holder));
	if (stage_open(holder, &c->stage))
		return -1;
	if (c->like ? !copy_env(c->like, c->stage.dir) : !find_wheels(c) && !unpack(c))
		return 0;
	stage_drop(&c->stage);
	return -1;
}

/* ---- completion of the stage ----------------------------------------------- */

/*
 * The environment has site-packages only for the other build of PYTHON, free-threaded or default.
 */
static bool is_other_kind(const struct creation *c, const struct python *python)
{
	struct python other = *python;

	other.threads = *python->threads ? "" : "t";
	return file_exists(c->target->dir, layout_site(&other)) > 0 &&
	       file_exists(c->target->dir, c->site) <= 0;
}

/* Refuse to merge into an environment of another Python, which could not import its packages. */
static int check_python(const struct creation *c, const struct python *python)
{
	const struct create_target *t = c->target;
	const char *series = cfg_series(t->venv.cfg.version);

	if (!merges(c) || !t->is_env ||
	    ((!*series || streq(series, python->series)) && !is_other_kind(c, python)))
		return 0;
	return error(
		"'%s' is an environment of Python %s, not of %s%s; %s keeps its packages, "
		"'--clear' starts without them",
		shown(t->name), shown(series), python->series, python->threads,
		paste_command(formatted("avenv recreate -p %s%s", python->series, python->threads),
			      t->path));
}

static int write_layout(const struct creation *c, const struct python *python)
{
	const struct create_target *t = c->target;
	struct layout layout = {
		.python = python, .target = t->path, .options = c->how->venv, .mode = c->mode
	};
	struct layout_options *options = &layout.options;

	/* A merge keeps the options of the existing environment. */
	if (merges(c) && !options->prompt)
		options->prompt = t->venv.cfg.prompt;
	if (merges(c))
		options->system_site |= t->venv.cfg.system_site;
	return layout_write(&layout, c->stage.dir, merges(c) ? t->dir : -1);
}

/* Write the launchers and RECORD of each wheel. */
static int record_wheels(const struct creation *c, const struct python *python)
{
	const struct wheel_target to = {
		.site = open_site_packages(c, c->stage.dir),
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

/* The threads are still writing: this needs only their directories, which exist, and the wheels. */
static int write_rest(const struct creation *c, const struct python *python)
{
	if (write_layout(c, python) || record_wheels(c, python))
		return -1;
	return unpack_end(c->unpacking);
}

/*
 * Complete the stage for PYTHON. After a wrong guess, the wheels are unpacked again. Returns 0, or
 * -1 after printing why and removing the stage.
 */
static int write_stage(struct creation *c, const struct python *python)
{
	bool guessed =
		streq(c->site, layout_site(python)) && streq(c->python.stdlib, python->stdlib);

	if (!check_python(c, python)) {
		if (!guessed) {
			drop_stage(c);
			if (begin_stage(c, python))
				return -1;
		}
		if (!write_rest(c, python))
			return 0;
	}
	drop_stage(c);
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

int create_stage(struct creation *c, struct python_choice *choice, struct python *python)
{
	bool ahead = choice && choice->guess.series && choice->guess.stdlib;
	const char *why = NULL;

	if (ahead && begin_by_guess(c, choice))
		return -1;
	if (choice &&
	    (python_answer(choice, python, &why) || python_supported(python, c->target->name))) {
		if (ahead)
			drop_stage(c);
		return -1;
	}
	if (why)
		note("%s", why);
	if (!ahead && begin_stage(c, python))
		return -1;
	return c->like ? 0 : write_stage(c, python);
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

/* Remove the metadata of other versions of WHEEL's package: their files were replaced. */
static int sweep_versions(const struct creation *c, const struct wheel *wheel)
{
	int site = open_site_packages(c, c->target->dir), ret = site < 0 ? -1 : 0;
	struct strings versions = { 0 };

	if (!ret)
		ret = wheel_versions(wheel, site, &versions);
	for (size_t i = 0; i < versions.count && !ret; i++)
		if (!streq(versions.list[i], wheel->version))
			ret = tree_remove(site, wheel_info(wheel, versions.list[i]));
	file_close(site);
	return ret ? error_errno("cannot remove the older '%s' in '%s'", wheel->name,
				 shown(c->target->name)) :
		     0;
}

int create_commit(struct creation *c)
{
	const char *name = path_base(c->target->path);
	int old, ret;

	if (c->target->dir < 0)
		return stage_place(&c->stage, name);
	old = lock_target(c);
	if (old < 0) {
		stage_drop(&c->stage);
		return -1;
	}
	if (c->how->venv.clear) {
		ret = stage_exchange(&c->stage, name, old, NULL);
	} else {
		ret = stage_merge(&c->stage, c->site);
		for (size_t i = 0; i < c->wheel_count && !ret; i++)
			ret = sweep_versions(c, &c->wheels[i]);
	}
	close(old);
	return ret;
}
