/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Remove environments, and the redirects and links on record that lead to them. Their slots stay
 * allowed: an environment that is made there again is on. All are checked before the first goes.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "build/create.h"
#include "build/stage_dir.h"
#include "commands/record.h"
#include "commands/redirect.h"
#include "core/mem.h"
#include "core/path.h"
#include "installed/site.h"
#include "known/here.h"
#include "known/protect.h"
#include "known/target.h"
#include "mend/backup.h"
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
	const char *text;
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
		 counted(site_count(&venv), "package", "packages"), ")");
	return b.data;
}

/* An earlier run that was killed has removed it, but not what leads to it. */
static int look_at_gone(struct context *ctx, struct removal *r)
{
	if (errno != ENOENT)
		return error_errno("cannot remove '%s'", shown(r->path));
	stage_sweep(path_parent(r->path));
	for (size_t i = 0; i < ctx->trust.count; i++) {
		const char *target = ctx->trust.records[i].target;

		if (target && streq(target, r->path)) {
			r->text = formatted("what leads to '%s'", shown(r->path));
			return 0;
		}
	}
	return error("there is no '%s'", shown(r->path));
}

/* Returns 0, or -1 having said why NAME may not go. */
static int look(struct context *ctx, const char *name, struct removal *r)
{
	int dir, ret;

	r->path = protect_find(ctx, name, "remove", !want_yes);
	if (!r->path)
		return -1;
	if (file_lstat(r->path, &r->info))
		return look_at_gone(ctx, r);
	if (protect_check(ctx, r->path, &r->info, "remove"))
		return -1;
	dir = files_open_dir(AT_FDCWD, r->path);
	if (dir < 0)
		return error_errno("cannot open '%s'", shown(r->path));
	ret = foreign_refused(dir, r->path, NULL);
	close(dir);
	r->text = describe(r->path);
	return ret;
}

static bool confirmed(const struct removal *list, size_t count)
{
	struct buf all = BUF_INIT;

	for (size_t i = 0; i < count; i++)
		buf_putl(&all, i ? ", " : "", list[i].text);
	if (want_yes)
		return true;
	if (!question_possible())
		error("%s: not removed, as there is no terminal to ask on; '-y' does not ask",
		      all.data);
	else if (question_yes(formatted("Remove %s? [y/N] ", all.data)))
		return true;
	else
		note("nothing was removed");
	return false;
}

/* Drop the records of slots that led to ENV. A denial of it stays, and is named. */
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
			note("'%s' is still denied", shown(env));
	}
	return change_commit(&change, trust, "");
}

static int take_away(struct context *ctx, const struct removal *r)
{
	struct file_info info;
	/* It was in another one of the list, or named twice. */
	bool gone = file_lstat(r->path, &info) && errno == ENOENT;
	int ret = gone ? 0 : discard(r->path, &r->info);

	if (ret < 0)
		return -1;
	if (!ret && !gone)
		note("removed %s", r->text);
	if (backup_exists(r->path) > 0)
		note("its backup '%s' stays; %s removes that", shown(backup_path(r->path)),
		     here_command(ctx, "avenv recreate --discard", r->path));
	return redirects_lead(&ctx->trust, r->path, NULL) || drop_records(ctx, r->path) ? -1 : ret;
}

static int run(struct context *ctx, int argc, char **argv)
{
	size_t count = (size_t)argc;
	struct removal *list = mem_array(count, sizeof(*list));
	int status = EXIT_DONE;

	if (records_load(ctx))
		return EXIT_FAILED;
	/* A killed run may have left what it took away. */
	if (ctx->physical)
		stage_sweep(ctx->physical);
	for (size_t i = 0; i < count; i++)
		if (look(ctx, argv[i], &list[i]))
			status = EXIT_FAILED;
	if (status != EXIT_DONE || !confirmed(list, count))
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
	.args_min = 1,
	.summary = "Remove environments, and what leads to them",
	.example = "avenv remove .venv",
	.options = options,
	.writes = true,
	.run = run,
};
