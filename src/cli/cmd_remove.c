/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Remove environments, and with each what leads to it: redirects, links and
 * records.  The record of a project stays, as an environment that is made anew
 * there shall be on without a question.  All are looked at before the first one
 * goes.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/allow.h"
#include "cli/place.h"
#include "cli/recreate.h"
#include "cli/removal.h"
#include "cli/stage.h"
#include "core/mem.h"
#include "print/msg.h"
#include "records/change.h"

#include "core/banned.h"

static bool want_yes;

static const struct option_spec options[] = {
	{ .letter = 'y', .name = "yes", .help = "do not ask", .flag = &want_yes },
	{ 0 },
};

/* Look at all of them; how many may go, the first reason why not being said. */
static size_t find_all(struct context *ctx, size_t count, char **names, struct removal *list)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		if (!removal_find(ctx, names[i], !want_yes, &list[found]))
			found++;
		else if (ctx->trust.closed || !ctx->pwd)
			/* No other can be looked up either. */
			break;
	}
	return found;
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
		error("nothing was removed: there is no terminal to ask on; "
		      "'-y' removes without asking");
		return false;
	}
	buf_puts(&question, count > 1 ? "Remove them? [y/N] " : "Remove it? [y/N] ");
	if (question_yes(question.data))
		return true;
	note("nothing was removed");
	return false;
}

/* It may be wanted back: then there is no other. */
static void tell_backup(struct context *ctx, const char *path)
{
	if (backup_exists(path) > 0)
		note("its backup '%s' stays; %s removes that, '--undo' puts it "
		     "in its place",
		     shown(backup_path(path)), place_line(ctx, "avenv recreate --discard", path));
}

/*
 * One that another of the list held is gone by now, as is one named twice.
 * Returns as stage_discard() does.
 */
static int take_away(struct context *ctx, const struct removal *r)
{
	const struct stage_seen seen = { .info = r->info, .refused = removal_refused };
	struct file_info info;
	int ret = 0;

	if (r->info.ino && file_lstat(r->path, &info)) {
		if (!file_is_missing(errno))
			return error_errno("cannot remove '%s'", shown(r->path));
	} else if (r->info.ino) {
		ret = stage_discard(r->path, &seen);
		if (ret < 0)
			return ret;
		if (!ret)
			note("removed %s", r->what);
		tell_backup(ctx, r->path);
	}
	/* The environment is gone all the same. */
	if (pointers_remove(&r->pointers))
		ret = STAGE_LEFT;
	return ret;
}

/*
 * The records of what led to ENV. Its own slot stays allowed: what the user makes there anew
 * is on.
 */
static void drop(struct context *ctx, struct change *change, const char *env)
{
	struct trust *trust = &ctx->trust;

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->target && streq(r->target, env))
			change_drop(change, r);
		if (r->deny && streq(r->path, env))
			allow_tell_denied(env);
	}
}

/*
 * Those that are begun are finished, also where a signal asks to stop: what is
 * on record is then what there is.
 */
static int remove_all(struct context *ctx, const struct removal *list, size_t count)
{
	struct change change = { 0 };
	int status = EXIT_DONE;

	for (size_t i = 0; i < count && !stage_interrupted(); i++) {
		int ret = take_away(ctx, &list[i]);

		if (ret)
			status = EXIT_FAILED;
		if (ret >= 0)
			drop(ctx, &change, list[i].path);
	}
	if (change_commit(&change, &ctx->trust, ""))
		status = EXIT_FAILED;
	return status;
}

static int run(struct context *ctx, int argc, char **argv)
{
	size_t count = (size_t)argc;
	struct removal *list = mem_array(count, sizeof(*list));
	int status;

	if (!argc)
		return command_usage(&cmd_remove, "name an environment");
	if (find_all(ctx, count, argv, list) < count || !confirmed(list, count))
		return EXIT_FAILED;
	stage_catch_signals();
	status = remove_all(ctx, list, count);
	stage_end();
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
