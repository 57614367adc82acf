/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Record that environments may be turned on, each in its slot. */
#include "commands/allow.h"

#include "core/path.h"
#include "core/search.h"
#include "known/learn.h"
#include "known/session.h"
#include "known/target.h"
#include "print/paste.h"
#include "records/guard.h"

#include "core/banned.h"

static struct allow_how how;
static bool want_tree, want_list, want_found, want_learn, want_seen;

// clang-format off
static const struct option_spec options[] = {
	{ 0, "tree", NULL, "all environments below DIR, now and later", .flag = &want_tree },
	{ 0, "found", NULL, "all environments that are below DIR now", .flag = &want_found },
	{ 0, "shared", NULL, "even if others may write there; shows who", .flag = &how.shared },
	{ 0, "tracked", NULL, "even if git tracks it", .flag = &how.tracked },
	{ 'l', "list", NULL, "print the records", .flag = &want_list },
	{ 0, "learn", .flag = &want_learn },
	{ 0, "seen", .flag = &want_seen },
	{ 0 },
};
// clang-format on

/* Another user who can redirect the name ARG would choose what is allowed. */
static int check_way(const struct context *ctx, const char *arg, const struct target *target)
{
	const char *way = arg && ctx->physical ? path_trimmed(path_join(ctx->physical, arg)) : arg;
	struct openings o = { 0 };

	if (!way || way[0] != '/' || how.shared ||
	    (path_is_clean(way) && path_under(way, target->dir)))
		return 0;
	openings_of_way(&o, way);
	if (!o.list.count)
		return 0;
	return error("'%s' is not allowed: %s, and could be led elsewhere; name '%s' itself",
		     shown(arg), o.list.list[0], shown(target_slot(target)));
}

/* Allow all environments of the project SLOTS that may be. A denial ends also without one. */
static int allow_slots(struct context *ctx, const struct slots *slots)
{
	struct change change = { 0 };
	struct strings done = { 0 };
	struct found found;

	for (size_t i = 0; i < slots->count; i++)
		if (!record_slot(ctx, slots->project, &slots->list[i], &how, &change))
			strings_add(&done, slots->list[i].name);
	if (slots->count && !done.count)
		return -1;
	change_lift(&change, &ctx->trust, slots->project);
	if (change_commit(&change, &ctx->trust))
		return -1;
	for (size_t i = 0; i < done.count; i++)
		record_tell(ctx, slots->project, done.list[i]);
	if (done.count) {
		warn_home(&ctx->settings, slots->project);
		return 0;
	}
	find_in(&ctx->trust, slots->project, &found);
	if (!found.candidate.tied)
		return error("there is no environment in '%s'; %s makes one", shown(slots->project),
			     paste_quoted(cmdline_in(ctx, slots->project, "avenv create")));
	note("'%s' has an environment of %s, which needs no record; 'avenv deny' keeps it off",
	     shown(slots->project), found.candidate.tool);
	return 0;
}

/* Allow all environments of the project ARG, or the one that it names. */
static int allow_dir(struct context *ctx, const char *arg)
{
	struct slots slots;
	struct candidate named;
	struct target target;

	how.lifts = true;
	if (target_of(ctx, arg, &target) || check_way(ctx, arg, &target))
		return -1;
	if (target.name)
		slots = (struct slots){ .project = target.dir,
					.list = &named,
					.count = slot_named(target.dir, target.name, &named) };
	else if (slots_in(&ctx->trust, target.dir, true, &slots))
		return error_errno("cannot read '%s'", shown(target.dir));
	return allow_slots(ctx, &slots);
}

static int allow_tree(struct context *ctx, const char *arg)
{
	struct change change = { 0 };
	struct buf why = BUF_INIT;
	struct target target;
	struct record r;

	if (target_of(ctx, arg, &target))
		return -1;
	if (tree_record(&ctx->trust, target_slot(&target), false, &r, &why))
		return error("'%s' is not allowed: %s", shown(arg), why.data);
	change_add(&change, &ctx->trust, &r);
	change_lift(&change, &ctx->trust, r.path);
	if (change_commit(&change, &ctx->trust))
		return -1;
	note("environments below '%s' are allowed when you first go there, unless git tracks them",
	     shown(r.path));
	warn_home(&ctx->settings, r.path);
	return 0;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct found found;

	if (argc && (want_learn || want_seen)) {
		find_pwd(ctx, &found);
		learn(ctx, &found, want_seen ? NULL : argv[0]);
		return EXIT_DONE;
	}
	if (want_list + want_tree + want_found + (how.shared || how.tracked) > 1 &&
	    (want_list || want_tree))
		return command_usage(&cmd_allow, "'%s' goes with no other option",
				     want_list ? "--list" : "--tree");
	if ((want_tree || want_found) != (argc > 0) && (want_tree || want_found || want_list))
		return command_usage(&cmd_allow, argc ? "'--list' takes no DIR" :
							"name a DIR; '.' is this one");
	if (want_list)
		return allow_list(ctx);
	if (want_found)
		return allow_found(ctx, &how, argc, argv);
	return for_each_dir(ctx, argc, argv, want_tree ? allow_tree : allow_dir);
}

const struct command cmd_allow = {
	.name = "allow",
	.args = "[OPTION...] [DIR...] | --list",
	.summary = "Turn on this project's environment, or DIR's, from now on",
	.example = "cd ~/src/project && avenv allow",
	.options = options,
	.run = run,
};
