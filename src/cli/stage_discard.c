/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way out: out of the way in one step, and then, once it is clear that it
 * is what was meant, removed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/stage.h"
#include "cli/stage_dir.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/platform.h"
#include "system/replace.h"
#include "system/tree.h"

#include "core/banned.h"

const char *stage_put_away(int holder, const char *name)
{
	const char *away = temp_name(STAGE_OLD_PREFIX);

	return renameat(holder, name, holder, away) ? NULL : away;
}

static int refuse_mounted(const char *path)
{
	return error("cannot remove '%s': a file system is mounted there; unmount it first",
		     shown(path));
}

int stage_remove(int holder, const char *name, int fd, const char *path)
{
	const char *fault;
	bool barred;
	int err;

	if (!(fd < 0 ? tree_remove(holder, name) : tree_remove_open(holder, name, fd)))
		return 0;
	if (errno == ESTALE && streq(tree_fault(path), path))
		return error("'%s' is not what was looked at any more, and stays as it is",
			     shown(path));
	err = errno;
	barred = err == EACCES || err == EPERM;
	fault = tree_fault(path);
	if (err == EBUSY)
		return refuse_mounted(fault);
	return error("cannot remove '%s': %s; %s removes what is left", shown(fault), strerror(err),
		     paste_command(barred && geteuid() ? "sudo rm -rf" : "rm -rf", path));
}

int stage_put_back(int holder, const char *away, const char *path, const char *why)
{
	const char *name = path_base(path);
	struct buf prefix = BUF_INIT;

	if (!platform_rename_new(holder, away, holder, name))
		return error("'%s' %s, and stays as it is", shown(path), why);
	/* By that name a sweeper would take it. */
	buf_putl(&prefix, name, "-");
	name = temp_name(prefix.data);
	if (renameat(holder, away, holder, name))
		name = away;
	return error("'%s' %s; it is '%s' now", shown(path), why,
		     shown(path_join(path_parent(path), name)));
}

/* What goes by NAME is what was looked at, and as it was then. */
static const char *what_changed(int parent, const char *name, int fd, const struct stage_seen *seen)
{
	struct tree_size size;

	if (!files_still_open(parent, name, fd))
		return "is not what was looked at any more";
	if (!seen->size)
		return NULL;
	return !tree_measure(parent, name, &size) && size.bytes == seen->size->bytes &&
			       size.times == seen->size->times ?
		       NULL :
		       "was written to meanwhile";
}

/* overlayfs cannot rename what comes from a lower layer. */
static int discard_there(int parent, const char *path, int fd, const struct stage_seen *seen)
{
	const char *changed = what_changed(parent, path_base(path), fd, seen);

	if (changed)
		return error("'%s' %s, and stays as it is", shown(path), changed);
	return stage_remove(parent, path_base(path), fd, path);
}

int stage_look_through(int parent, const char *path)
{
	struct tree_size size;
	const char *fault;

	if (!tree_measure(parent, path_base(path), &size))
		return 0;
	fault = tree_fault(path);
	return errno == EBUSY ? refuse_mounted(fault) :
				error_errno("cannot remove '%s'", shown(fault));
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

int stage_lock_seen(int parent, const char *name, const char *path, const struct file_info *seen)
{
	int fd = stage_dir_lock(parent, name, path);

	if (fd < 0 || files_still(fd, ".", seen))
		return fd;
	close(fd);
	return error("'%s' is not what was looked at any more, and stays as it is", shown(path));
}

int stage_discard(const char *path, const struct stage_seen *seen)
{
	const char *name = path_base(path), *above = path_parent(path);
	int parent = platform_open_path(above);
	int fd = -1, ret = -1;

	if (parent < 0)
		return error_errno("cannot open '%s'", shown(above));
	stage_sweep(above);
	if (tree_is_mount(parent, name))
		refuse_mounted(path);
	else if (!stage_look_through(parent, path))
		fd = stage_lock_seen(parent, name, path, &seen->info);
	if (fd >= 0) {
		if (!seen->refused || !seen->refused(fd, path))
			ret = discard(parent, path, fd, seen);
		close(fd);
	}
	close(parent);
	return ret;
}
