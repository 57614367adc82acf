/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Record that a project, an environment or a tree may be turned on. */
#include <sys/stat.h>

#include "cli/allow.h"
#include "cli/made.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

static struct allow_how how;
static bool want_list, want_json, want_found, want_learn;

static const struct option_spec options[] = {
	{ .name = "tree", .help = "DIR and all below it, now and later", .flag = &how.tree },
	{ .name = "found",
	  .help = "each project below DIR that has an environment now",
	  .flag = &want_found },
	{ .name = "shared",
	  .help = "others may write there, as is then shown",
	  .flag = &how.shared },
	{ .name = "by-path",
	  .help = "whatever stands at that path, also once replaced",
	  .flag = &how.by_path },
	{ .name = "tracked", .help = "though git tracks the environment", .flag = &how.tracked },
	{ .letter = 'l', .name = "list", .help = "print the records", .flag = &want_list },
	{ .name = "json", .help = "with --list: as JSON", .flag = &want_json },
	{ .name = "learn", .flag = &want_learn },
	{ 0 },
};

/* With the environment that the shell stands in its project is meant. */
static int widen(struct context *ctx, struct target *target)
{
	const char *env = target->chain.path;

	if (!target->env || !allow_by_project(&ctx->settings, env))
		return 0;
	return target_dir(path_parent(env), target);
}

static int plan_one(struct context *ctx, const char *arg, struct allowance *a)
{
	struct target *target = mem_array(1, sizeof(*target));
	struct buf why = BUF_INIT;

	if (target_typed(ctx, arg, how.tree, target))
		return -1;
	if (!arg && widen(ctx, target))
		return -1;
	if (arg && !how.tree)
		allow_narrow(ctx, arg, target);
	if (allow_plan(ctx, target, &how, a, &why))
		return error("'%s' is not allowed: %s", shown(target->chain.path), why.data);
	return 0;
}

/* All of them in one step, without those that may not be. */
static int allow(struct context *ctx, int argc, char **argv)
{
	size_t wanted = argc ? (size_t)argc : 1, planned = 0;
	struct allowance *list = mem_array(wanted, sizeof(*list));
	struct change change = { 0 };

	for (size_t i = 0; i < wanted; i++) {
		struct allowance *a = &list[planned];

		if (plan_one(ctx, argc ? argv[i] : NULL, a))
			continue;
		change_add_all(&change, &a->change);
		planned++;
	}
	if (planned && record_commit(&ctx->trust, &change))
		return EXIT_FAILED;
	ctx->trust = record_try(&ctx->trust, &change);
	for (size_t i = 0; i < planned; i++) {
		allow_tell(ctx, &list[i]);
		if (list[i].news)
			allow_tell_beside(ctx, list[i].target->chain.path, &list[i].found);
	}
	return planned < wanted ? EXIT_FAILED : EXIT_DONE;
}

/* What was said twice or contradicts itself; NULL: nothing. */
static const char *contradiction(int argc)
{
	bool says_how = how.tree || how.shared || how.by_path || how.tracked;

	if (want_json && !want_list)
		return "'--json' goes with '--list'";
	if (want_list && (argc || want_found || says_how))
		return "'--list' takes nothing else";
	if (want_found && (how.tree || how.by_path))
		return "'--found' goes with neither '--tree' nor '--by-path'";
	if ((want_found || how.tree) && !argc)
		return "name a directory; '.' is this one";
	return NULL;
}

static int run(struct context *ctx, int argc, char **argv)
{
	const char *wrong = contradiction(argc);

	if (want_learn)
		return argc == 1 ? allow_learn(ctx, argv[0]) : EXIT_DONE;
	if (wrong)
		return command_usage(&cmd_allow, "%s", wrong);
	if (want_list)
		return allow_list(ctx, want_json);
	if (want_found)
		return allow_found(ctx, &how, argc, argv);
	return allow(ctx, argc, argv);
}

const struct command cmd_allow = {
	.name = "allow",
	.args = "[OPTION...] [[--tree | --found] DIR...] | --list",
	.summary = "Turn on this project's environment, or DIR's, from now on",
	.example = "cd ~/src/project && avenv allow",
	.options = options,
	.writes = true,
	.run = run,
};
