/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/stage_dir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/path.h"
#include "core/real_path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/private_group.h"
#include "system/file_at.h"
#include "system/platform.h"
#include "system/replace.h"
#include "system/tree.h"

enum {
	/** attempts: a concurrent stage_sweep() can remove a new directory before it is locked */
	MAKE_TRIES = 16,
};

/*
 * Another user who may rename entries of the parent can put another directory of this user here: a
 * new one is empty.
 */
static bool is_new(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && st.st_uid == geteuid() && files_is_empty(fd) > 0;
}

int stage_dir_make(int parent, const char **name)
{
	for (int i = 0; i < MAKE_TRIES; i++) {
		int fd, err;

		*name = temp_name(parent, TEMP_PREFIX);
		if (mkdirat(parent, *name, 0700)) {
			if (errno == EEXIST)
				continue;
			return -1;
		}
		errno = 0;
		fd = files_open_dir(parent, *name);
		if (fd >= 0 && !temp_lock_refused(fd) && is_new(fd) &&
		    files_is_open_as(parent, *name, fd))
			return fd;
		err = errno;
		file_close(fd);
		/* Remove the directory if it is empty. */
		unlinkat(parent, *name, AT_REMOVEDIR);
		errno = err;
		/* 0, or one of these two: another command's sweep has locked or removed it. */
		if (err && err != EWOULDBLOCK && err != ENOENT)
			return -1;
	}
	errno = EAGAIN;
	return -1;
}

int stage_dir_replaced(const char *path)
{
	return error("'%s' was replaced by another command, and stays as it is", shown(path));
}

int stage_dir_lock(int parent, const char *name, const char *path, const struct file_info *seen)
{
	int fd = files_open_dir(parent, name);
	bool changed;

	if (fd < 0)
		return error_errno("cannot open '%s'", shown(path));
	changed = seen && !files_is_unchanged(fd, ".", seen);
	if (!changed && !temp_lock_refused(fd) && files_is_open_as(parent, name, fd))
		return fd;
	close(fd);
	if (changed)
		return stage_dir_replaced(path);
	return error("another command is working on '%s'; %s names it", shown(path),
		     paste_command("fuser -v", path));
}

/* ---- moving the content out --------------------------------------------- */

/* The name of pyvenv.cfg in a stage whose content is being moved out */
#define CFG_MOVED_LAST "pyvenv.cfg-last"

int stage_dir_move_out(int parent, int stage)
{
	struct strings names = { 0 };

	if (file_exists_at(stage, CFG_MOVED_LAST) <= 0 &&
	    platform_rename_new(stage, "pyvenv.cfg", stage, CFG_MOVED_LAST))
		return -1;
	if (dir_names_at(stage, &names))
		return -1;
	for (size_t i = 0; i < names.count; i++) {
		const char *name = names.list[i];

		if (!streq(name, CFG_MOVED_LAST) && platform_rename_new(stage, name, parent, name))
			return -1;
	}
	return platform_rename_new(stage, CFG_MOVED_LAST, parent, "pyvenv.cfg");
}

/* pyvenv.cfg is taken last, and lib, whose RECORDs tell the packages' files, before it. */
static int rank_to_empty(const char *name)
{
	return streq(name, "pyvenv.cfg") ? 2 : starts_with(name, "lib");
}

int stage_dir_empty(int dir, const char *stage)
{
	const char *old = temp_name(dir, OLD_PREFIX);
	struct strings names = { 0 };

	if (dir_names_at(dir, &names) || mkdirat(dir, old, 0700))
		return -1;
	for (int rank = 0; rank <= 2; rank++) {
		for (size_t i = 0; i < names.count; i++) {
			const char *name = names.list[i];

			if (rank_to_empty(name) == rank && !streq(name, stage) &&
			    renameat(dir, name, dir, path_join(old, name)))
				return -1;
		}
	}
	return tree_remove(dir, old);
}

/* ---- sweeping ----------------------------------------------------------- */

/* NAME is a link of this user: it cannot be locked, and has no content to lose. */
static bool is_link(int dir, const char *name)
{
	struct file_info info;

	return !file_lstatat(dir, name, &info) && S_ISLNK(info.mode) && info.uid == geteuid();
}

/*
 * Open and lock NAME, a directory or file of this user that no process has locked. Returns a
 * descriptor, or -1.
 */
static int open_leftover(int dir, const char *name)
{
	int fd = files_open(dir, name);
	struct stat st;

	if (fd < 0)
		return -1;
	if (!fstat(fd, &st) && st.st_uid == geteuid() &&
	    (S_ISDIR(st.st_mode) || S_ISREG(st.st_mode)) && !flock(fd, LOCK_EX | LOCK_NB) &&
	    files_is_open_as(dir, name, fd))
		return fd;
	close(fd);
	return -1;
}

/* No other user may rename entries of DIR, and give a private name to a directory of this user. */
static bool names_are_ours(int dir, const char *path)
{
	struct file_info info;
	struct others others;

	if (file_lstatat(dir, ".", &info))
		return false;
	others = path_others(user_of_process(), 0, path, &info, true);
	return !others.owner && !others.anybody && !others.list &&
	       (!others.group || group_is_private(info.gid));
}

/* Remove NAME in DIR, unless it is locked. After an error the next command here tries again. */
static void sweep_one(int dir, const char *name)
{
	int fd = open_leftover(dir, name);
	/* 1 or 0; -1: unknown */
	int is_moving = fd >= 0 ? file_exists_at(fd, CFG_MOVED_LAST) : 0;
	bool may_go = is_moving >= 0 && (fd >= 0 || is_link(dir, name));

	if (is_moving > 0 && stage_dir_move_out(dir, fd))
		may_go = false;
	if (may_go)
		(void)!tree_remove(dir, name);
	file_close(fd);
}

void stage_sweep(const char *path)
{
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct strings names = { 0 };

	if (dir < 0)
		return;
	if (names_are_ours(dir, path) && !dir_names_at(dir, &names))
		for (size_t i = 0; i < names.count; i++)
			if (temp_name_is_private(dir, names.list[i]))
				sweep_one(dir, names.list[i]);
	close(dir);
}

/* ---- removal --------------------------------------------------------------- */

static int refuse_mounted(const char *path)
{
	return error("cannot remove '%s': a file system is mounted there; unmount it first",
		     shown(path));
}

int stage_dir_refuse_mount(int parent, const char *path)
{
	int mounted = tree_is_mount(parent, path_base(path));

	if (mounted < 0)
		return error_errno("cannot look at '%s'", shown(path));
	if (!mounted)
		return 0;
	return error("'%s' is a mount point, and stays; %s empties and fills it", shown(path),
		     paste_command("avenv create --clear", path));
}

int stage_dir_remove(int parent, const char *name, int fd, const char *path)
{
	const char *fault, *why;
	bool is_denied;

	if (!tree_remove_open(parent, name, fd))
		return 0;
	why = strerror(errno);
	is_denied = geteuid() && (errno == EACCES || errno == EPERM);
	fault = tree_fault(path);
	if (errno == EBUSY)
		return refuse_mounted(fault);
	return error("cannot remove '%s': %s; %s removes what is left", shown(fault), why,
		     paste_command(is_denied ? "sudo rm -rf" : "rm -rf", path));
}

int stage_dir_check(int parent, const char *path)
{
	struct tree_size size;

	if (stage_dir_refuse_mount(parent, path))
		return -1;
	if (!tree_measure(parent, path_base(path), &size))
		return 0;
	return errno == EBUSY ? refuse_mounted(tree_fault(path)) :
				error_errno("cannot remove '%s'", shown(tree_fault(path)));
}

/*
 * AWAY, renamed from PATH, is not the expected directory: rename it back, so that no sweep removes
 * it.
 */
static int rename_back(int parent, const char *away, const char *path)
{
	const char *name = path_base(path);

	if (!platform_rename_new(parent, away, parent, name))
		return stage_dir_replaced(path);
	name = temp_name(parent, formatted("%s-", name));
	if (renameat(parent, away, parent, name))
		name = away;
	return error("'%s' was replaced by another command, and is '%s' now", shown(path),
		     shown(path_join(path_parent(path), name)));
}

static int discard_open(int parent, const char *path, int fd)
{
	const char *away = temp_name(parent, OLD_PREFIX), *name = path_base(path);

	if (renameat(parent, name, parent, away)) {
		/* overlayfs cannot rename a directory of a lower layer. */
		if (errno == EXDEV)
			return stage_dir_remove(parent, name, fd, path);
		return error_errno("cannot remove '%s'", shown(path));
	}
	if (!files_is_open_as(parent, away, fd))
		return rename_back(parent, away, path);
	if (stage_dir_remove(parent, away, fd, path_join(path_parent(path), away)))
		return DISCARD_LEFT;
	return 0;
}

int discard(struct real_path path, const struct file_info *seen)
{
	int parent = platform_open_path(path_parent(path.path)), fd = -1, ret = -1;

	if (parent < 0)
		return error_errno("cannot open '%s'", shown(path_parent(path.path)));
	stage_sweep(path_parent(path.path));
	if (!stage_dir_check(parent, path.path))
		fd = stage_dir_lock(parent, path_base(path.path), path.path, seen);
	if (fd >= 0) {
		ret = discard_open(parent, path.path, fd);
		close(fd);
	}
	close(parent);
	return ret;
}
