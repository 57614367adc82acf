/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Make an environment anew with the same packages, and undo that. */
#include "mend/recreate.h"

#include <fcntl.h>

#include "build/pip.h"
#include "cli/command.h"
#include "core/path.h"
#include "lookup/allowed.h"
#include "lookup/manifest.h"
#include "lookup/session.h"
#include "lookup/target.h"
#include "mend/backup.h"
#include "mend/remove_check.h"
#include "mend/repoint.h"
#include "print/msg.h"
#include "records/change.h"

static struct strings requirements;
static struct recreate_how how = { .files = &requirements };
static bool want_undo, want_discard;

// clang-format off
static const struct option_spec options[] = {
	{ 'p', "python", "PYTHON", "Python to use instead of the old one's", .value = &how.python },
	{ 'r', "requirement", "FILE", "install what FILE lists instead", .values = &requirements },
	{ 0, "undo", NULL, "exchange it with its backup; may be repeated", .flag = &want_undo },
	{ 0, "discard", NULL, "remove its backup", .flag = &want_discard },
	{ 0 },
};
// clang-format on

/* ---- recreation ------------------------------------------------------------ */

/* Without ENV, only a list of packages that the user allowed is installed. */
static int check_record(struct context *ctx, const char *path, bool named, enum verdict *verdict)
{
	if (record_verdict(ctx, path, verdict))
		return -1;
	how.allowed = env_is_allowed(&ctx->trust, path);
	if (how.allowed || (named && *verdict != VERDICT_DENIED))
		return 0;
	return error("'%s' is %s, and recreating installs the packages it lists; first %s",
		     shown(path), *verdict == VERDICT_DENIED ? "denied" : "not allowed",
		     cmdline_quoted(ctx, "avenv allow", path));
}

/* If the slot was allowed, record the new environment, so that it is on as before. */
static int record_new(struct context *ctx, const char *path, enum verdict verdict)
{
	return verdict == VERDICT_ALLOWED && record_env(ctx, path, false) == RECORDED_FAILED ? -1 :
											       0;
}

static int make_anew(struct context *ctx, const char *name)
{
	enum verdict verdict = VERDICT_NONE;
	const struct manifest *manifest;
	struct file_info info;
	const char *path;
	struct python python;
	struct venv venv;

	if (name)
		path = remove_check_path(ctx, name, false);
	else
		path = target_look(ctx, NULL, &venv) ? NULL : venv.path;
	if (!path)
		return -1;
	if (remove_check(ctx, path, &info) || remove_check_tracked(ctx, path) ||
	    check_record(ctx, path, name, &verdict))
		return -1;
	manifest = manifest_in(path_parent(path));
	if (manifest && manifest->command && !manifest->refused) {
		how.lock_command = manifest->command;
		how.lock = path_join(path_parent(path), manifest->file);
	}
	how.ctx = ctx;
	if (recreate(path, &how, &python))
		return -1;
	note("rebuilt '%s' with Python %s (%s)", shown(path), python.version, shown(python.path));
	note("the old one is in '%s': %s swaps them, %s removes it", shown(backup_path(path)),
	     cmdline_quoted(ctx, "avenv recreate --undo", path),
	     cmdline_quoted(ctx, "avenv recreate --discard", path));
	return record_new(ctx, path, verdict);
}

/* ---- the backup ------------------------------------------------------------ */

/*
 * The path of the environment whose backup --undo or --discard uses; it need not exist. NULL after
 * printing why there is none.
 */
static const char *find_path(struct context *ctx, const char *name)
{
	const char *dot_venv = ctx->physical ? path_join(ctx->physical, ".venv") : "";
	enum backup backup;
	struct venv venv;

	if (name)
		return remove_check_path(ctx, name, false);
	backup = backup_look(&ctx->trust, dot_venv);
	if (backup == BACKUP_OURS || backup == BACKUP_UNKNOWN)
		return dot_venv;
	return target_look(ctx, NULL, &venv) ? NULL : venv.path;
}

/* The two environments differ in age: the one that was made anew is the newer. */
static void note_undone(const char *path)
{
	struct file_info now, other;
	bool both = !file_lstat(path, &now) && !file_lstat(backup_kept(path), &other);

	if (!both || now.id.btime == other.id.btime)
		note("put '%s' back", shown(path));
	else
		note("'%s' is the %s one again", shown(path),
		     now.id.btime < other.id.btime ? "older" : "newer");
}

static int undo(struct context *ctx, const char *path)
{
	enum verdict verdict = VERDICT_NONE;
	struct file_info info;
	bool there = file_exists(AT_FDCWD, path) != 0;

	/* The verdict on a missing environment is read after it was restored. */
	if ((there && (remove_check(ctx, path, &info) || record_verdict(ctx, path, &verdict))) ||
	    backup_undo(&ctx->trust, path) || (!there && record_verdict(ctx, path, &verdict)))
		return -1;
	note_undone(path);
	return record_new(ctx, path, verdict);
}

static int discard_backup(struct context *ctx, const char *path)
{
	if (backup_discard(&ctx->trust, path))
		return -1;
	note("removed '%s'", shown(backup_path(path)));
	return 0;
}

static int run_recreate(struct context *ctx, int argc, char **argv)
{
	const char *name = argv[0], *path;
	int ret;

	if (want_undo + want_discard + (how.python || requirements.count) > 1)
		return command_usage(&cmd_recreate, "'--undo' and '--discard' stand alone");
	if (records_load(&ctx->trust))
		return EXIT_FAILED;
	if (!want_undo && !want_discard) {
		ret = pip_check_files(&requirements) ? -1 : make_anew(ctx, name);
	} else {
		path = find_path(ctx, name);
		ret = !path ? -1 : want_undo ? undo(ctx, path) : discard_backup(ctx, path);
	}
	return ret ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_recreate = {
	.name = "recreate",
	.args = "[OPTION...] [ENV]",
	.summary = "Rebuild an environment with the same packages",
	.example = "avenv recreate",
	.options = options,
	.run = run_recreate,
};
