/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Record that environments may be turned on, each in its slot. */
#include "commands/allow.h"

#include "core/path.h"
#include "known/here.h"
#include "known/learn.h"
#include "known/target.h"
#include "print/paste.h"
#include "records/change.h"
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

/*
 * Drop the denials of PATH itself. Those above it stay, and so does one of a directory that was
 * moved away from PATH.
 */
static void lift(struct trust *trust, const char *path, struct change *change)
{
	struct file_info info;

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++)
		if (trust->records[i].deny && streq(trust->records[i].path, path) &&
		    (!trust->records[i].btime ||
		     (!file_lstat(path, &info) && record_is_of(&trust->records[i], &info))))
			change_drop(change, &trust->records[i]);
}

/* Print who may write to the environment of R, as --shared accepts it. */
static void print_openings(const struct context *ctx, const struct record *r)
{
	struct openings o = { 0 };
	struct chain env;

	if (!chain_of(r->target ? r->target : r->path, &env))
		openings_of_slot(&o, &ctx->user, r->path, &env);
	for (size_t i = 0; i < o.count; i++) {
		struct buf b = BUF_INIT;

		opening_text(&b, &o.list[i]);
		note("%s", b.data);
	}
}

/* Another user who can redirect the name ARG would choose what is allowed. */
static int check_way(const struct context *ctx, const char *arg, const struct target *target)
{
	const char *way = arg && ctx->physical ? path_trimmed(path_join(ctx->physical, arg)) : arg;
	struct openings o = { 0 };
	struct buf b = BUF_INIT;

	if (!way || way[0] != '/' || how.shared ||
	    (path_is_clean(way) && path_under(way, target->dir)))
		return 0;
	openings_of_way(&o, &ctx->user, way);
	if (!o.count)
		return 0;
	opening_text(&b, &o.list[0]);
	return error("'%s' is not allowed: %s, and could be led elsewhere; name '%s' itself",
		     shown(arg), b.data, shown(target_slot(target)));
}

/* There is no environment: a denial ends all the same. */
static int allow_none(struct context *ctx, const struct slots *slots)
{
	struct change change = { 0 };

	lift(&ctx->trust, slots->project, &change);
	if (change_commit(&change, &ctx->trust, ""))
		return -1;
	if (!slots->tool)
		return error("there is no environment in '%s'; %s makes one", shown(slots->project),
			     paste_quoted(here_line(ctx, slots->project, "avenv create")));
	note("'%s' has an environment of %s, which needs no record; 'avenv deny' keeps it off",
	     shown(slots->project), slots->tool);
	return 0;
}

/* Allow those of SLOTS that may be. Returns -1 if none may. */
static int allow_slots(struct context *ctx, const struct slots *slots)
{
	const char *project = slots->project;
	struct change change = { 0 };
	struct strings done = { 0 };

	for (size_t i = 0; i < slots->count; i++) {
		const char *name = slots->list[i].name;
		struct buf why = BUF_INIT;
		struct record r;

		if (slot_record(&ctx->trust, project, &slots->list[i], &how, &r, &why)) {
			error("'%s' is not allowed: %s", shown(path_join(project, name)), why.data);
			continue;
		}
		if (how.shared)
			print_openings(ctx, &r);
		change_add(&change, &ctx->trust, &r);
		lift(&ctx->trust, r.path, &change);
		strings_add(&done, name);
	}
	if (!done.count)
		return -1;
	lift(&ctx->trust, project, &change);
	if (change_commit(&change, &ctx->trust, ""))
		return -1;
	record_tell(ctx, project, &done);
	return 0;
}

/* Allow all environments of the project TARGET, or the one that it names. */
static int allow_target(struct context *ctx, const struct target *target)
{
	struct slots slots = { .project = target->dir, .count = 1 };
	struct candidate named;

	how.lifts = true;
	if (!target->name) {
		if (slots_in(&ctx->trust, target->dir, true, &slots))
			return error_errno("cannot read '%s'", shown(target->dir));
		return slots.count ? allow_slots(ctx, &slots) : allow_none(ctx, &slots);
	}
	if (!slot_named(slots.project, target->name, &named))
		return error("'%s' is not there", shown(target_slot(target)));
	slots.list = &named;
	return allow_slots(ctx, &slots);
}

static int allow_tree(struct context *ctx, const char *arg)
{
	struct change change = { 0 };
	struct target target;
	struct chain chain;
	struct slot slot = { .project = &chain };
	struct record r;

	if (target_of(ctx, arg, &target))
		return -1;
	slot.path = target_slot(&target);
	if (tree_record(slot.path, false, &r) || chain_of(slot.path, &chain))
		return error_errno("cannot find '%s'", shown(arg));
	change_add(&change, &ctx->trust, &r);
	lift(&ctx->trust, r.path, &change);
	for (size_t i = 0; i < ctx->trust.count; i++) {
		const struct record *no = &ctx->trust.records[i];

		if (record_denies(no, &slot) && !change_drops(&change, no))
			return error("'%s' is not allowed: you denied '%s'; %s takes that back",
				     shown(r.path), shown(no->path),
				     paste_command("avenv forget", no->path));
	}
	if (change_commit(&change, &ctx->trust, ""))
		return -1;
	note("environments below '%s' are allowed when you first go there, unless git tracks them",
	     shown(r.path));
	warn_home(&ctx->settings, r.path);
	return 0;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct found found;
	int ret = 0;

	if (argc && (want_learn || want_seen)) {
		here_find(ctx, &found);
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
	for (int i = 0; i < (argc ? argc : 1); i++) {
		const char *arg = argc ? argv[i] : NULL;
		struct target target;

		if (want_tree ? allow_tree(ctx, arg) :
				target_of(ctx, arg, &target) || check_way(ctx, arg, &target) ||
					allow_target(ctx, &target))
			ret = -1;
	}
	return ret ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_allow = {
	.name = "allow",
	.args = "[OPTION...] [DIR...] | --list",
	.summary = "Turn on this project's environment, or DIR's, from now on",
	.example = "cd ~/src/project && avenv allow",
	.options = options,
	.run = run,
};
