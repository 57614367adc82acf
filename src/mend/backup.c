/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/create.h"
#include "build/stage_dir.h"
#include "core/path.h"
#include "mend/move.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/kept.h"
#include "system/files.h"
#include "system/platform.h"

#define IGNORE  ".gitignore"
#define IGNORED "*\n"

const char *backup_path(const char *env)
{
	return path_join(path_parent(env), joined(VENV_BACKUP, path_base(env)));
}

const char *backup_kept(const char *env)
{
	return path_join(backup_path(env), STAGE_KEPT);
}

/* ---- the directory of a backup --------------------------------------------- */

/* Open and lock the backup of ENV, a private directory. Returns it, or -1 after printing why. */
static int open_backup(const char *env)
{
	const char *path = backup_path(env);
	int dir = stage_dir_lock(AT_FDCWD, path, path, NULL);
	struct file_info info = { 0 };

	if (dir < 0)
		return -1;
	if (!file_fstat(dir, &info) && info.uid == geteuid() && !private_refused(&info))
		return dir;
	close(dir);
	if (info.uid != geteuid())
		return error("'%s' is not used: it belongs to another user; move it away",
			     shown(path));
	return error("'%s' is not used: others can write to it; %s ends that", shown(path),
		     paste_command("chmod go-w", path));
}

/* Returns BACKUP_NONE if DIR is empty or has only the IGNORE, maybe cut short, of a killed run. */
static enum backup look_at_rest(int dir)
{
	struct strings names = { 0 };
	struct text text;

	if (dir_names(dir, &names))
		return BACKUP_UNKNOWN;
	if (!names.count || (names.count == 1 && streq(names.list[0], IGNORE) &&
			     !file_slurp_at(dir, IGNORE, strlen(IGNORED), &text) &&
			     !memcmp(text.data, IGNORED, text.len)))
		return BACKUP_NONE;
	return BACKUP_OTHER;
}

enum backup backup_look(struct trust *trust, const char *env)
{
	struct file_info info;
	enum backup rest;
	int dir = files_open_dir(AT_FDCWD, backup_path(env));

	if (dir < 0 && errno == ENOENT)
		return BACKUP_NONE;
	if (dir < 0)
		return file_leads_nowhere(errno) ? BACKUP_OTHER : BACKUP_UNKNOWN;
	if (!file_lstatat(dir, STAGE_KEPT, &info))
		rest = kept_is(trust, env, &info) ? BACKUP_OURS : BACKUP_OTHER;
	else
		rest = file_is_missing(errno) ? look_at_rest(dir) : BACKUP_UNKNOWN;
	file_close(dir);
	return rest;
}

/* Print why the backup of ENV, in the state BACKUP, cannot be used. Returns -1. */
static int unusable(const char *env, enum backup backup)
{
	const char *path = backup_path(env);

	if (backup == BACKUP_UNKNOWN)
		return error_errno("cannot look at '%s'", shown(path));
	if (backup == BACKUP_NONE)
		return error("'%s' has no backup: it was not recreated, or that was discarded",
			     shown(env));
	return error("'%s' was not made by 'avenv recreate' here, so it is not used; move it "
		     "away, or delete it with %s",
		     shown(path), paste_command("rm -r", path));
}

/* Remove the directory of ENV's backup, if it has only leftovers. Returns whether it existed. */
static bool remove_rest(const char *env)
{
	int dir = files_open_dir(AT_FDCWD, backup_path(env));

	if (dir >= 0 && look_at_rest(dir) == BACKUP_NONE) {
		unlinkat(dir, IGNORE, 0);
		rmdir(backup_path(env));
	}
	file_close(dir);
	return dir >= 0;
}

/* ---- making a backup ------------------------------------------------------- */

int backup_check(struct trust *trust, const char *env)
{
	enum backup backup = backup_look(trust, env);

	if (backup == BACKUP_NONE)
		return 0;
	if (backup != BACKUP_OURS)
		return unusable(env, backup);
	return error("'%s' is there from the last time; %s swaps them, %s removes it",
		     shown(backup_path(env)), paste_command("avenv recreate --undo", env),
		     paste_command("avenv recreate --discard", env));
}

/* Create the directory of ENV's backup, or reuse one of a killed run. Returns it open, or -1. */
static int make_backup(const char *env)
{
	const char *path = backup_path(env);
	bool made = !mkdir(path, 0700);
	enum backup rest;
	int dir;

	if (!made && errno != EEXIST)
		return error_errno("cannot make '%s'", shown(path));
	dir = open_backup(env);
	rest = dir < 0 ? BACKUP_NONE : look_at_rest(dir);
	if (rest) {
		unusable(env, rest);
	} else if (dir >= 0) {
		unlinkat(dir, IGNORE, 0);
		if (!files_make(dir, IGNORE, IGNORED, strlen(IGNORED), 0644))
			return dir;
		error_errno("cannot write '%s'", shown(path));
		unlinkat(dir, IGNORE, 0);
	}
	/* rmdir() removes only an empty directory. One that was refused is not tried. */
	if (made || dir >= 0)
		rmdir(path);
	file_close(dir);
	return -1;
}

/* Record both environments before the exchange: after a kill, either can be in the backup. */
static int record_both(struct trust *trust, const char *env, int old, int new)
{
	struct file_info of_old, of_new;
	struct change change = { 0 };

	if (file_fstat(old, &of_old) || file_fstat(new, &of_new))
		return error_errno("cannot look at '%s'", shown(env));
	kept_drop(&change, trust, env, NULL);
	kept_add(&change, trust, env, &of_old);
	kept_add(&change, trust, env, &of_new);
	return change_commit(&change, trust);
}

int backup_keep(struct trust *trust, struct stage *stage, const char *env, int old)
{
	int dir = make_backup(env), ret = -1;

	if (dir >= 0 && !record_both(trust, env, old, stage->dir))
		ret = stage_exchange(stage, path_base(env), old, dir);
	if (ret)
		stage_drop(stage);
	if (ret && dir >= 0)
		remove_rest(env);
	file_close(dir);
	return ret;
}

/* ---- exchange and removal ---------------------------------------------------- */
static int exchange_backup(struct trust *trust, const char *env, int dir)
{
	int old = stage_dir_lock(AT_FDCWD, env, env, NULL), ret = 0;
	struct change change = { 0 };
	struct file_info info;

	if (old < 0)
		return -1;
	if (file_fstat(old, &info))
		ret = error_errno("cannot look at '%s'", shown(env));
	else if (!kept_is(trust, env, &info))
		kept_add(&change, trust, env, &info);
	ret = ret ? ret : change_commit(&change, trust);
	if (!ret && platform_exchange(AT_FDCWD, env, dir, STAGE_KEPT))
		ret = error_errno("cannot rename '%s'", shown(env));
	close(old);
	return ret;
}

/* ENV does not exist: rename the environment in its backup, open as DIR, to ENV. */
static int restore_backup(struct trust *trust, const char *env, int dir)
{
	struct change change = { 0 };

	if (platform_rename_new(dir, STAGE_KEPT, AT_FDCWD, env))
		return error_errno("cannot rename '%s'", shown(backup_kept(env)));
	kept_drop(&change, trust, env, NULL);
	return change_commit(&change, trust);
}

int backup_undo(struct trust *trust, const char *env)
{
	enum backup backup = backup_look(trust, env);
	struct file_info info;
	bool gone = file_lstat(env, &info) && errno == ENOENT;
	int dir = backup == BACKUP_OURS ? open_backup(env) : unusable(env, backup), ret;

	if (dir < 0)
		return -1;
	ret = move_back(backup_kept(env), env);
	if (!ret)
		ret = (gone ? restore_backup : exchange_backup)(trust, env, dir);
	if (!ret)
		remove_rest(env);
	close(dir);
	return ret;
}

/* Refuse a backup of ENV, open as DIR, with files of the user's own. Sets KEPT by its environment. */
static int check_kept(const char *env, int dir, struct file_info *kept)
{
	const char *path = backup_path(env);
	struct strings names = { 0 };
	int fd, ret;

	if (dir_names(dir, &names))
		return error_errno("cannot read '%s'", shown(path));
	for (size_t i = 0; i < names.count; i++)
		if (!streq(names.list[i], STAGE_KEPT) && !streq(names.list[i], IGNORE))
			return error("'%s' in '%s' is not part of a backup; move that first",
				     shown(names.list[i]), shown(path));
	fd = files_open_dir(dir, STAGE_KEPT);
	if (fd < 0 || file_fstat(fd, kept))
		ret = error_errno("cannot open '%s'", shown(backup_kept(env)));
	else
		ret = foreign_refused(fd, backup_kept(env), NULL);
	file_close(fd);
	return ret;
}

static int discard_kept(struct change *change, struct trust *trust, const char *env)
{
	const char *path = backup_path(env);
	struct file_info seen, kept;
	int dir = open_backup(env), ret;

	if (dir < 0)
		return -1;
	ret = file_fstat(dir, &seen) ? error_errno("cannot look at '%s'", shown(path)) :
				       check_kept(env, dir, &kept);
	close(dir);
	if (!ret)
		ret = discard(path, &seen);
	if (ret >= 0)
		kept_drop(change, trust, env, &kept);
	return ret;
}

/* Remove leftovers of a killed run: the directory of ENV's backup, and its records. */
static int discard_rest(struct change *change, struct trust *trust, const char *env)
{
	bool any = remove_rest(env);

	return kept_drop(change, trust, env, NULL) || any ? 0 : unusable(env, BACKUP_NONE);
}

int backup_discard(struct trust *trust, const char *env)
{
	struct change change = { 0 };
	enum backup backup;
	int ret;

	/* A killed run may have renamed the backup to .avenv-old-… already. */
	stage_sweep(path_parent(env));
	backup = backup_look(trust, env);
	if (backup == BACKUP_OURS)
		ret = discard_kept(&change, trust, env);
	else if (backup == BACKUP_NONE)
		ret = discard_rest(&change, trust, env);
	else
		ret = unusable(env, backup);
	return ret < 0 || change_commit(&change, trust) ? -1 : ret;
}
