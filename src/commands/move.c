/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Move an environment: all is looked at, it is renamed, what leads to it and the records follow,
 * and the paths in it are written. As long as it names the old place, the same command goes on.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/create.h"
#include "build/stage_dir.h"
#include "command/command.h"
#include "commands/allow_parts.h"
#include "commands/made.h"
#include "commands/redirect.h"
#include "core/path.h"
#include "core/venv.h"
#include "known/place.h"
#include "known/subject.h"
#include "mend/backup.h"
#include "mend/move.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/change.h"
#include "system/files.h"

#include "core/banned.h"

static const struct act act = { "move", "mv", false };

/* ---- which, and where to ------------------------------------------------------ */

/* Open and lock the environment, which is at PATH now. */
static int take(struct context *ctx, struct move *m, const char *path)
{
	struct file_info info;

	if (file_lstat(path, &info))
		return error_errno("cannot move '%s'", shown(path));
	if (subject_refused(ctx, path, &info, &act))
		return -1;
	m->dir = stage_dir_lock(AT_FDCWD, path, path, &info);
	return m->dir < 0 ? -1 : subject_changed(m->dir, path);
}

static int find_old(struct context *ctx, const char *name, struct move *m)
{
	int backup;

	m->old = subject_named(ctx, name, &act);
	if (!m->old || take(ctx, m, m->old) || subject_tracked(m->old))
		return -1;
	backup = backup_exists(m->old);
	if (backup < 0)
		return error_errno("cannot look at '%s'", shown(backup_path(m->old)));
	if (backup)
		error("'%s' has a backup, which would not be its own elsewhere; %s removes that",
		      shown(m->old), place_line(ctx, "avenv recreate --discard", m->old));
	return backup ? -1 : 0;
}

/* As mv(1) takes it: into a directory, or under a new name. */
static int find_target(const struct context *ctx, const char *arg, struct move *m)
{
	struct file_info info;
	const char *path;
	struct venv venv;

	if (place_check_empty(arg))
		return -1;
	path = place_from_here(ctx, arg);
	if (!path)
		return -1;
	if (!file_stat(path, &info) && S_ISDIR(info.mode)) {
		const char *real = place_real(path);

		if (!real)
			return error_errno("cannot find '%s'", shown(path));
		venv_read(real, &venv);
		if (venv_is_env(&venv))
			return error("'%s' is an environment already", shown(path));
		path = path_join(path, path_base(m->old));
	}
	path = path_trimmed(path);
	if (!file_lstat(path, &info))
		return error("'%s' is there already", shown(path));
	m->target = place_real(path);
	if (!m->target)
		return error_errno("cannot move '%s' into '%s'", shown(m->old),
				   shown(path_parent(path)));
	if (path_under(m->target, m->old))
		return error("'%s' lies in '%s' itself", shown(m->target), shown(m->old));
	return create_check_name(m->target);
}

/* The environment at PATH says that it is at m->old, where nothing is: a move was killed. */
static bool names_old(const char *path, struct move *m)
{
	const char *real = place_real(path), *old;
	int dir = real ? files_open_dir(AT_FDCWD, real) : -1;
	int ret;

	if (dir < 0)
		return false;
	ret = relocate_old_path(dir, real, &old);
	close(dir);
	m->target = real;
	return !ret && old && streq(old, m->old);
}

static bool goes_on(const struct context *ctx, char **argv, struct move *m)
{
	const char *old = *argv[0] ? place_from_here(ctx, argv[0]) : NULL;
	const char *target = old && *argv[1] ? place_from_here(ctx, argv[1]) : NULL;
	struct file_info info;

	m->old = target ? place_unfollowed(old) : NULL;
	m->renamed = m->old && file_lstat(m->old, &info) && errno == ENOENT &&
		     (names_old(target, m) || names_old(path_join(target, path_base(m->old)), m));
	return m->renamed;
}

static int find(struct context *ctx, char **argv, struct move *m)
{
	if (goes_on(ctx, argv, m))
		return take(ctx, m, m->target);
	return find_old(ctx, argv[0], m) || find_target(ctx, argv[1], m) ? -1 : 0;
}

/* ---- records ------------------------------------------------------------------ */

/* A record allows it at the old place; -1: it is denied there, or nobody knows. */
static int is_allowed(struct context *ctx, const struct move *m)
{
	const struct record *r;
	enum verdict verdict;

	if (m->renamed) {
		r = trust_named(&ctx->trust, path_parent(m->old), path_base(m->old));
		return r && !r->deny;
	}
	if (made_verdict(ctx, m->old, &verdict))
		return -1;
	/* At its new place it would not be. */
	if (verdict == VERDICT_DENIED)
		return error("'%s' is denied; %s first takes that back", shown(m->old),
			     paste_command("avenv forget", m->old));
	return verdict == VERDICT_ALLOWED;
}

/* The user's word goes with it. Returns 0; 1 where the new one is not to be on; or -1. */
static int record_new(struct context *ctx, const struct move *m)
{
	const char *project = path_parent(m->target);
	enum made made = made_record(ctx, m->target);

	if (made == MADE_FAILED)
		return -1;
	if (!streq(project, path_parent(m->old)) && made == MADE_ON)
		allow_tell_from_now(m->target, project);
	return made >= MADE_DENIED;
}

/* PATH, below OLD, as it is called now. */
static const char *moved(const struct move *m, const char *path)
{
	size_t len = strlen(m->old);

	return path[len] ? path_join(m->target, path + len + 1) : m->target;
}

/* What was said of the old place is said of the new one. */
static int move_records(struct context *ctx, const struct move *m)
{
	struct trust *trust = &ctx->trust;
	struct change change = { 0 };

	if (allow_load(ctx))
		return -1;
	for (size_t i = 0; i < trust->count; i++) {
		struct record r = trust->records[i];
		bool inside = path_under(r.path, m->old);
		bool leads = r.target && path_under(r.target, m->old);

		if (inside)
			change_drop(&change, &trust->records[i]);
		if (!leads && (!inside || (streq(r.path, m->old) && !r.tree)))
			continue;
		if (inside) {
			r.path = moved(m, r.path);
			r.path_len = strlen(r.path);
		}
		if (leads)
			r.target = moved(m, r.target);
		change_add(&change, trust, &r);
	}
	return change_commit(&change, trust, "");
}

/* It lies at its new place: all else follows, its own paths last. */
static int finish(struct context *ctx, struct move *m, bool allowed)
{
	int made = 0;

	if (redirects_lead(&ctx->trust, m->old, m->target) ||
	    (allowed && (made = record_new(ctx, m)) < 0) || move_records(ctx, m))
		return error("'%s' lies at '%s' now, but names its old place; the same command "
			     "again goes on, %s mends it alone",
			     shown(m->old), shown(m->target),
			     paste_command("avenv repair", m->target));
	return move_write(m) || made ? -1 : 0;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct move m = { .dir = -1 };
	int allowed, ret;

	if (argc != 2)
		return command_usage(&cmd_move, "name an environment and where it goes");
	if (allow_load(ctx) || find(ctx, argv, &m))
		return EXIT_FAILED;
	allowed = is_allowed(ctx, &m);
	if (allowed < 0 || move_look(&m) || move_rename(&m))
		return EXIT_FAILED;
	ret = finish(ctx, &m, allowed);
	close(m.dir);
	return ret ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_move = {
	.name = "move",
	.alias = "mv",
	.args = "ENV DIR",
	.summary = "Move an environment, with every path that is baked into it",
	.example = "avenv move .venv ~/.virtualenvs/web",
	.writes = true,
	.run = run,
};
