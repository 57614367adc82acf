/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/strings.h"
#include "core/venv.h"

#include "core/banned.h"

/** A walk from one start. */
struct run {
	struct walk *walk;
	/** the start's file system */
	uint64_t dev;
	/** the directory that is read, and those of the level below */
	struct walk_dir at;
	struct strings next;
};

/* No project is in it; or `avenv create` or `remove` is at work on it. */
static bool is_skipped(const char *name)
{
	static const char *const names[] = { ".git",   ".hg",         ".tox",        ".nox",
					     ".cache", "__pycache__", "node_modules" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (streq(name, names[i]))
			return true;
	return starts_with(name, ".avenv-");
}

/* A name of an environment that is no directory: a link, or the redirect file .venv. */
static void look_for_pointer(struct run *run, const char *name, int type)
{
	if (type == DT_DIR || !settings_name_is_fixed(run->walk->settings, name) ||
	    (type == DT_REG && !streq(name, ".venv")))
		return;
	run->at.pointer = run->at.promising = true;
}

static void look_at_dir(struct run *run, const char *name)
{
	struct walk *w = run->walk;
	const char *path = path_join(run->at.path, name);
	struct file_info info;

	if (!w->looks)
		return;
	w->looks--;
	if (file_lstat(path, &info) || !S_ISDIR(info.mode))
		return;
	if (venv_exists(path) <= 0) {
		if (info.dev == run->dev)
			strings_add(&run->next, path);
		return;
	}
	run->at.promising = true;
	if (w->env)
		w->env(w->arg, path, &info);
}

static bool visit(void *arg, int fd, const char *name, int type)
{
	(void)fd;
	look_for_pointer(arg, name, type);
	if ((type == DT_DIR || type == DT_UNKNOWN) && !is_skipped(name))
		look_at_dir(arg, name);
	return true;
}

/* Not with file_scan(), which allocates its buffer anew each time. */
static void read_dir(struct run *run, const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	uint64_t room[1024];

	run->at = (struct walk_dir){ .path = path };
	if (fd < 0 || file_scan_fd(fd, room, sizeof(room), visit, run))
		run->at.error = errno;
	if (fd >= 0)
		file_close(fd);
	if (run->walk->dir)
		run->walk->dir(run->walk->arg, &run->at);
}

void walk_below(struct walk *walk, const char *dir)
{
	struct run run = { .walk = walk };
	struct file_info info;

	if (!file_lstat(dir, &info))
		run.dev = info.dev;
	strings_add(&run.next, dir);
	for (unsigned depth = 0; run.next.count && depth <= walk->depth_max; depth++) {
		struct strings level = run.next;

		run.next = (struct strings){ 0 };
		for (size_t i = 0; i < level.count && walk->looks; i++)
			read_dir(&run, level.list[i]);
	}
	if (run.next.count || !walk->looks)
		walk->cut_short = true;
}
