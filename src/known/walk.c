/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"
#include "system/platform.h"

#include "core/banned.h"

enum {
	/** system calls that it takes to read a directory */
	READ_COST = 4,
};

/** A directory that is still to be looked at. */
struct node {
	struct node *next;
	const char *path;
	unsigned depth;
	/** what was found in it ahead; NULL: nothing */
	const char *ahead;
};

struct queue {
	struct node *first, **last;
};

/** One start. */
struct run {
	struct walk *walk;
	/** the start is on this device */
	uint64_t dev;
	/** first where nothing was found yet */
	struct queue next, later;
	/** what is looked at now */
	const struct node *at;
	struct walk_dir seen;
	/** NAME/pyvenv.cfg: one buffer for all */
	struct buf cfg;
};

static void push(struct run *run, const char *path, unsigned depth, const char *ahead)
{
	struct queue *queue = ahead ? &run->later : &run->next;
	struct node *node = mem_array(1, sizeof(*node));

	node->path = path;
	node->depth = depth;
	node->ahead = ahead;
	*(queue->first ? queue->last : &queue->first) = node;
	queue->last = &node->next;
}

static const struct node *pop(struct run *run)
{
	struct queue *queue = run->next.first ? &run->next : &run->later;
	const struct node *node = queue->first;

	if (node)
		queue->first = node->next;
	return node;
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

/* One of the names that count; a file is a redirect. */
static void note_name(struct run *run, const char *name, int type)
{
	bool file = streq(name, ".venv");

	if (!file && (type == DT_REG || !settings_name_is_fixed(run->walk->settings, name)))
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

/* COST system calls may be made; returns false where none is left. */
static bool look(struct walk *walk, size_t cost)
{
	if (!walk->looks)
		return true;
	if (!*walk->looks) {
		walk->too_many = true;
		return false;
	}
	*walk->looks -= cost < *walk->looks ? cost : *walk->looks;
	return true;
}

/*
 * The name of the environment in directory NAME, where it has one of the two
 * that most have; NULL: none of them, or it is not to be looked for ahead.
 */
static const char *find_ahead(struct run *run, int fd, const char *name)
{
	static const char *const names[] = { ".venv", "venv" };
	struct walk *w = run->walk;
	struct file_info info;

	if (!w->looks || run->at->depth == w->depth_max)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *env = path_join(name, names[i]);

		if (!look(w, 1))
			return NULL;
		if (file_lstatat(fd, env, &info) || !S_ISDIR(info.mode) || !look(w, 1) ||
		    !has_cfg(run, fd, env))
			continue;
		w->env(w->arg, path_join(run->at->path, name), names[i], &info);
		return names[i];
	}
	return NULL;
}

/* Directory NAME, which is no environment, is to be read as well. */
static void on_plain(struct run *run, const char *name, const char *ahead)
{
	struct walk *w = run->walk;
	unsigned depth = run->at->depth;

	if (depth == w->depth_max)
		w->too_deep = true;
	else
		push(run, path_join(run->at->path, name), depth + 1, ahead);
}

static void on_dir(struct run *run, int fd, const char *name, const struct file_info *info)
{
	struct walk *w = run->walk;
	bool fixed = settings_name_is_fixed(w->settings, name);
	bool same_dev = info->dev == run->dev;
	const char *ahead = NULL;

	if (!fixed && same_dev)
		ahead = find_ahead(run, fd, name);
	if (!ahead && look(w, 1) && has_cfg(run, fd, name)) {
		run->seen.promising = true;
		if (w->env)
			w->env(w->arg, run->at->path, name, info);
	} else if (same_dev) {
		on_plain(run, name, ahead);
	}
}

static void on_subdir(struct run *run, int fd, const char *name)
{
	const char *ahead = run->at->ahead;
	struct file_info info;

	if (is_skipped(name) || (ahead && streq(name, ahead)) || !look(run->walk, 1))
		return;
	if (file_lstatat(fd, name, &info)) {
		if (!file_is_missing(errno))
			run->seen.error = errno;
	} else if (S_ISDIR(info.mode)) {
		on_dir(run, fd, name, &info);
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
	int fd = open(run->at->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
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

	if (file_lstat(dir, &info)) {
		run.seen = (struct walk_dir){ .path = dir, .error = errno };
		if (walk->dir)
			walk->dir(walk->arg, &run.seen);
		return;
	}
	run.dev = info.dev;
	push(&run, dir, 0, NULL);
	while ((run.at = pop(&run))) {
		if (walk->dirs == walk->dirs_max || !look(walk, READ_COST)) {
			walk->too_many = true;
			return;
		}
		walk->dirs++;
		run.seen = (struct walk_dir){ .path = run.at->path };
		scan(&run);
		if (walk->dir)
			walk->dir(walk->arg, &run.seen);
	}
}
