/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Remove environments, and the redirects and links on record that lead to them. Their slots stay
 * allowed: an environment that is made there again is on. All are looked at before the first
 * goes.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "build/create.h"
#include "build/stage_dir.h"
#include "command/command.h"
#include "commands/allow_parts.h"
#include "commands/redirect.h"
#include "core/mem.h"
#include "core/path.h"
#include "known/envs.h"
#include "known/place.h"
#include "known/subject.h"
#include "mend/backup.h"
#include "print/msg.h"
#include "records/change.h"
#include "system/files.h"
#include "system/tree.h"

#include "core/banned.h"

static bool want_yes;

static const struct option_spec options[] = {
	{ .letter = 'y', .name = "yes", .help = "do not ask", .flag = &want_yes },
	{ 0 },
};

/** An environment that may go. */
struct removal {
	/** its real path, and the directory there */
	const char *path;
	struct file_info info;
	/** "'~/p/.venv' (12M, 3 packages)" */
	const char *what;
};

static const char *describe(const char *path)
{
	struct tree_size size;
	struct buf b = BUF_INIT;
	struct venv venv;
	bool whole;

	venv_read(path, &venv);
	whole = !tree_measure(AT_FDCWD, path, &size);
	buf_putl(&b, "'", shown(path), "' (", whole ? "" : "at least ", size_text(size.bytes), ", ",
		 counted(env_packages(&venv), "package", "packages"), ")");
	return b.data;
}

/* A run that was killed has removed it, but not what leads to it. */
static int look_at_gone(struct context *ctx, struct removal *r)
{
	struct buf b = BUF_INIT;

	if (errno != ENOENT)
		return error_errno("cannot remove '%s'", shown(r->path));
	stage_sweep(path_parent(r->path));
	for (size_t i = 0; i < ctx->trust.count; i++) {
		const struct record *on = &ctx->trust.records[i];

		if (on->target && streq(on->target, r->path)) {
			buf_putl(&b, "what leads to '", shown(r->path), "'");
			r->what = b.data;
			return 0;
		}
	}
	return error("there is no '%s'", shown(r->path));
}

static int look(struct context *ctx, const char *name, struct removal *r)
{
	const struct act act = { "remove", "rm", !want_yes };
	int dir, ret;

	/* A killed run may have left what it took away. */
	if (ctx->physical)
		stage_sweep(ctx->physical);
	r->path = subject_named(ctx, name, &act);
	if (!r->path)
		return -1;
	if (file_lstat(r->path, &r->info))
		return look_at_gone(ctx, r);
	if (subject_refused(ctx, r->path, &r->info, &act))
		return -1;
	dir = files_open_dir(AT_FDCWD, r->path);
	if (dir < 0)
		return error_errno("cannot open '%s'", shown(r->path));
	ret = foreign_refused(dir, r->path);
	close(dir);
	r->what = describe(r->path);
	return ret;
}

/* Look at all of them. Each that may not go is named. */
static int look_at_all(struct context *ctx, size_t count, char **names, struct removal *list)
{
	int ret = 0;

	for (size_t i = 0; i < count; i++)
		if (look(ctx, names[i], &list[i]))
			ret = -1;
	return ret;
}

static bool confirmed(const struct removal *list, size_t count)
{
	struct buf question = BUF_INIT;

	if (want_yes)
		return true;
	for (size_t i = 0; i < count; i++)
		buf_putl(&question, list[i].what, "\n");
	if (!question_possible()) {
		fputs(question.data, stderr);
		error("nothing was removed: there is no terminal to ask on; '-y' removes without "
		      "asking");
		return false;
	}
	buf_puts(&question, count > 1 ? "Remove them? [y/N] " : "Remove it? [y/N] ");
	if (question_yes(question.data))
		return true;
	note("nothing was removed");
	return false;
}

static void tell_backup(struct context *ctx, const char *path)
{
	if (backup_exists(path) > 0)
		note("its backup '%s' stays; %s removes that, '--undo' puts it in its place",
		     shown(backup_path(path)), place_line(ctx, "avenv recreate --discard", path));
}

/* Drop the records of slots that led to ENV. A denial stays, and is named. */
static int drop_records(struct context *ctx, const char *env)
{
	struct trust *trust = &ctx->trust;
	struct change change = { 0 };

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->target && streq(r->target, env))
			change_drop(&change, r);
		if (r->deny && streq(r->path, env))
			allow_tell_denied(env);
	}
	return change_commit(&change, trust, "");
}

static int take_away(struct context *ctx, const struct removal *r)
{
	struct file_info info;
	/* One that another of the list held, or that was named twice, is gone. */
	bool gone = file_lstat(r->path, &info) && errno == ENOENT;
	int ret = gone ? 0 : discard(r->path, &r->info);

	if (ret < 0)
		return -1;
	if (!ret && !gone)
		note("removed %s", r->what);
	tell_backup(ctx, r->path);
	if (redirects_lead(&ctx->trust, r->path, NULL) || drop_records(ctx, r->path))
		return -1;
	return ret;
}

static int run(struct context *ctx, int argc, char **argv)
{
	size_t count = (size_t)argc;
	struct removal *list = mem_array(count, sizeof(*list));
	int status = EXIT_DONE;

	if (!argc)
		return command_usage(&cmd_remove, "name an environment");
	if (allow_load(ctx) || look_at_all(ctx, count, argv, list) || !confirmed(list, count))
		return EXIT_FAILED;
	for (size_t i = 0; i < count; i++)
		if (take_away(ctx, &list[i]))
			status = EXIT_FAILED;
	return status;
}

const struct command cmd_remove = {
	.name = "remove",
	.alias = "rm",
	.args = "[-y] ENV...",
	.summary = "Remove environments, and what leads to them",
	.example = "avenv remove .venv",
	.options = options,
	.writes = true,
	.run = run,
};
