/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In place, file by file: first all that could stand in the way is looked for,
 * then what should go is removed, then each new file is renamed over the old one,
 * pyvenv.cfg being the last.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/stage.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/replace.h"
#include "system/tree.h"

#include "core/banned.h"

/** A walk through one tree, with the same directories of the other. */
struct merge {
	const struct stage *stage;
	/** the other tree's directories, open, by depth: -1 where it has none */
	int other[TREE_DEPTH_MAX + 1];
	size_t open;
	/** why a file cannot be placed, where errno could not say it */
	const char *reason;
};

/* The other tree's directory in which W is. */
static int other_dir(const struct tree_walk *w)
{
	const struct merge *m = w->arg;

	return w->depth ? m->other[w->depth - 1] : -1;
}

/* The type of NAME in the other tree, or 0 where nothing is. */
static mode_t other_type(const struct tree_walk *w, const char *name)
{
	struct file_info info;

	if (other_dir(w) < 0 || file_lstatat(other_dir(w), name, &info))
		return 0;
	return info.mode & S_IFMT;
}

/* Into a directory, open as FD in the other tree; -1: it has none. The walk checks the depth. */
static int enter(struct tree_walk *w, int fd)
{
	struct merge *m = w->arg;

	m->other[w->depth] = fd;
	m->open = w->depth + 1;
	return 0;
}

/* Into the same directory of the other tree, which begins with TOP in HOLDER. */
static int enter_both(struct tree_walk *w, int holder, const char *top, const char *name)
{
	int fd = w->depth ? files_open_dir(other_dir(w), name) : files_open_dir(holder, top);

	return fd < 0 ? -1 : enter(w, fd);
}

static void close_last(struct merge *m)
{
	int fd = m->other[--m->open];

	if (fd >= 0)
		file_close(fd);
}

static int leave_both(struct tree_walk *w, int dir, const char *name)
{
	(void)dir;
	(void)name;
	close_last(w->arg);
	return 0;
}

/*
 * python -m venv leaves a lib64 alone, whatever it is: a file manager or an
 * archive may have made a directory of the link.
 */
static bool stays(const struct tree_walk *w, const char *name)
{
	const struct merge *m = w->arg;

	return !m->stage->clear && w->depth == 1 && streq(name, "lib64") && other_type(w, name);
}

/* ---- what stands in the way --------------------------------------------- */

static int refuse(struct merge *m, const char *reason)
{
	m->reason = reason;
	return -1;
}

static int check_dir(struct tree_walk *w, int dir, const char *name)
{
	struct merge *m = w->arg;
	mode_t type = w->depth ? other_type(w, name) : S_IFDIR;

	(void)dir;
	if (type == S_IFDIR)
		return enter_both(w, m->stage->old, ".", name);
	if (!type || m->stage->clear)
		return TREE_SKIP;
	return refuse(m, type == S_IFLNK ? "is a link" : "is not a directory");
}

static int check_file(struct tree_walk *w, int dir, const char *name)
{
	struct merge *m = w->arg;

	(void)dir;
	if (other_type(w, name) != S_IFDIR || m->stage->clear || stays(w, name))
		return 0;
	return refuse(m, "is a directory");
}

/* ---- what goes ---------------------------------------------------------- */

static int clear_dir(struct tree_walk *w, int dir, const char *name)
{
	const struct merge *m = w->arg;
	const struct stage *s = m->stage;

	if (w->depth == 1 && files_still_open(dir, name, s->dir))
		return TREE_SKIP;
	if (!w->depth || other_type(w, name) == S_IFDIR)
		return enter_both(w, s->holder, s->name, name);
	return enter(w, -1);
}

static int clear_left(struct tree_walk *w, int dir, const char *name)
{
	const struct merge *m = w->arg;
	bool alone = m->other[w->depth] < 0;

	close_last(w->arg);
	return alone ? unlinkat(dir, name, AT_REMOVEDIR) : 0;
}

/* The old pyvenv.cfg is there until the new one is. */
static int clear_file(struct tree_walk *w, int dir, const char *name)
{
	mode_t type = other_type(w, name);

	if ((type && type != S_IFDIR) || (w->depth == 1 && streq(name, "pyvenv.cfg")))
		return 0;
	return unlinkat(dir, name, 0);
}

/* ---- what comes --------------------------------------------------------- */

static int put_dir(struct tree_walk *w, int dir, const char *name)
{
	const struct merge *m = w->arg;
	struct stat st;

	if (!w->depth || other_type(w, name))
		return enter_both(w, m->stage->old, ".", name);
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) ||
	    mkdirat(other_dir(w), name, st.st_mode & 07777) || enter_both(w, -1, NULL, name))
		return -1;
	/* Past the umask, as those who made it had wanted it. */
	return fchmod(m->other[w->depth], st.st_mode & 07777);
}

/* A mount or a quota may lie between the two: then a copy is renamed. */
static int put_copy(int to, int dir, const char *name)
{
	const char *temp = temp_name(TEMP_PREFIX);

	if (files_copy(dir, name, to, temp) || renameat(to, temp, to, name)) {
		int err = errno;

		unlinkat(to, temp, 0);
		errno = err;
		return -1;
	}
	return 0;
}

static int put_file(struct tree_walk *w, int dir, const char *name)
{
	int to = other_dir(w);

	if (stays(w, name) || !renameat(dir, name, to, name))
		return 0;
	return errno == EXDEV ? put_copy(to, dir, name) : -1;
}

/* ------------------------------------------------------------------------- */

static int failed(const struct merge *m, const char *what)
{
	const char *path = tree_fault(m->stage->target);

	if (m->reason)
		return error("'%s' %s", shown(path), m->reason);
	return error_errno("cannot %s '%s'", what, shown(path));
}

/* Walk the tree NAME in DIR. */
static int pass(struct merge *m, struct tree_walk *w, int dir, const char *name)
{
	int ret;

	w->arg = m;
	m->open = 0;
	ret = tree_walk(w, dir, name);
	while (m->open)
		close_last(m);
	return ret;
}

static int clear(struct merge *m)
{
	struct tree_walk w = {
		.file = clear_file, .enter = clear_dir, .leave = clear_left, .unlock = true
	};

	return pass(m, &w, m->stage->old, ".") ? failed(m, "remove") : 0;
}

int stage_merge(const struct stage *stage)
{
	struct merge m = { .stage = stage };
	struct tree_walk check = { .file = check_file, .enter = check_dir, .leave = leave_both };
	struct tree_walk put = { .file = put_file, .enter = put_dir, .leave = leave_both };

	if (pass(&m, &check, stage->holder, stage->name))
		return failed(&m, "look at");
	if (stage->clear && clear(&m))
		return -1;
	if (pass(&m, &put, stage->holder, stage->name))
		return failed(&m, "write");
	return 0;
}
