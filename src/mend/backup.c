/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/create.h"
#include "build/stage_dir.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/venv.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/platform.h"

#include "core/banned.h"

#define IGNORE ".gitignore"

const char *backup_path(const char *env)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, ".avenv-backup-", path_base(env));
	return path_join(path_parent(env), b.data);
}

static const char *kept_path(const char *env)
{
	return path_join(backup_path(env), STAGE_KEPT);
}

int backup_exists(const char *env)
{
	return file_exists(AT_FDCWD, kept_path(env));
}

/* ---- open ------------------------------------------------------------------ */

static bool see_other(void *arg, int fd, const char *name, int type)
{
	const char **other = arg;

	(void)fd;
	(void)type;
	if (!streq(name, STAGE_KEPT) && !streq(name, IGNORE) && !stage_is_private(name))
		*other = mem_dups(name);
	return !*other;
}

/* DIR, at PATH, is a directory of this user alone, with nothing else in it. */
static int check(int dir, const char *path)
{
	const char *other = NULL;
	uint64_t room[512];
	struct stat st;

	if (fstat(dir, &st) || file_scan_fd(dir, room, sizeof(room), see_other, &other))
		return error_errno("cannot read '%s'", shown(path));
	if (st.st_uid != geteuid())
		return error("'%s' is not used: it belongs to somebody else", shown(path));
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return error("'%s' is not used: others can write to it; %s first", shown(path),
			     paste_command("chmod go-w", path));
	if (other)
		return error(
			"'%s' is not used: '%s' in it is not part of a backup; move that first",
			shown(path), shown(other));
	return 0;
}

/* Open and lock the backup of ENV, which is there, or with MAKE is made. Returns it, or -1. */
static int open_backup(const char *env, bool make)
{
	const char *path = backup_path(env);
	int dir;

	if (make && mkdir(path, 0700) && errno != EEXIST)
		return error_errno("cannot make '%s'", shown(path));
	dir = stage_dir_lock(AT_FDCWD, path, path, NULL);
	if (dir >= 0 && !check(dir, path))
		return dir;
	if (dir >= 0)
		close(dir);
	/* Only if it is empty. */
	if (make)
		rmdir(path);
	return -1;
}

/* Remove the backup of ENV, open as DIR, if no environment is in it. */
static void remove_empty(const char *env, int dir)
{
	if (file_exists(dir, STAGE_KEPT))
		return;
	unlinkat(dir, IGNORE, 0);
	rmdir(backup_path(env));
}

/* ---- made ------------------------------------------------------------------ */

int backup_check(const char *env)
{
	const char *path = backup_path(env);
	int dir;

	if (!file_exists(AT_FDCWD, path))
		return 0;
	dir = open_backup(env, false);
	if (dir < 0)
		return -1;
	close(dir);
	if (!backup_exists(env))
		return 0;
	return error("'%s' is there from the last time; %s exchanges the two, %s removes it",
		     shown(path), paste_command("avenv recreate --undo", env),
		     paste_command("avenv recreate --discard", env));
}

int backup_keep(struct stage *stage, const char *env, int old)
{
	int dir = open_backup(env, true), ret;

	if (dir < 0) {
		stage_drop(stage);
		return -1;
	}
	/* A killed run may have written a part of it. */
	unlinkat(dir, IGNORE, 0);
	if (files_make(dir, IGNORE, "*\n", 2, 0644))
		ret = error_errno("cannot write in '%s'", shown(backup_path(env)));
	else
		ret = stage_exchange(stage, path_base(env), old, dir);
	if (ret) {
		stage_drop(stage);
		remove_empty(env, dir);
	}
	close(dir);
	return ret;
}

/* ---- exchanged, removed ------------------------------------------------------ */

static int none(const char *env)
{
	return error("'%s' has no backup: it was not recreated, or the backup was discarded",
		     shown(env));
}

static int undo(const char *env, int dir)
{
	const char *kept = kept_path(env);
	struct file_info info;
	struct venv venv;
	int old, ret = 0;

	venv_read(kept, &venv);
	if (!venv_is_env(&venv))
		return error("'%s' is not an environment: %s", shown(kept), venv_problem(&venv));
	if (file_lstat(env, &info) && errno == ENOENT) {
		if (platform_rename_new(dir, STAGE_KEPT, AT_FDCWD, env))
			return error_errno("cannot put '%s' in its place", shown(kept));
		remove_empty(env, dir);
		return 0;
	}
	old = stage_dir_lock(AT_FDCWD, env, env, NULL);
	if (old < 0)
		return -1;
	if (platform_exchange(AT_FDCWD, env, dir, STAGE_KEPT))
		ret = error_errno("cannot exchange '%s' and '%s'", shown(env), shown(kept));
	close(old);
	return ret;
}

int backup_undo(const char *env)
{
	int dir, ret;

	if (!backup_exists(env))
		return none(env);
	dir = open_backup(env, false);
	if (dir < 0)
		return -1;
	ret = undo(env, dir);
	close(dir);
	return ret;
}

/* The environment in the backup, open as DIR, holds no file of the user's own. */
static int check_kept(const char *env, int dir)
{
	int kept = files_open_dir(dir, STAGE_KEPT), ret;

	if (kept < 0)
		return errno == ENOENT ? 0 : error_errno("cannot open '%s'", shown(kept_path(env)));
	ret = foreign_refused(kept, kept_path(env));
	close(kept);
	return ret;
}

int backup_discard(const char *env)
{
	const char *path = backup_path(env);
	struct file_info seen;
	int dir, ret;

	/* A killed run may have renamed it already. */
	stage_sweep(path_parent(env));
	if (file_lstat(path, &seen))
		return file_is_missing(errno) ? none(env) :
						error_errno("cannot look at '%s'", shown(path));
	dir = open_backup(env, false);
	if (dir < 0)
		return -1;
	ret = check_kept(env, dir);
	close(dir);
	return ret ? -1 : discard(path, &seen);
}
