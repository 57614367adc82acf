/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/recreate.h"
#include "cli/removal.h"
#include "cli/stage_dir.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/venv.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/platform.h"

#include "core/banned.h"

#define IGNORE ".gitignore"
#define PREFIX ".avenv-backup-"

/** A backup, and the environment whose it is. */
struct backup {
	/** real paths */
	const char *env, *path;
	/** what they are called in PARENT */
	const char *env_name, *name;
	/** open; DIR is the backup, locked */
	int parent, dir;
};

const char *backup_path(const char *path)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, PREFIX, path_base(path));
	return path_join(path_parent(path), b.data);
}

/* The path of the environment in it. */
static const char *kept_in(const char *path)
{
	return path_join(backup_path(path), STAGE_KEPT);
}

/* One that only waits to be filled, or was emptied, has none of them. */
int backup_exists(const char *path)
{
	const char *backup = backup_path(path);
	int there = file_exists(AT_FDCWD, path_join(backup, STAGE_KEPT));

	return there < 0 ? error_errno("cannot look at '%s'", shown(backup)) : there;
}

bool backup_is_alone(const char *path)
{
	struct file_info info;

	return file_lstat(path, &info) && backup_exists(path) > 0;
}

/** A backup of the user's in DIR of one that is gone, ENV; or NULL. */
struct gone {
	const char *dir, *env;
};

static bool see(void *arg, int fd, const char *name, int type)
{
	struct gone *gone = arg;
	struct file_info info;
	const char *env;

	(void)type;
	/* Somebody else's says nothing of what is meant. */
	if (!starts_with(name, PREFIX) || file_lstatat(fd, name, &info) || info.uid != geteuid())
		return true;
	env = path_join(gone->dir, mem_dups(name + strlen(PREFIX)));
	if (backup_is_alone(env))
		gone->env = env;
	return !gone->env;
}

const char *backup_of_gone(const char *dir)
{
	struct gone gone = { .dir = dir };

	return file_scan(dir, see, &gone) ? NULL : gone.env;
}

/* ---- opened and locked -------------------------------------------------- */

static void let_go(struct backup *b)
{
	if (b->dir >= 0)
		close(b->dir);
	if (b->parent >= 0)
		close(b->parent);
}

/* Nobody else had a say in what is in it. */
static int check_owner(const struct backup *b)
{
	struct stat st;

	if (fstat(b->dir, &st))
		return error_errno("cannot look at '%s'", shown(b->path));
	if (st.st_uid == geteuid() && !(st.st_mode & (S_IWGRP | S_IWOTH)))
		return 0;
	return error("'%s' is not used: %s", shown(b->path),
		     st.st_uid == geteuid() ? "others can write to it" :
					      "it belongs to somebody else");
}

static bool note_other(void *arg, int fd, const char *name, int type)
{
	const char **other = arg;

	(void)fd;
	(void)type;
	if (!streq(name, STAGE_KEPT) && !streq(name, IGNORE) && !stage_is_private(name))
		*other = mem_dups(name);
	return !*other;
}

/*
 * What else is in what is open as DIR?  Where others may rename, another
 * directory of the user's may have got the name.
 */
static int check_names(int dir, const char *path)
{
	const char *other = NULL;
	uint64_t room[512];

	if (file_scan_fd(dir, room, sizeof(room), note_other, &other))
		return error_errno("cannot open '%s'", shown(path));
	return other ? error("'%s' is not used: '%s' in it is not of a backup", shown(path),
			     shown(other)) :
		       0;
}

/* As of struct stage_seen: it goes, but nothing that was put there since. */
static int discard_refused(int fd, const char *path)
{
	int kept, ret;

	if (check_names(fd, path))
		return -1;
	kept = files_open_dir(fd, STAGE_KEPT);
	if (kept < 0)
		return errno == ENOENT ?
			       0 :
			       error_errno("cannot open '%s'", shown(path_join(path, STAGE_KEPT)));
	ret = removal_foreign_in(kept, path_join(path, STAGE_KEPT));
	close(kept);
	return ret;
}

static int open_backup(struct backup *b, const char *env, bool make)
{
	const char *path = backup_path(env);
	bool made;

	*b = (struct backup){ .env = env,
			      .path = path,
			      .env_name = path_base(env),
			      .name = path_base(path),
			      .dir = -1 };
	b->parent = platform_open_path(path_parent(env));
	if (b->parent < 0)
		return error_errno("cannot open '%s'", shown(path_parent(env)));
	made = make && !mkdirat(b->parent, b->name, 0700);
	if (make && !made && errno != EEXIST)
		error_errno("cannot make '%s'", shown(path));
	else
		b->dir = stage_dir_lock(b->parent, b->name, path);
	if (b->dir >= 0 && !check_owner(b) && !check_names(b->dir, path))
		return 0;
	if (made)
		unlinkat(b->parent, b->name, AT_REMOVEDIR);
	let_go(b);
	return -1;
}

int backup_check(const char *path)
{
	int there = file_exists(AT_FDCWD, backup_path(path));
	struct backup b;

	if (there < 0)
		return error_errno("cannot look at '%s'", shown(backup_path(path)));
	if (!there)
		return 0;
	if (open_backup(&b, path, false))
		return -1;
	let_go(&b);
	return 0;
}

/* Nothing is kept there any more. */
static void unmake(const struct backup *b)
{
	int err = errno;

	unlinkat(b->dir, IGNORE, 0);
	unlinkat(b->parent, b->name, AT_REMOVEDIR);
	errno = err;
}

/* ---- filled ------------------------------------------------------------- */

static int write_ignore(const struct backup *b)
{
	/* What is there may be half of one. */
	unlinkat(b->dir, IGNORE, 0);
	if (!files_make(b->dir, IGNORE, "*\n", 2, 0644) || errno == EEXIST)
		return 0;
	return error_errno("cannot write '%s'", shown(path_join(b->path, IGNORE)));
}

int backup_commit(struct stage *stage)
{
	struct backup b;
	int ret = -1;

	if (open_backup(&b, stage->target, true)) {
		stage_drop(stage);
		return -1;
	}
	stage->keep = b.dir;
	if (write_ignore(&b))
		stage_drop(stage);
	else
		ret = stage_commit(stage);
	if (ret)
		unmake(&b);
	let_go(&b);
	return ret;
}

/* ---- exchanged ---------------------------------------------------------- */

static int exchange(const struct backup *b)
{
	const char *kept = kept_in(b->env);
	struct venv venv;

	venv_read(kept, &venv);
	if (!venv_is_env(&venv))
		return error("'%s' is not an environment: %s", shown(kept), venv_problem(&venv));
	if (platform_exchange(b->parent, b->env_name, b->dir, STAGE_KEPT))
		return error_errno("cannot exchange '%s' and '%s'", shown(b->env), shown(kept));
	return 0;
}

static int put_there(const struct backup *b)
{
	if (renameat(b->dir, STAGE_KEPT, b->parent, b->env_name))
		return error_errno("cannot put '%s' in its place", shown(kept_in(b->env)));
	unmake(b);
	return 0;
}

static int undo(const struct backup *b)
{
	struct file_info info;
	int fd, ret;

	if (file_lstat(b->env, &info) && errno == ENOENT)
		return put_there(b);
	fd = stage_dir_lock(b->parent, b->env_name, b->env);
	if (fd < 0)
		return -1;
	ret = exchange(b);
	close(fd);
	return ret;
}

static int none(const char *path)
{
	return error("'%s' has no backup: no 'avenv recreate' made one, or it "
		     "was discarded",
		     shown(path));
}

int backup_undo(const char *path)
{
	int ret = backup_exists(path);
	struct backup b;

	if (ret <= 0)
		return ret ? ret : none(path);
	if (open_backup(&b, path, false))
		return -1;
	ret = undo(&b);
	let_go(&b);
	return ret;
}

int backup_discard(const char *path)
{
	struct stage_seen seen = { .refused = discard_refused };
	const char *backup = backup_path(path);
	struct backup b;

	/* What a run that was killed left of it. */
	stage_sweep(path_parent(path));
	if (file_lstat(backup, &seen.info))
		return file_is_missing(errno) ? none(path) :
						error_errno("cannot look at '%s'", shown(backup));
	if (open_backup(&b, path, false))
		return -1;
	let_go(&b);
	return stage_discard(backup, &seen);
}
