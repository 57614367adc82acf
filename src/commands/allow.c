/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Record that environments may be turned on, each in its slot. */
#include <errno.h>

#include "command/command.h"
#include "commands/allow_parts.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "known/target.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/change.h"
#include "records/guard.h"

#include "core/banned.h"

static struct allow_how how;
static bool want_tree, want_list, want_json, want_found, want_learn, want_seen;

static const struct option_spec options[] = {
	{ .name = "tree", .help = "what is below DIR as well, now and later", .flag = &want_tree },
	{ .name = "found",
	  .help = "each environment below DIR that is there now",
	  .flag = &want_found },
	{ .name = "shared",
	  .help = "others may write there, as is then shown",
	  .flag = &how.shared },
	{ .name = "tracked", .help = "though git tracks the environment", .flag = &how.tracked },
	{ .letter = 'l', .name = "list", .help = "print the records", .flag = &want_list },
	{ .name = "json", .help = "with --list: as JSON", .flag = &want_json },
	{ .name = "learn", .flag = &want_learn },
	{ .name = "seen", .flag = &want_seen },
	{ 0 },
};

/* Who may write there, as --shared accepts it. */
static void tell_openings(const struct context *ctx, const struct record *r)
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

/*
 * The denials of PATH itself go; what is denied further up stays, and so does that of what
 * was at PATH and is elsewhere by now.
 */
static void lift(struct context *ctx, const char *path, struct change *change)
{
	struct trust *trust = &ctx->trust;
	struct file_info info;

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		struct record r = trust->records[i];

		if (!r.deny || r.elsewhere || !streq(r.path, path))
			continue;
		change_drop(change, &trust->records[i]);
		if (!r.btime || (!file_lstat(path, &info) && record_is_of(&r, &info)))
			continue;
		r.elsewhere = true;
		change_add(change, trust, &r);
	}
}

/* A denial that CHANGE leaves and that covers what CHAIN leads to; NULL: none. */
static const struct record *denied_still(struct context *ctx, const struct chain *chain,
					 const struct change *change)
{
	const struct slot slot = { .project = chain, .name = "" };

	for (size_t i = 0; i < ctx->trust.count; i++) {
		const struct record *r = &ctx->trust.records[i];

		if (record_denies(r, &slot) && !change_drops(change, r))
			return r;
	}
	return NULL;
}

/* Who leads the name ARG elsewhere would choose what the user speaks of. */
static int check_way(const struct context *ctx, const char *arg, const struct target *target)
{
	const char *way = arg && ctx->physical ? path_trimmed(path_join(ctx->physical, arg)) : arg;
	struct openings o = { 0 };
	struct buf b = BUF_INIT;

	if (!way || way[0] != '/' || how.shared ||
	    (path_is_clean(way) && path_under(way, target->chain.path)))
		return 0;
	openings_of_way(&o, &ctx->user, way);
	if (!o.count)
		return 0;
	opening_text(&b, &o.list[0]);
	return error("'%s' is not allowed: %s, and so where the name leads to can be changed; "
		     "name '%s' itself",
		     shown(arg), b.data, shown(target_path(target)));
}

/* `..` is the home directory, of which hardly anybody thinks so. */
static int check_home(const struct context *ctx, const char *arg, const struct target *target)
{
	if (!arg || target->name || !starts_with(arg, "..") ||
	    !target_is_home(&ctx->settings, target->chain.path))
		return 0;
	return target_home_error(arg, "avenv allow", target);
}

/* Nothing is there to be allowed: a denial ends all the same, what comes there asks. */
static int allow_none(struct context *ctx, const struct slots *slots)
{
	struct change change = { 0 };

	lift(ctx, slots->project, &change);
	if (change_commit(&change, &ctx->trust, ""))
		return -1;
	if (!slots->tool)
		return error("there is no environment in '%s'; %s makes one", shown(slots->project),
			     paste_quoted("avenv create"));
	note("'%s' has an environment of %s, which needs no record; 'avenv deny' keeps it off",
	     shown(slots->project), slots->tool);
	return 0;
}

/* Those of SLOTS that may be; beside one that is allowed, another is no failure. */
static int allow_slots(struct context *ctx, const struct slots *slots)
{
	const char *project = slots->project;
	struct strings done = { 0 }, refused = { 0 };
	struct change change = { 0 };

	for (size_t i = 0; i < slots->count; i++) {
		struct buf why = BUF_INIT, line = BUF_INIT;
		const char *name = slots->list[i].name;
		struct record r;

		if (slot_record(&ctx->trust, project, &slots->list[i], &how, &r, &why)) {
			buf_putl(&line, "'", shown(path_join(project, name)),
				 "' is not allowed: ", why.data);
			strings_add(&refused, line.data);
			continue;
		}
		if (how.shared)
			tell_openings(ctx, &r);
		change_add(&change, &ctx->trust, &r);
		lift(ctx, r.path, &change);
		strings_add(&done, name);
	}
	for (size_t i = 0; i < refused.count; i++)
		if (done.count)
			note("%s", refused.list[i]);
		else
			error("%s", refused.list[i]);
	if (!done.count)
		return -1;
	lift(ctx, project, &change);
	if (change_commit(&change, &ctx->trust, ""))
		return -1;
	allow_tell(ctx, project, &done);
	allow_tell_home(ctx, project);
	return 0;
}

/* All that is in TARGET, or the one that it means. Returns 0, or -1 having said why not. */
static int allow_one(struct context *ctx, const struct target *target)
{
	struct slots slots = { .project = target->chain.path, .count = 1 };
	struct candidate named;

	how.lifts = true;
	if (!target->name) {
		if (slots_in(&ctx->trust, target->chain.path, true, &slots))
			return error_errno("cannot read '%s'", shown(target->chain.path));
		return slots.count ? allow_slots(ctx, &slots) : allow_none(ctx, &slots);
	}
	if (!slot_named(slots.project, target->name, &named))
		return error("'%s' is not there", shown(target_path(target)));
	slots.list = &named;
	return allow_slots(ctx, &slots);
}

static int allow_tree(struct context *ctx, const char *arg)
{
	struct change change = { 0 };
	struct target target;
	struct record r;
	const struct record *no;

	if (target_dir(arg, &target))
		return -1;
	if (tree_record(target.chain.path, false, &r))
		return error_errno("cannot find '%s'", shown(arg));
	change_add(&change, &ctx->trust, &r);
	lift(ctx, r.path, &change);
	no = denied_still(ctx, &target.chain, &change);
	if (no)
		return error("'%s' is not allowed: you denied '%s'; %s takes that back",
			     shown(r.path), shown(no->path),
			     paste_command("avenv forget", no->path));
	if (change_commit(&change, &ctx->trust, ""))
		return -1;
	note("'%s': an environment below it is allowed when you first come there, unless git "
	     "tracks it",
	     shown(r.path));
	allow_tell_home(ctx, r.path);
	return 0;
}

static int allow(struct context *ctx, int argc, char **argv)
{
	int ret = 0;

	for (int i = 0; i < (argc ? argc : 1); i++) {
		const char *arg = argc ? argv[i] : NULL;
		struct target target;

		if (want_tree)
			ret |= allow_tree(ctx, arg);
		else if (target_typed(ctx, arg, &target) || check_home(ctx, arg, &target) ||
			 check_way(ctx, arg, &target) || allow_one(ctx, &target))
			ret = -1;
	}
	return ret ? EXIT_FAILED : EXIT_DONE;
}

/* What was said twice or contradicts itself; NULL: nothing. */
static const char *contradiction(int argc)
{
	bool says_how = want_tree || how.shared || how.tracked;

	if (want_json && !want_list)
		return "'--json' goes with '--list'";
	if (want_list && (argc || want_found || says_how))
		return "'--list' takes nothing else";
	if (want_tree && (want_found || how.shared || how.tracked))
		return "'--tree' takes nothing else";
	if ((want_found || want_tree) && !argc)
		return "name a directory; '.' is this one";
	return NULL;
}

static int run(struct context *ctx, int argc, char **argv)
{
	const char *wrong = contradiction(argc);

	if (want_learn || want_seen)
		return argc == 1 ? allow_quietly(ctx, argv[0], want_seen) : EXIT_DONE;
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
