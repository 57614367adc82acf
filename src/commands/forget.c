/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drop records, also of directories that do not exist. */
#include "records/forget.h"
#include "cli/command.h"
#include "commands/allow.h"
#include "commands/list.h"
#include "lookup/target.h"
#include "plan/search.h"
#include "print/paste.h"
#include "print/question.h"

static bool want_gone, want_below, want_yes;

static const struct option_spec options[] = {
	{ .name = "below", .help = "also all records below DIR; asks", .flag = &want_below },
	{ .name = "gone", .help = "the records of all that is gone", .flag = &want_gone },
	{ .letter = 'y', .name = "yes", .help = "do not ask", .flag = &want_yes },
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

/* "; 2 records below it stay …", if there are some below the tree PATH, which was forgotten; or "" */
static const char *stay_below(const struct trust *trust, const char *path)
{
	struct change below = { 0 };

	forget_below(trust, path, &below);
	if (!below.drop_count)
		return "";
	return formatted("; %s below it %s, and %s lists %s and asks",
			 counted(below.drop_count, "record", "records"),
			 below.drop_count == 1 ? "stays" : "stay",
			 paste_command("avenv forget --below", path),
			 below.drop_count == 1 ? "it" : "them");
}

/*
 * Drop the records of the path ARG, else of its real path; NULL: of this directory, if it is denied
 * itself, or else of its project. Returns 0, or -1 after printing why not.
 */
static int forget(struct context *ctx, const char *arg)
{
	const char *path = NULL, *leads = NULL, *here = ctx->physical.path;
	const struct record *denial = here ? trust_denial_of(&ctx->trust, here) : NULL;
	struct change change = { 0 };
	struct candidates named;
	bool tree;

	if (!arg && denial && streq(denial->path, here))
		arg = ".";
	if (arg) {
		path = target_path(ctx, arg);
	} else if (!target_project_or_slot(ctx, NULL, &named)) {
		path = target_real(&named).path;
		leads = named.project.path;
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
	     still_covered(&ctx->trust, path), tree ? stay_below(&ctx->trust, path) : "");
	return 0;
}

/* Drop the records of the directories ARGV and of all that is below them, after a question. */
static int forget_all_below(struct context *ctx, int argc, char **argv)
{
	struct change change = { 0 };
	const char *all;

	for (int i = 0; i < argc; i++) {
		const char *path = target_path(ctx, argv[i]), *real;

		if (!path)
			return EXIT_FAILED;
		forget_below(&ctx->trust, path, &change);
		real = real_path_of(path).path;
		if (real && !streq(real, path))
			forget_below(&ctx->trust, real, &change);
	}
	if (!change.drop_count) {
		note("nothing to forget: nothing is recorded there");
		return EXIT_DONE;
	}
	allow_print(&ctx->trust, change.drops, change.drop_count, stderr);
	all = counted(change.drop_count, "record", "records");
	if (!want_yes && !question_confirmed("Forget", all, "forgotten"))
		return EXIT_FAILED;
	if (change_commit(&change, &ctx->trust))
		return EXIT_FAILED;
	note("forgot %s", all);
	return EXIT_DONE;
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

	if (want_gone && (argc || want_below))
		return command_usage(&cmd_forget, "'--gone' takes no DIR");
	if (want_below && !argc)
		return command_usage(&cmd_forget, "name a DIR; '.' is this one");
	if (want_yes && !want_below)
		return command_usage(&cmd_forget, "'-y' goes with '--below'");
	if (records_load(&ctx->trust))
		return EXIT_FAILED;
	if (want_gone)
		return forget_gone(ctx);
	if (want_below)
		return forget_all_below(ctx, argc, argv);
	for (int i = 0; i < argc || !i; i++)
		ret |= forget(ctx, argv[i]);
	return ret;
}

const struct command cmd_forget = {
	.name = "forget",
	.args = "[DIR...] | --below [-y] DIR... | --gone",
	.summary = "Take back each 'allow' and 'deny' for this project, or for DIR",
	.example = "avenv forget ~/src/project",
	.options = options,
	.run = run_forget,
};
