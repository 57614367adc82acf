/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/stage_dir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/taken.h"
#include "core/buf.h"
#include "core/path.h"
#include "core/real_path.h"
#include "lookup/damaged.h"
#include "lookup/extra_files.h"
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

int stage_dir_is_at(const char *path, int fd)
{
	const char *now = platform_path_of(fd);

	if (files_is_open_as(AT_FDCWD, path, fd))
		return 0;
	if (!now || !files_is_open_as(AT_FDCWD, now, fd))
		return error("another program has moved the environment meanwhile: it is not '%s'",
			     shown(path));
	return error("another program has moved the environment meanwhile: it is '%s' now, not "
		     "'%s'; %s allows and repairs it",
		     shown(now), shown(path),
		     paste_quoted(joined("avenv allow ", paste_word(now), paste_shell()->and_then,
					 "avenv repair ", paste_word(now))));
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

int stage_dir_empty(int dir, const char *stage, const char *path)
{
	const char *made, *old;
	struct strings names = { 0 };
	struct file_info own;
	int fd, ret = 0, err;

	ret = tree_check(dir, ".");
	if (ret && errno == EBUSY)
		return error("cannot empty '%s': a file system is mounted at '%s'; unmount it "
			     "first",
			     shown(path), shown(tree_fault(path)));
	if (ret || dir_names_at(dir, &names))
		return error_errno("cannot empty '%s'", shown(path));
	if (take_names(dir, path, &names))
		return -1;
	fd = stage_dir_make(dir, &made);
	ret = fd < 0 || file_fstat(fd, &own) ? -1 : 0;
	old = ret ? NULL : old_name(dir, path_base(path), &own, &own);
	if (!ret)
		ret = platform_rename_new(dir, made, dir, old);
	/* Without its pyvenv.cfg it is no environment, and the next `create` completes it. */
	for (int rest = 0; rest < 2; rest++)
		for (size_t i = 0; !ret && i < names.count; i++)
			if (streq(names.list[i], "pyvenv.cfg") != rest &&
			    !streq(names.list[i], stage))
				ret = renameat(dir, names.list[i], dir,
					       path_join(old, names.list[i]));
	err = errno;
	for (size_t i = 0; ret && old && i < names.count; i++)
		(void)!platform_rename_new(dir, path_join(old, names.list[i]), dir, names.list[i]);
	errno = err;
	if (!ret)
		ret = tree_remove(dir, old);
	file_close(fd);
	return ret ? error_errno("cannot empty '%s'", shown(path)) : 0;
}

/* ---- sweeping ----------------------------------------------------------- */

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

/* Remove NAME in DIR, a file or link of this user, which is SEEN. A link cannot be locked. */
static void sweep_file(int dir, const char *name, const struct file_info *seen)
{
	int fd = S_ISREG(seen->mode) ? open_leftover(dir, name) : -1;

	/* It gets another name, and is compared: a command at work may have exchanged it. */
	if (fd >= 0 || (S_ISLNK(seen->mode) && seen->uid == geteuid()))
		(void)!remove_seen(dir, name, seen);
	file_close(fd);
}

/*
 * Remove the directory NAME in DIR, whose path is PATH, unless it is locked. An environment that
 * was being removed stays if it has a file of the user's.
 */
static void sweep_dir(int dir, const char *path, const char *name)
{
	int fd = open_leftover(dir, name);
	/* 1 or 0; -1: unknown */
	int is_moving = fd >= 0 ? file_exists_at(fd, CFG_MOVED_LAST) : -1;

	if (is_moving > 0 && stage_dir_move_out(dir, fd))
		is_moving = -1;
	path = path_join(path, name);
	if (is_moving >= 0 && starts_with(name, OLD_PREFIX))
		(void)!taken_remove(dir, path, fd, path);
	else if (is_moving >= 0)
		(void)!tree_remove(dir, name);
	file_close(fd);
}

/*
 * Nobody has compared NAME, which another program made, or the command is at work that will: either
 * gives it back.
 */
static void give_back_foreign(int dir, const char *path, const char *name)
{
	const char *now = temp_give_back(dir, name);

	if (now != name)
		error("'%s' %s", shown(path_join(path, now)), temp_given_text);
}

/* Remove NAME in DIR, or give it back. After an error the next command here tries again. */
static void sweep_one(int dir, const char *path, const char *name)
{
	struct file_info info;

	if (file_lstatat(dir, name, &info))
		return;
	if (temp_is_foreign(dir, name))
		give_back_foreign(dir, path, name);
	else if (S_ISDIR(info.mode))
		sweep_dir(dir, path, name);
	else
		sweep_file(dir, name, &info);
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
				sweep_one(dir, path, names.list[i]);
	close(dir);
}

bool stage_has_rest(const char *path)
{
	int dir = open(path_parent(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct strings names = { 0 };
	bool has_rest = false;

	if (dir < 0)
		return false;
	(void)!dir_names_at(dir, &names);
	for (size_t i = 0; i < names.count; i++)
		has_rest |= old_name_is_of(dir, names.list[i], path_base(path));
	close(dir);
	return has_rest;
}

/* ---- removal --------------------------------------------------------------- */

static int discard_open(int parent, const char *path, int fd)
{
	const char *away, *away_path, *now;
	struct file_info seen;
	int ret;

	if (file_fstat(fd, &seen))
		return error_errno("cannot remove '%s'", shown(path));
	away = old_name(parent, path_base(path), &seen, &seen);
	away_path = path_join(path_parent(path), away);
	if (platform_rename_new(parent, path_base(path), parent, away)) {
		/* overlayfs cannot rename a directory of a lower layer. */
		if (errno == EXDEV)
			return taken_remove(parent, path, fd, path);
		return error_errno("cannot remove '%s'", shown(path));
	}
	if (files_is_open_as(parent, away, fd)) {
		ret = taken_remove(parent, away_path, fd, path);
		return ret < 0 ? taken_not(parent, away_path, path) : ret;
	}
	now = taken_give_back(parent, away_path, path);
	/* The sweep of another command may have given it back already. */
	if (streq(now, path) || !file_exists_at(parent, away))
		return stage_dir_replaced(path);
	return error("'%s' was replaced by another command, and is '%s' now", shown(path),
		     shown(now));
}

int discard(struct real_path path, const struct file_info *seen)
{
	int parent = platform_open_path(path_parent(path.path)), fd = -1, ret = -1;

	if (parent < 0)
		return error_errno("cannot open '%s'", shown(path_parent(path.path)));
	stage_sweep(path_parent(path.path));
	if (!taken_check(parent, path.path))
		fd = stage_dir_lock(parent, path_base(path.path), path.path, seen);
	if (fd >= 0) {
		ret = discard_open(parent, path.path, fd);
		close(fd);
	}
	close(parent);
	return ret;
}
