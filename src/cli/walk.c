/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/target.h"
#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

/** A directory that is still to be looked at. */
struct node {
	struct node *next;
	const char *path;
	unsigned depth;
};

/** One start. */
struct run {
	struct walk *walk;
	/** the start is on this device */
	uint64_t dev;
	struct node *first, **last;
	/** what is looked at now */
	const struct node *at;
	struct walk_dir seen;
	/** NAME/pyvenv.cfg: one buffer for all */
	struct buf cfg;
};

static void push(struct run *run, const char *path, unsigned depth)
{
	struct node *node = mem_array(1, sizeof(*node));

	node->path = path;
	node->depth = depth;
	*run->last = node;
	run->last = &node->next;
}

/*
 * Full of directories, none of which is anybody's project; or a stage, half
 * made or on its way out.
 */
static bool is_skipped(const char *name)
{
	static const char *const names[] = {
		".git",          ".hg",         ".svn",          ".tox",
		".nox",          ".cache",      "__pycache__",   "node_modules",
		"site-packages", ".mypy_cache", ".pytest_cache", ".ruff_cache",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (streq(name, names[i]))
			return true;
	return starts_with(name, ".avenv-");
}

/* One of the names that count; a file is a redirect or a list. */
static void note_name(struct run *run, const char *name, int type)
{
	bool file = streq(name, ".venv") || streq(name, ".python-envs");

	if (!file && (type == DT_REG ||
		      !settings_name_is_fixed(run->walk->settings, name)))
		return;
	run->seen.promising = true;
	if (type != DT_DIR)
		run->seen.pointer = true;
}

/* What cannot be looked at must not pass for searched; others may close theirs. */
static void note_error(struct run *run, int err)
{
	if (!file_is_missing(err) && err != EACCES)
		run->seen.error = err;
}

static bool has_cfg(struct run *run, int fd, const char *name)
{
	struct file_info info;

	buf_cut(&run->cfg, 0);
	buf_putl(&run->cfg, name, "/pyvenv.cfg");
	if (!file_lstatat(fd, run->cfg.data, &info))
		return true;
	note_error(run, errno);
	return false;
}

/* One of those that may be looked at is; returns false where none is left. */
static bool look(struct walk *walk)
{
	if (walk->looks && !*walk->looks) {
		walk->too_many = true;
		return false;
	}
	if (walk->looks)
		--*walk->looks;
	return true;
}

static void on_subdir(struct run *run, int fd, const char *name)
{
	struct walk *w = run->walk;
	struct file_info info;

	if (is_skipped(name) || !look(w))
		return;
	if (file_lstatat(fd, name, &info)) {
		if (!file_is_missing(errno))
			run->seen.error = errno;
		return;
	}
	if (!S_ISDIR(info.mode))
		return;
	if (has_cfg(run, fd, name)) {
		run->seen.promising = true;
		if (w->env)
			w->env(w->arg, run->at->path, name, &info);
	} else if (info.dev == run->dev) {
		if (run->at->depth == w->depth_max)
			w->too_deep = true;
		else
			push(run, path_join(run->at->path, name),
			     run->at->depth + 1);
	}
}

static bool visit(void *arg, int fd, const char *name, int type)
{
	note_name(arg, name, type);
	if (type == DT_DIR || type == DT_UNKNOWN)
		on_subdir(arg, fd, name);
	return true;
}

/* Not with file_scan(), whose memory is never given back. */
static void scan(struct run *run)
{
	int fd = open(run->at->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
					     O_NONBLOCK | O_CLOEXEC);
	uint64_t room[1024];

	if (fd < 0 || file_scan_fd(fd, room, sizeof(room), visit, run))
		run->seen.error = errno;
	if (fd >= 0)
		close(fd);
}

void walk_below(struct walk *walk, const char *dir)
{
	struct run run = { .walk = walk, .cfg = BUF_INIT };
	struct file_info info;

	run.last = &run.first;
	if (file_lstat(dir, &info)) {
		run.seen = (struct walk_dir){ .path = dir, .error = errno };
		if (walk->dir)
			walk->dir(walk->arg, &run.seen);
		return;
	}
	run.dev = info.dev;
	push(&run, dir, 0);
	for (; run.first; run.first = run.first->next) {
		if (walk->dirs == walk->dirs_max || !look(walk)) {
			walk->too_many = true;
			return;
		}
		walk->dirs++;
		run.at = run.first;
		run.seen = (struct walk_dir){ .path = run.at->path };
		scan(&run);
		if (walk->dir)
			walk->dir(walk->arg, &run.seen);
	}
}
