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
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"
#include "system/platform.h"

#include "core/banned.h"

#define IGNORE ".gitignore"

const char *backup_path(const char *env)
{
	return path_join(path_parent(env), formatted(".avenv-backup-%s", path_base(env)));
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

/* Open and lock the backup of ENV, a directory of this user alone. Returns it, or -1. */
static int open_backup(const char *env)
{
	const char *path = backup_path(env);
	int dir = stage_dir_lock(AT_FDCWD, path, path, NULL);
	struct stat st;

	if (dir < 0)
		return -1;
	if (!fstat(dir, &st) && st.st_uid == geteuid() && !(st.st_mode & (S_IWGRP | S_IWOTH)))
		return dir;
	close(dir);
	return error("'%s' is not used: it belongs to somebody else, or others can write to it; %s",
		     shown(path), paste_command("chmod go-w", path));
}

/* Remove the backup of ENV, open as DIR, if nothing else is in it. */
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
	if (!backup_exists(env))
		return 0;
	return error("'%s' is there from the last time; %s exchanges the two, %s removes it",
		     shown(backup_path(env)), paste_command("avenv recreate --undo", env),
		     paste_command("avenv recreate --discard", env));
}

int backup_keep(struct stage *stage, const char *env, int old)
{
	const char *path = backup_path(env);
	int dir = -1, ret = -1;

	if (mkdir(path, 0700) && errno != EEXIST)
		error_errno("cannot make '%s'", shown(path));
	else
		dir = open_backup(env);
	/* A killed run may have written a part of it. */
	if (dir >= 0)
		unlinkat(dir, IGNORE, 0);
	if (dir >= 0 && files_make(dir, IGNORE, "*\n", 2, 0644))
		error_errno("cannot write '%s'", shown(path));
	else if (dir >= 0)
		ret = stage_exchange(stage, path_base(env), old, dir);
	if (ret)
		stage_drop(stage);
	if (dir < 0) {
		/* Only if it is empty. */
		rmdir(path);
		return -1;
	}
	if (ret)
		remove_empty(env, dir);
	close(dir);
	return ret;
}

/* ---- exchanged, removed ------------------------------------------------------ */

static int none(const char *env)
{
	return error("'%s' has no backup: it was not recreated, or the backup was discarded",
		     shown(env));
}

static int exchange(const char *env, int dir)
{
	int old = stage_dir_lock(AT_FDCWD, env, env, NULL), ret;

	if (old < 0)
		return -1;
	ret = platform_exchange(AT_FDCWD, env, dir, STAGE_KEPT);
	if (ret)
		error_errno("cannot rename '%s'", shown(env));
	close(old);
	return ret;
}

int backup_undo(const char *env)
{
	struct file_info info;
	int dir, ret;

	if (!backup_exists(env))
		return none(env);
	dir = open_backup(env);
	if (dir < 0)
		return -1;
	if (!file_lstat(env, &info) || errno != ENOENT)
		ret = exchange(env, dir);
	else if (platform_rename_new(dir, STAGE_KEPT, AT_FDCWD, env))
		ret = error_errno("cannot rename '%s'", shown(kept_path(env)));
	else
		ret = 0;
	if (!ret)
		remove_empty(env, dir);
	close(dir);
	return ret;
}

/* The backup of ENV, open as DIR, holds no file of the user's own. */
static int check_kept(const char *env, int dir)
{
	int kept = files_open_dir(dir, STAGE_KEPT), ret;
	const char *path = backup_path(env);
	struct strings names = { 0 };

	if (kept < 0 && errno != ENOENT)
		return error_errno("cannot open '%s'", shown(kept_path(env)));
	if (dir_names(dir, &names))
		return error_errno("cannot read '%s'", shown(path));
	for (size_t i = 0; i < names.count; i++) {
		const char *name = names.list[i];

		if (!streq(name, STAGE_KEPT) && !streq(name, IGNORE) && !stage_is_private(name))
			return error("'%s' in '%s' is not part of a backup; move that first",
				     shown(name), shown(path));
	}
	if (kept < 0)
		return 0;
	ret = foreign_refused(kept, kept_path(env), NULL);
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
	dir = open_backup(env);
	if (dir < 0)
		return -1;
	ret = check_kept(env, dir);
	close(dir);
	return ret ? -1 : discard(path, &seen);
}
