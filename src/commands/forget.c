/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drop records, also of directories that do not exist. */
#include "records/forget.h"
#include "cli/command.h"
#include "commands/list.h"
#include "lookup/target.h"
#include "plan/search.h"
#include "print/paste.h"

static bool want_gone;

static const struct option_spec options[] = {
	{ .name = "gone", .help = "the records of all that is gone", .flag = &want_gone },
	{ 0 },
};

static int say_unknown(struct context *ctx, const char *path)
{
	const char *rest = still_covered(&ctx->trust, path);
	struct verdict found;

	find_in(&ctx->trust, path, &found);
	if (!*rest && found.candidate.made_by_tool)
		return error("no record: the environment is %s's own; %s keeps it off",
			     found.candidate.tool, paste_for_quoted("avenv deny", path));
	return error("nothing is recorded for '%s'%s", shown(path),
		     *rest ? rest : "; 'avenv allow --list' shows the records");
}

/*
 * Drop the records of the path ARG, else of its real path; NULL: of this directory's project.
 * Returns 0, or -1 after printing why not.
 */
static int forget(struct context *ctx, const char *arg)
{
	const char *path = NULL, *leads = NULL;
	struct change change = { 0 };
	struct target target;
	bool tree;

	if (arg) {
		path = target_path(ctx, arg);
	} else if (!target_project_or_slot(ctx, NULL, &target)) {
		path = target_real(&target).path;
		leads = target.dir.path;
	}
	if (!path)
		return -1;
	if (arg)
		leads = real_path_of(path).path;
	tree = forget_path(&ctx->trust, path, &change);
	if (!change.drop_count && leads)
		tree = forget_path(&ctx->trust, leads, &change);
	if (!change.drop_count)
		return say_unknown(ctx, path);
	if (change_commit(&change, &ctx->trust))
		return -1;
	note("forgot %s of '%s'%s%s", counted(change.drop_count, "record", "records"), shown(path),
	     tree ? " and all below" : "", still_covered(&ctx->trust, path));
	return 0;
}

/* Drop the records of all slots and trees that are gone. */
static int forget_gone(struct context *ctx)
{
	struct trust *trust = &ctx->trust;
	struct change change = { 0 };
	struct known known;

	for (size_t i = 0; i < trust->count; i++)
		if (record_is_gone(&trust->records[i]))
			change_drop(&change, &trust->records[i]);
	if (change_commit(&change, &ctx->trust))
		return EXIT_FAILED;
	note("forgot %s", counted(change.drop_count, "record", "records"));
	known_find_judged(ctx, &known);
	note_gone(&known);
	return EXIT_DONE;
}

static int run_forget(struct context *ctx, int argc, char **argv)
{
	int ret = 0;

	if (want_gone && argc)
		return command_usage(&cmd_forget, "'--gone' takes no DIR");
	if (records_load(&ctx->trust))
		return EXIT_FAILED;
	if (want_gone)
		return forget_gone(ctx);
	for (int i = 0; i < argc || !i; i++)
		ret |= forget(ctx, argv[i]);
	return ret;
}

const struct command cmd_forget = {
	.name = "forget",
	.args = "[DIR...] | --gone",
	.summary = "Take back 'allow' or 'deny'",
	.example = "avenv forget ~/src/project",
	.options = options,
	.run = run_forget,
};
