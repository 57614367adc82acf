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
#include "core/path.h"
#include "print/msg.h"
#include "system/tree.h"
#include "system/tree_walk.h"

#include "core/banned.h"

/*
 * A copy that is on its way into its place.  The target is locked, so one name is
 * enough, and the next such copy sweeps what a kill left.
 */
#define PUT_TEMP ".avenv-new-file"

/** A walk through one tree, with a place in the other that keeps up. */
struct merge {
	const struct stage *stage;
	struct cursor other;
	/** the directory is being removed whose depth this is; 0: none */
	size_t doomed;
	/** why a file cannot be placed, where errno could not say it */
	const char *reason;
};

/* What is called NAME in the other tree: its type, or 0 where nothing is. */
static mode_t other_type(const struct merge *m, const char *name)
{
	struct stat st;

	if (fstatat(m->other.fd, name, &st, AT_SYMLINK_NOFOLLOW))
		return 0;
	return st.st_mode & S_IFMT;
}

/* To the same directory in the other tree, which begins with NAME in HOLDER. */
static int follow(struct tree_walk *w, int holder, const char *top, const char *name)
{
	struct merge *m = w->arg;

	return w->depth ? cursor_down(&m->other, name) : cursor_start(&m->other, holder, top);
}

static int leave_both(struct tree_walk *w, int dir, const char *name)
{
	struct merge *m = w->arg;

	(void)dir;
	(void)name;
	return w->depth ? cursor_up(&m->other) : 0;
}

/*
 * python -m venv leaves a lib64 alone, whatever it is: a file manager or an
 * archive may have made a directory of the link.
 */
static bool stays(const struct tree_walk *w, const char *name)
{
	const struct merge *m = w->arg;

	return !m->stage->clear && w->depth == 1 && streq(name, "lib64") && other_type(m, name);
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
	mode_t type = w->depth ? other_type(m, name) : S_IFDIR;

	(void)dir;
	if (type == S_IFDIR)
		return follow(w, m->stage->old, ".", name);
	if (!type || m->stage->clear)
		return TREE_WALK_PAST;
	return refuse(m, type == S_IFLNK ? "is a link" : "is not a directory");
}

static int check_file(struct tree_walk *w, int dir, const char *name)
{
	struct merge *m = w->arg;

	(void)dir;
	if (other_type(m, name) != S_IFDIR || m->stage->clear || stays(w, name))
		return 0;
	return refuse(m, "is a directory");
}

/* ---- what goes ---------------------------------------------------------- */

static int clear_dir(struct tree_walk *w, int dir, const char *name)
{
	struct merge *m = w->arg;
	const struct stage *s = m->stage;

	if (m->doomed)
		return 0;
	if (w->depth == 1 && tree_is(s->dir, dir, name))
		return TREE_WALK_PAST;
	if (!w->depth || other_type(m, name) == S_IFDIR)
		return follow(w, s->holder, s->name, name);
	m->doomed = w->depth;
	return 0;
}

static int clear_left(struct tree_walk *w, int dir, const char *name)
{
	struct merge *m = w->arg;

	if (!m->doomed)
		return leave_both(w, dir, name);
	if (m->doomed == w->depth)
		m->doomed = 0;
	return unlinkat(dir, name, AT_REMOVEDIR);
}

/* The old pyvenv.cfg is there until the new one is. */
static int clear_file(struct tree_walk *w, int dir, const char *name)
{
	const struct merge *m = w->arg;
	mode_t type = m->doomed ? 0 : other_type(m, name);

	if ((type && type != S_IFDIR) || (w->depth == 1 && streq(name, "pyvenv.cfg")))
		return 0;
	return unlinkat(dir, name, 0);
}

/* ---- what comes --------------------------------------------------------- */

static int put_dir(struct tree_walk *w, int dir, const char *name)
{
	struct merge *m = w->arg;
	struct stat st;

	if (!w->depth || other_type(m, name))
		return follow(w, m->stage->old, ".", name);
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) ||
	    mkdirat(m->other.fd, name, st.st_mode & 07777) || cursor_down(&m->other, name))
		return -1;
	/* Past the umask, as those who made it had wanted it. */
	return fchmod(m->other.fd, st.st_mode & 07777);
}

/* A mount or a quota may lie between the two: then a copy is renamed. */
static int put_copy(const struct merge *m, int dir, const char *name)
{
	size_t left_out;

	if (unlinkat(m->other.fd, PUT_TEMP, 0) && errno != ENOENT)
		return -1;
	if (tree_copy(dir, name, m->other.fd, PUT_TEMP, false, &left_out) ||
	    renameat(m->other.fd, PUT_TEMP, m->other.fd, name)) {
		int err = errno;

		unlinkat(m->other.fd, PUT_TEMP, 0);
		errno = err;
		return -1;
	}
	return 0;
}

static int put_file(struct tree_walk *w, int dir, const char *name)
{
	const struct merge *m = w->arg;

	if (stays(w, name))
		return 0;
	if (!renameat(dir, name, m->other.fd, name))
		return 0;
	return errno == EXDEV ? put_copy(m, dir, name) : -1;
}

/* ------------------------------------------------------------------------- */

static int failed(const struct merge *m, const char *what)
{
	const char *path = path_join(m->stage->target, tree_fault());

	if (m->reason)
		return error("'%s' %s", shown(path), m->reason);
	return error_errno("cannot %s '%s'", what, shown(path));
}

/* Walk the tree NAME in DIR. */
static int pass(struct merge *m, struct tree_walk *w, int dir, const char *name)
{
	int ret;

	w->arg = m;
	m->other = (struct cursor)CURSOR_INIT;
	ret = tree_walk(w, dir, name);
	cursor_stop(&m->other);
	return ret;
}

static int clear(struct merge *m)
{
	struct tree_walk w = {
		.file = clear_file, .enter = clear_dir, .leave = clear_left, .unlock = true
	};
	const char *mount = tree_mount(m->stage->target);

	if (mount)
		return error("cannot empty '%s': '%s' is a mount point", shown(m->stage->target),
			     shown(mount));
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
