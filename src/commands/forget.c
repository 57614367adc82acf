/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drop records, also of directories that do not exist. */
#include <errno.h>
#include <fcntl.h>

#include "cli/command.h"
#include "core/path.h"
#include "lookup/target.h"
#include "plan/search.h"
#include "records/change.h"

static bool want_gone;

static const struct option_spec options[] = {
	{ .name = "gone", .help = "the records of all that is gone", .flag = &want_gone },
	{ 0 },
};

/*
 * Drop the records of PATH and of the slots in it; if a record allows PATH as a tree, also of slots
 * below it. Returns whether one does.
 */
static bool drop_record(const struct trust *trust, const char *path, struct change *change)
{
	bool tree = false;

	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		tree |= r->tree && !r->deny && r->line && streq(r->path, path);
	}
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (streq(r->path, path) || (!r->tree && (streq(path_parent(r->path), path) ||
							  (tree && path_under(r->path, path)))))
			change_drop(change, r);
	}
	return tree;
}

/* For PATH, a slot or a project in a worktree whose main checkout is allowed; or "" */
static const char *covered_by_main(struct trust *trust, const char *path)
{
	const char *dirs[] = { path, path_parent(path) };
	struct found found;

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		find_in(trust, dirs[i], &found);
		if (found.judgement.verdict == VERDICT_NEW && !found.judgement.record->tree)
			return formatted("; '%s' covers it, and 'avenv deny' makes an exception",
					 shown(found.judgement.record->path));
	}
	return "";
}

/* "; '~/src' is still denied", for the record of a tree that covers PATH; or "" */
static const char *still_covered(struct trust *trust, const char *path)
{
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (r->tree && path_under(path, r->path))
			return r->deny ? formatted("; '%s' is still denied", shown(r->path)) :
					 formatted("; '%s' is still allowed with all below, and "
						   "'avenv deny' makes an exception",
						   shown(r->path));
	}
	return covered_by_main(trust, path);
}

static int say_unknown(struct context *ctx, const char *path)
{
	const char *rest = still_covered(&ctx->trust, path);
	struct found found;

	find_in(&ctx->trust, path, &found);
	if (!*rest && found.candidate.made_by_tool)
		return error("no record: the environment is %s's own; 'avenv deny' keeps it off",
			     found.candidate.tool);
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
	struct real_path chain;
	bool tree;

	if (arg) {
		path = target_path(ctx, arg);
	} else if (!target_of(ctx, NULL, &target)) {
		path = target_slot(&target);
		leads = target.dir;
	}
	if (!path)
		return -1;
	if (arg && !real_path_read(path, &chain))
		leads = chain.path;
	tree = drop_record(&ctx->trust, path, &change);
	if (!change.drop_count && leads)
		tree = drop_record(&ctx->trust, leads, &change);
	if (!change.drop_count)
		return say_unknown(ctx, path);
	if (change_commit(&change, &ctx->trust))
		return -1;
	note("forgot %s of '%s'%s%s", counted(change.drop_count, "record", "records"), shown(path),
	     tree ? " and all below" : "", still_covered(&ctx->trust, path));
	return 0;
}

/*
 * R's path is missing. A denial by identity does not count: its directory may have another path
 * now.
 */
static bool is_gone(const struct record *r)
{
	struct file_info info;

	return !(r->deny && r->id.btime) && file_lstat(r->path, &info) && file_is_missing(errno);
}

static int forget_gone(struct context *ctx)
{
	struct change change = { 0 };

	for (size_t i = 0; i < ctx->trust.count; i++)
		if (is_gone(&ctx->trust.records[i]))
			change_drop(&change, &ctx->trust.records[i]);
	if (change_commit(&change, &ctx->trust))
		return EXIT_FAILED;
	note("forgot %s", counted(change.drop_count, "record", "records"));
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
	.summary = "Take back what 'allow' or 'deny' recorded",
	.example = "avenv forget ~/src/project",
	.options = options,
	.run = run_forget,
};
