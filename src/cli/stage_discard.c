/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way out: out of the way in one step, and then, once it is clear that it
 * is what was meant, removed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/here.h"
#include "cli/stage.h"
#include "cli/stage_dir.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

const char *stage_put_away(int holder, const char *name)
{
	const char *away = stage_name(STAGE_OLD_PREFIX);

	return renameat(holder, name, holder, away) ? NULL : away;
}

int stage_remove(int holder, const char *name, int fd, const char *path)
{
	struct buf command = BUF_INIT;
	const char *fault;
	bool barred;
	int err;

	if (!(fd < 0 ? tree_remove(holder, name) : tree_remove_open(holder, name, fd)))
		return 0;
	if (errno == ESTALE && !*tree_fault())
		return error("'%s' is not what was looked at any more, and "
			     "stays as it is",
			     shown(path));
	err = errno;
	barred = err == EACCES || err == EPERM;
	fault = *tree_fault() ? path_join(path, tree_fault()) : path;
	buf_putl(&command, barred && geteuid() ? "sudo " : "", "rm -rf ", here_word(path));
	return error("cannot remove '%s': %s; %s removes what is left", shown(fault), strerror(err),
		     here_quoted(command.data));
}

/* Nothing that goes by NAME is replaced. */
static int rename_to_free(int holder, const char *away, const char *name)
{
	if (!renameat2(holder, away, holder, name, RENAME_NOREPLACE))
		return 0;
	if (!tree_cannot_rename_so(errno) || file_exists(holder, name) != 0)
		return -1;
	return renameat(holder, away, holder, name);
}

int stage_put_back(int holder, const char *away, const char *path, const char *why)
{
	const char *name = path_base(path);
	struct buf prefix = BUF_INIT;

	if (!rename_to_free(holder, away, name))
		return error("'%s' %s, and stays as it is", shown(path), why);
	/* By that name a sweeper would take it. */
	buf_putl(&prefix, name, "-");
	name = stage_name(prefix.data);
	if (renameat(holder, away, holder, name))
		name = away;
	return error("'%s' %s; it is '%s' now", shown(path), why,
		     shown(path_join(path_parent(path), name)));
}

/* What goes by NAME is what was looked at, and as it was then. */
static const char *what_changed(int parent, const char *name, int fd, const struct stage_seen *seen)
{
	struct tree_size size;

	if (!tree_is(fd, parent, name))
		return "is not what was looked at any more";
	if (!seen->size)
		return NULL;
	tree_measure(parent, name, &size);
	return tree_same(&size, seen->size) ? NULL : "was written to meanwhile";
}

/* overlayfs cannot rename what comes from a lower layer. */
static int discard_there(int parent, const char *path, int fd, const struct stage_seen *seen)
{
	const char *changed = what_changed(parent, path_base(path), fd, seen);

	if (changed)
		return error("'%s' %s, and stays as it is", shown(path), changed);
	return stage_remove(parent, path_base(path), fd, path);
}

/* FD is locked, so that no sweeper takes it on its way out. */
static int discard(int parent, const char *path, int fd, const struct stage_seen *seen)
{
	const char *away = stage_put_away(parent, path_base(path)), *changed;

	if (!away && errno == EXDEV)
		return discard_there(parent, path, fd, seen);
	if (!away)
		return error_errno("cannot remove '%s'", shown(path));
	changed = what_changed(parent, away, fd, seen);
	if (changed)
		return stage_put_back(parent, away, path, changed);
	if (stage_remove(parent, away, fd, path_join(path_parent(path), away)))
		return STAGE_LEFT;
	return 0;
}

static int refuse_mounts(int parent, const char *name, const char *path)
{
	const char *mount = tree_is_mount(parent, name) ? path : tree_mount(path);

	if (!mount)
		return 0;
	return error("cannot remove '%s': '%s' is a mount point", shown(path), shown(mount));
}

int stage_lock_seen(int parent, const char *name, const char *path, const struct file_info *seen)
{
	int fd = stage_dir_lock(parent, name, path);
	struct file_info info;

	if (fd < 0)
		return -1;
	if (!file_lstatat(fd, ".", &info) && file_same(&info, seen) && info.btime == seen->btime)
		return fd;
	close(fd);
	return error("'%s' is not what was looked at any more, and stays as it is", shown(path));
}

int stage_discard(const char *path, const struct stage_seen *seen)
{
	const char *name = path_base(path), *above = path_parent(path);
	int parent = open(above, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int fd = -1, ret = -1;

	if (parent < 0)
		return error_errno("cannot open '%s'", shown(above));
	stage_sweep(above);
	if (!refuse_mounts(parent, name, path))
		fd = stage_lock_seen(parent, name, path, &seen->info);
	if (fd >= 0) {
		if (!seen->refused || !seen->refused(fd, path))
			ret = discard(parent, path, fd, seen);
		close(fd);
	}
	close(parent);
	return ret;
}
