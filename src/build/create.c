/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/create.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/layout.h"
#include "build/stage_dir.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/platform.h"
#include "system/tree.h"

#include "core/banned.h"

/* It stays, and is merged into. */
static bool merges(const struct creation *c)
{
	return c->target->dir >= 0 && !c->how->clear;
}

/* ---- the stage ------------------------------------------------------------- */

/* The real path of the directory PATH, which is made if it is missing; NULL with errno. */
static const char *make_holder(const char *path)
{
	char real[PATH_MAX];
	int root;

	if (!realpath(path, real) && errno == ENOENT) {
		root = platform_open_path("/");
		if (root < 0 || layout_make_dirs(root, path + 1))
			return NULL;
		close(root);
	}
	return realpath(path, real) ? mem_dups(real) : NULL;
}

/** The versions of one package in a site-packages. */
struct versions {
	/** "pip", and the version that stays */
	const char *name, *stays;
	/** the newest that was seen; or NULL */
	const char *newest;
	/** remove the metadata of others */
	bool sweep;
	int ret;
};

/* Is version A older than B? */
static bool is_older(const char *a, const char *b)
{
	struct release one = { 0 }, other = { 0 };

	return release_parse(a, &one) && release_parse(b, &other) &&
	       release_compare(&one, &other, 3) < 0;
}

/* NAME is "pip-23.0.1.dist-info". */
static bool see_version(void *arg, int fd, const char *name, int type)
{
	struct versions *v = arg;
	size_t len = strlen(v->name);
	const char *version;

	(void)type;
	if (strncmp(name, v->name, len) != 0 || name[len] != '-' || !ends_with(name, ".dist-info"))
		return true;
	version = mem_dup(name + len + 1, strlen(name) - len - 1 - strlen(".dist-info"));
	if (v->sweep && !streq(version, v->stays) && tree_remove(fd, name))
		v->ret = -1;
	if (!v->newest || is_older(v->newest, version))
		v->newest = version;
	return true;
}

static int look_at_versions(const struct creation *c, struct versions *v)
{
	int site = files_open_parent(c->target->dir, path_join(c->site, ""));
	uint64_t room[1024];

	if (site < 0)
		return errno == ENOENT ? 0 : -1;
	if (file_scan_fd(site, room, sizeof(room), see_version, v))
		v->ret = -1;
	close(site);
	return v->ret;
}

/* A package that is there, with its modules, stays if it is as new as the wheel. */
static bool is_wanted(const struct creation *c, const struct wheel *wheel)
{
	struct versions v = { .name = wheel->name };
	struct buf init = BUF_INIT;

	if (!merges(c))
		return true;
	buf_putl(&init, c->site, "/", wheel->name, "/__init__.py");
	return file_exists(c->target->dir, init.data) <= 0 || look_at_versions(c, &v) ||
	       !v.newest || is_older(v.newest, wheel->version);
}

static int unpack(struct creation *c)
{
	struct wheel *all;
	size_t count;
	int site, ret = 0;

	if (layout_make_dirs(c->stage.dir, c->site))
		return error_errno("cannot make '%s'", shown(c->target->name));
	if (c->how->without_pip)
		return 0;
	if (wheels_find(&c->source, &all, &count))
		return -1;
	c->wheels = mem_array(count + 1, sizeof(*all));
	for (size_t i = 0; i < count; i++)
		if (is_wanted(c, &all[i]))
			c->wheels[c->wheel_count++] = all[i];
	site = openat(c->stage.dir, c->site, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (site < 0)
		return error_errno("cannot open '%s'", shown(c->stage.path));
	for (size_t i = 0; i < c->wheel_count && !ret; i++)
		ret = wheel_unpack(&c->wheels[i], site);
	close(site);
	return ret;
}

int create_begin(struct creation *c, const struct wheel_source *source, const char *site)
{
	const char *holder;

	c->source = *source;
	c->site = site;
	c->wheel_count = 0;
	holder = make_holder(merges(c) ? c->target->path : path_parent(c->target->path));
	if (!holder)
		return error_errno("cannot make '%s'", shown(c->target->name));
	if (stage_open(holder, &c->stage))
		return -1;
	if (!unpack(c))
		return 0;
	stage_drop(&c->stage);
	return -1;
}

/* ---- the rest -------------------------------------------------------------- */

/* The environment has packages for the other kind of PYTHON, free-threaded or not. */
static bool is_other_kind(const struct creation *c, const struct python *python)
{
	struct python other = *python;

	other.threads = *python->threads ? "" : "t";
	return file_exists(c->target->dir, layout_site(&other)) > 0 &&
	       file_exists(c->target->dir, c->site) <= 0;
}

/* The packages in an environment of another Python would be lost. */
static int check_python(const struct creation *c, const struct python *python)
{
	const struct create_target *t = c->target;
	struct buf command = BUF_INIT;
	const char *series = cfg_series(t->venv.cfg.version);

	if (!merges(c) || !t->is_env ||
	    ((!*series || streq(series, python->series)) && !is_other_kind(c, python)))
		return 0;
	buf_putl(&command, "avenv recreate -p ", python->series, python->threads);
	return error("'%s' is an environment of Python %s, not of %s%s; %s keeps its packages, "
		     "'--clear' begins empty",
		     shown(t->name), shown(series), python->series, python->threads,
		     paste_command(command.data, t->path));
}

static int write_layout(const struct creation *c, const struct python *python)
{
	const struct create_how *how = c->how;
	const struct create_target *t = c->target;
	struct file_info link;
	bool was_copy =
		how->upgrade && !file_lstatat(t->dir, "bin/python", &link) && S_ISREG(link.mode);
	const struct layout layout = {
		.python = python,
		.target = t->path,
		.prompt = how->upgrade && !how->prompt ? t->venv.cfg.prompt : how->prompt,
		.system_site = how->system_site,
		.copies = how->copies || was_copy,
		.with_pip = !how->without_pip,
		.clear = how->clear,
		.upgrade = how->upgrade,
		.upgrade_deps = how->upgrade_deps,
		.scm_ignore = !how->without_scm_ignore,
	};

	return layout_write(&layout, c->stage.dir, merges(c) ? t->dir : -1);
}

/* Launchers and RECORD. */
static int record_wheels(const struct creation *c, const struct python *python)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	const struct wheel_target to = {
		.site = openat(c->stage.dir, c->site, flags),
		.bin = openat(c->stage.dir, "bin", flags),
		.site_to_bin = "../../../bin",
		.interpreter = path_join(path_join(c->target->path, "bin"), python->exe),
		.series = python->series,
	};
	int ret = 0;

	if (to.site < 0 || to.bin < 0)
		ret = error_errno("cannot open '%s'", shown(c->stage.path));
	for (size_t i = 0; i < c->wheel_count && !ret; i++)
		ret = wheel_record(&c->wheels[i], &to);
	if (to.site >= 0)
		close(to.site);
	if (to.bin >= 0)
		close(to.bin);
	return ret;
}

/* What was guessed of PYTHON was wrong: begin again. */
static int begin_again(struct creation *c, const struct python *python)
{
	const struct wheel_source source = { .stdlib = python->stdlib,
					     .series = python->series,
					     .python = python->path };

	stage_drop(&c->stage);
	return create_begin(c, &source, layout_site(python));
}

int create_write(struct creation *c, const struct python *python)
{
	if (check_python(c, python)) {
		stage_drop(&c->stage);
		return -1;
	}
	if ((!streq(c->site, layout_site(python)) || !streq(c->source.stdlib, python->stdlib)) &&
	    begin_again(c, python))
		return -1;
	if (!write_layout(c, python) && !record_wheels(c, python))
		return 0;
	stage_drop(&c->stage);
	return -1;
}

/* ---- into its place -------------------------------------------------------- */

/* The target as it was looked at, locked against other commands. */
static int lock_target(const struct creation *c)
{
	struct file_info seen;

	if (file_fstat(c->target->dir, &seen))
		return error_errno("cannot look at '%s'", shown(c->target->name));
	return stage_dir_lock(AT_FDCWD, c->target->path, c->target->name, &seen);
}

/* The metadata of older versions goes: their files were replaced. */
static int sweep_versions(const struct creation *c)
{
	for (size_t i = 0; i < c->wheel_count; i++) {
		struct versions v = { .name = c->wheels[i].name,
				      .stays = c->wheels[i].version,
				      .sweep = true };

		if (look_at_versions(c, &v))
			return error_errno("cannot remove the older '%s' in '%s'", v.name,
					   shown(c->target->name));
	}
	return 0;
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
	if (c->how->clear)
		ret = stage_exchange(&c->stage, name, old, -1);
	else
		ret = stage_merge(&c->stage, c->site) || sweep_versions(c) ? -1 : 0;
	close(old);
	return ret;
}
