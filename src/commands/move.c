/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Move an environment: check everything, rename it, change redirects and records to the new path,
 * then write the paths in its files. After a kill, the same command continues: the old path is on
 * record until the end.
 */
#include "mend/move.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "build/create.h"
#include "build/stage_dir.h"
#include "cli/command.h"
#include "core/path.h"
#include "core/venv.h"
#include "lookup/known.h"
#include "lookup/session.h"
#include "lookup/target.h"
#include "mend/backup.h"
#include "mend/remove_check.h"
#include "mend/repoint.h"
#include "print/paste.h"
#include "records/change.h"
#include "records/kept.h"
#include "system/files.h"

/* ---- the two paths ------------------------------------------------------------- */

/*
 * Set M->old and M->target. The second argument is used as by mv(1): a directory to move into, or a
 * new name. Returns 0, or -1 after printing why not.
 */
static int find_paths(struct context *ctx, char **argv, struct move *m)
{
	struct file_info info;

	m->old = remove_check_path(ctx, argv[0], false);
	m->target = m->old ? target_path(ctx, argv[1]) : NULL;
	if (!m->target)
		return -1;
	if (!file_stat(m->target, &info) && S_ISDIR(info.mode) && venv_exists(m->target) <= 0)
		m->target = target_path(ctx, path_join(m->target, path_base(m->old)));
	if (!file_lstat(m->target, &info))
		return error("'%s' is there already", shown(m->target));
	if (file_stat(path_parent(m->target), &info))
		return error_errno("cannot move '%s' into '%s'", shown(m->old),
				   shown(path_parent(m->target)));
	return create_check_name(m->target);
}

/* A record lists the environment at PATH as renamed from M->old. Sets M->target to PATH. */
static bool was_renamed(struct context *ctx, const char *path, struct move *m)
{
	const char *old = kept_renamed_from(&ctx->trust, path);

	m->target = path;
	return old && streq(old, m->old);
}

/* An earlier run was killed after the rename. Sets M->old, M->target and M->renamed. */
static bool was_killed(struct context *ctx, char **argv, struct move *m)
{
	const char *old = *argv[0] ? target_path(ctx, argv[0]) : NULL;
	const char *target = old && *argv[1] ? target_path(ctx, argv[1]) : NULL;
	struct file_info info;

	m->old = target ? old : NULL;
	m->renamed = m->old && file_lstat(m->old, &info) && errno == ENOENT &&
		     (was_renamed(ctx, target, m) ||
		      was_renamed(ctx, target_path(ctx, path_join(target, path_base(old))), m));
	return m->renamed;
}

/*
 * Check, open and lock the environment at its present path. Returns 0, or -1 after printing why
 * not.
 */
static int open_env_to_move(struct context *ctx, struct move *m)
{
	const char *path = m->renamed ? m->target : m->old;
	struct file_info info;
	enum backup backup;

	if (remove_check(ctx, path, &info))
		return -1;
	if (!m->renamed && (remove_check_unfinished(ctx, path) || remove_check_tracked(ctx, path)))
		return -1;
	backup = backup_look(&ctx->trust, path);
	if (!m->renamed && (backup == BACKUP_OURS || backup == BACKUP_UNKNOWN))
		return error("'%s' has a backup; first %s", shown(path),
			     cmdline_quoted(ctx, "avenv recreate --discard", path));
	m->dir = stage_dir_lock(AT_FDCWD, path, path, &info);
	return m->dir < 0 ? -1 : 0;
}

/* ---- records ------------------------------------------------------------------ */

/*
 * Returns 1 if a record allows the environment at the old path, 0 if not, or -1 after printing that
 * it is denied, or an error.
 */
static int is_allowed(struct context *ctx, const struct move *m)
{
	const struct record *r;
	struct file_info info;
	enum verdict verdict;

	if (m->renamed) {
		r = trust_named(&ctx->trust, path_parent(m->old), path_base(m->old));
		return r && !file_lstat(path_parent(m->old), &info) &&
		       record_is_of(r, path_parent(m->old), &info);
	}
	if (target_check_allowed(ctx, m->old, "moved") || record_verdict(ctx, m->old, &verdict))
		return -1;
	return verdict == VERDICT_ALLOWED;
}

/* Record the environment's identity before the rename: after a kill only that one is continued. */
static int rename_env(struct context *ctx, struct move *m)
{
	struct change change = { 0 };
	struct file_info info;
	bool failed;

	if (m->renamed)
		return 0;
	if (file_fstat(m->dir, &info))
		return error_errno("cannot look at '%s'", shown(m->old));
	kept_add_rename(&change, &ctx->trust, m->old, m->target, &info);
	if (change_commit(&change, &ctx->trust))
		return -1;
	failed = move_rename(m);
	if (failed) {
		change = (struct change){ 0 };
		kept_drop(&change, &ctx->trust, m->old, NULL);
		failed = change_commit(&change, &ctx->trust) || failed;
	}
	return failed ? -1 : 0;
}

/* PATH; if it is inside M->old, with that replaced by M->target */
static const char *moved(const struct move *m, const char *path)
{
	size_t len = strlen(m->old);

	if (!path || !path_under(path, m->old))
		return path;
	return path[len] ? path_join(m->target, path + len + 1) : m->target;
}

/*
 * Change the target of R from the old path to the new one, if R identifies the environment that was
 * moved.
 */
static void move_target(const struct move *m, const struct file_info *from,
			const struct file_info *into, struct record *r)
{
	if (r->target && streq(r->target, m->old)) {
		if (!record_leads_into(r, path_parent(m->old), from))
			return;
		r->target_id = into->id;
	}
	r->target = moved(m, r->target);
}

/*
 * Replace the old path by the new one in all records, and drop those of the environment's own slot.
 */
static int move_records(struct context *ctx, const struct move *m)
{
	struct trust *trust = &ctx->trust;
	struct change change = { 0 };
	struct file_info from, into;

	if (records_load(&ctx->trust))
		return -1;
	/* No record identifies a missing directory. */
	if (file_lstat(path_parent(m->old), &from)) {
		if (!file_is_missing(errno))
			return error_errno("cannot look at '%s'", shown(path_parent(m->old)));
		from = (struct file_info){ 0 };
	}
	if (file_lstat(path_parent(m->target), &into))
		return error_errno("cannot look at '%s'", shown(path_parent(m->target)));
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *old = &trust->records[i];
		struct record r = *old;

		r.path = moved(m, old->path);
		move_target(m, &from, &into, &r);
		if (r.path == old->path && r.target == old->target)
			continue;
		change_drop(&change, old);
		if (!streq(old->path, m->old) || r.tree)
			change_add(&change, trust, &r);
	}
	kept_drop(&change, trust, m->old, NULL);
	return change_commit(&change, trust);
}

/*
 * After the rename, update all references. The records are last: by them a killed run is continued.
 */
static int finish_move(struct context *ctx, struct move *m, bool allowed)
{
	enum recorded recorded = RECORDED_BEHIND;
	int failed;

	note("moved '%s' to '%s'", shown(m->old), shown(m->target));
	failed = repoint_env(&ctx->trust, m->old, m->target);
	if (!failed && allowed)
		recorded = record_env(ctx, m->target, false);
	if (failed || recorded == RECORDED_FAILED || move_write(m) || move_records(ctx, m))
		return error("'%s' is at '%s' now, but its old path is still named; run the same "
			     "command again to continue",
			     shown(m->old), shown(m->target));
	/* Nobody works in a tool's store. */
	if (recorded == RECORDED_ON && !streq(path_parent(m->target), path_parent(m->old)) &&
	    !known_tool(m->target))
		note("'%s' is on whenever you are in '%s'", shown(path_base(m->target)),
		     shown(path_parent(m->target)));
	return recorded >= RECORDED_NOT ? -1 : 0;
}

static int run_move(struct context *ctx, int argc, char **argv)
{
	struct move m = { .dir = -1 };
	int allowed;

	if (records_load(&ctx->trust) ||
	    (!was_killed(ctx, argv, &m) && find_paths(ctx, argv, &m)) || open_env_to_move(ctx, &m))
		return EXIT_FAILED;
	allowed = is_allowed(ctx, &m);
	if (allowed < 0 || move_look(&m) || repoint_check(&ctx->trust, m.old) ||
	    rename_env(ctx, &m) || finish_move(ctx, &m, allowed))
		return EXIT_FAILED;
	return EXIT_DONE;
}

const struct command cmd_move = {
	.name = "move",
	.alias = "mv",
	.args = "ENV DIR",
	.args_min = 2,
	.summary = "Move an environment, and change its path in all its files",
	.example = "avenv move .venv ~/.virtualenvs/web",
	.run = run_move,
};
