/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Record that environments may be turned on, each in its slot. */
#include "commands/allow.h"

#include <stdio.h>

#include "cli/command.h"
#include "core/path.h"
#include "lookup/damaged.h"
#include "lookup/known.h"
#include "lookup/learn.h"
#include "lookup/target.h"
#include "lookup/why_off.h"
#include "print/paste.h"
#include "records/allow_found.h"
#include "records/ask.h"
#include "records/refusal.h"

static bool want_shared, want_tracked, want_tree, want_list, want_found, want_learn, want_seen;

// clang-format off
static const struct option_spec options[] = {
	{ 0, "tree", NULL, "all environments below DIR, now and later", .flag = &want_tree },
	{ 0, "found", NULL, "all environments that are below DIR now", .flag = &want_found },
	{ 0, "shared", NULL, "even if others may write there; shows who", .flag = &want_shared },
	{ 0, "tracked", NULL, "even if git tracks it", .flag = &want_tracked },
	{ 'l', "list", NULL, "print the records", .flag = &want_list },
	/* For the hooks: learn.h */
	{ 0, "learn", .flag = &want_learn },
	{ 0, "seen", .flag = &want_seen },
	{ 0 },
};
// clang-format on

/* The bars that the options accept */
static unsigned by_options(void)
{
	return (want_shared ? BY_SHARED : 0U) | (want_tracked ? BY_TRACKED : 0U);
}

/*
 * Refuse ARG if another user can change the directory that its path leads through, and so choose
 * what is allowed.
 */
static int check_way(const struct context *ctx, const char *arg, const struct candidates *named)
{
	const char *way =
		arg && ctx->physical.path ? path_trimmed(path_join(ctx->physical.path, arg)) : arg;
	struct owners o = { .groups = &ctx->trust.groups, .all = true };

	if (!way || way[0] != '/' || want_shared)
		return 0;
	/* Text below the real path: no link leads there. */
	if (path_is_clean(way) && path_under(way, named->project.path))
		return 0;
	owners_along(&o, way, true);
	if (!o.count)
		return 0;
	return error("'%s' is not allowed: %s, and could be led elsewhere; name '%s' itself",
		     shown(arg), owner_fault_line(o.list), shown(target_real(named).path));
}

/*
 * End a denial of PATH, too, write CHANGE, and print the denials that have ended. Returns 0, or -1
 * after printing why not.
 */
static int lift_and_commit(struct context *ctx, struct change *change, const char *path)
{
	if (change_lift(change, &ctx->trust, path) || change_commit(change, &ctx->trust))
		return -1;
	for (size_t i = 0; i < change->drop_count; i++)
		if (change->drops[i]->deny)
			note("'%s' is no longer denied", shown(change->drops[i]->path));
	return 0;
}

/* The project DIR, of which a denial was LIFTED, has no environment that a record could allow. */
static int tell_unrecorded(struct context *ctx, struct real_path dir, bool lifted)
{
	struct verdict found, followed;
	struct reason r;
	const char *why;

	find_in(&ctx->trust, dir.path, &found);
	/* A link to no environment is no slot. */
	if (verdict_is_unallowed(&found)) {
		slot_look(&ctx->trust, &found.candidate, BY_ALLOW, &followed);
		r = refusal_of(&followed);
		if (*r.next)
			return error("'%s' is not allowed: %s", shown(found.candidate.path),
				     reason_line(r));
	} else if (found.candidate.path && !verdict_is_usable(&found)) {
		return reason_error(ctx, &found);
	}
	if (!found.candidate.made_by_tool && lifted)
		return 0;
	if (!found.candidate.made_by_tool) {
		why = formatted("there is no environment in '%s'", shown(dir.path));
		return error("%s", reason_line(reason_none_in(ctx, why, dir.path)));
	}
	note("'%s' has an environment of %s, which needs no record; %s keeps it off",
	     shown(dir.path), found.candidate.tool, paste_for_quoted("avenv deny", dir.path));
	return 0;
}

/* Refuse C, if it leads to an environment of a kind that avenv does not support. */
static bool refuse_kind(struct context *ctx, const struct candidate *c)
{
	struct verdict v;

	verdict_look(&ctx->trust, c, BY_ALLOW | by_options(), &v);
	if (v.venv.health != UNSUPPORTED)
		return false;
	damaged_error(&ctx->trust, &v.venv);
	return true;
}

/*
 * Allow all environments of the project SLOTS that may be. A denial ends also without one. Returns 0,
 * or -1 after printing which of them stay out.
 */
static int allow_slots(struct context *ctx, const struct candidates *slots)
{
	struct change change = { 0 };
	struct strings done = { 0 };

	for (size_t i = 0; i < slots->count; i++)
		if (!refuse_kind(ctx, &slots->list[i]) &&
		    !slot_allow(&ctx->trust, &slots->list[i], BY_ALLOW | by_options(), &change))
			strings_add(&done, slots->list[i].name);
	if (slots->count && !done.count)
		return -1;
	if (lift_and_commit(ctx, &change, slots->project.path))
		return -1;
	for (size_t i = 0; i < done.count; i++)
		allow_tell(ctx, slots->project, done.list[i]);
	if (!done.count)
		return tell_unrecorded(ctx, slots->project, change.drop_count);
	warn_home(&ctx->settings, slots->project.path);
	return done.count == slots->count ? 0 : -1;
}

/* The environment ENV in the store of TOOL needs no record: a denial of it ends. */
static int allow_in_store(struct context *ctx, struct real_path env, const char *tool)
{
	struct change change = { 0 };

	if (lift_and_commit(ctx, &change, env.path))
		return -1;
	note("'%s' is in the store of %s and needs no record; %s in a project turns it on there",
	     shown(path_base(env.path)), tool, paste_command("avenv use", env.path));
	return 0;
}

/*
 * Take those that are denied out of SLOTS, the environments of a project, unless it is one of them
 * that keeps the project's off: to allow them would make several of the one that is on then.
 */
static void leave_denied(struct context *ctx, struct candidates *slots)
{
	struct verdict found;
	size_t count = 0;

	find_in(&ctx->trust, slots->project.path, &found);
	if (!found.candidate.path || (verdict_bar(&found) & (BAR_DENIED | BAR_DENIED_ITSELF)))
		return;
	for (size_t i = 0; i < slots->count; i++)
		if (!trust_denial_of(&ctx->trust, slots->list[i].path))
			slots->list[count++] = slots->list[i];
	slots->count = count;
}

/* Allow all environments of the project ARG, or the one environment that ARG names. */
static int allow_dir(struct context *ctx, const char *arg)
{
	struct candidates slots;
	struct verdict found;
	const char *tool;

	if (target_project_or_slot(ctx, arg, &slots) || check_way(ctx, arg, &slots))
		return -1;
	tool = slots.count ? known_tool(target_real(&slots)) : NULL;
	if (tool) {
		find_at(&ctx->trust, target_real(&slots).path, true, &found);
		if (verdict_is_usable(&found))
			return allow_in_store(ctx, target_real(&slots), tool);
	}
	if (!slots.count) {
		if (candidates_in(&ctx->trust, slots.project, true, &slots))
			return error_errno("cannot read '%s'", shown(slots.project.path));
		leave_denied(ctx, &slots);
	}
	return allow_slots(ctx, &slots);
}

static int allow_tree(struct context *ctx, const char *arg)
{
	struct change change = { 0 };
	struct buf why = BUF_INIT;
	struct candidates named;
	struct record r;

	if (target_project_or_slot(ctx, arg, &named))
		return -1;
	if (tree_record(&ctx->trust, target_real(&named), false, &r, &why))
		return error("'%s' is not allowed: %s", shown(arg), why.data);
	change_add(&change, &ctx->trust, &r);
	if (lift_and_commit(ctx, &change, r.path))
		return -1;
	note("environments below '%s' are allowed when you first go there, if they were made there",
	     shown(r.path));
	warn_home(&ctx->settings, r.path);
	return 0;
}

static void print_left_out(const struct allow_found *s)
{
	for (size_t i = 0; i < LEFT_OUT_KINDS && s->left_out[i].kind; i++) {
		const struct left_out *l = &s->left_out[i];

		printf("left out %zu, %s:\n%s", l->count, l->kind, l->lines.data);
		if (l->count > LEFT_OUT_SHOWN)
			printf("  and %zu more\n", l->count - LEFT_OUT_SHOWN);
	}
}

/* Allow all environments that are below the directories ARGV now. */
static int allow_found(struct context *ctx, int argc, char **argv)
{
	struct allow_found s = { .trust = &ctx->trust, .accepts = BY_FOUND | by_options() };
	struct strings names = { 0 };
	struct candidates named;
	size_t left_out;
	int ret = 0;

	for (int i = 0; i < argc; i++)
		if (target_project_or_slot(ctx, argv[i], &named))
			ret = -1;
		else
			allow_found_in(&s, target_real(&named));
	if (change_commit(&s.change, &ctx->trust))
		return -1;
	for (size_t i = 0; i < s.change.add_count; i++)
		strings_add(&names, s.change.adds[i].path);
	left_out = allow_found_left_out(&s);
	if (!ret || s.change.add_count || left_out)
		note("allowed %s%s%s%s", counted(s.change.add_count, "environment", "environments"),
		     names.count ? ": " : "", names_text(&names),
		     left_out ? formatted(", and left out %zu", left_out) : "");
	print_left_out(&s);
	return ret;
}

static int run_allow(struct context *ctx, int argc, char **argv)
{
	bool accepts = want_shared || want_tracked;
	struct verdict found;
	int ret = 0;

	if (argc && (want_learn || want_seen)) {
		paste_by_hook();
		find_pwd(ctx, &found);
		learn(ctx, &found, want_seen ? NULL : argv[0]);
		return EXIT_DONE;
	}
	if (want_list && (want_tree || want_found || accepts))
		return command_usage(&cmd_allow, "'--list' goes with no other option");
	if (want_tree && (want_found || accepts))
		return command_usage(&cmd_allow, "'--tree' goes with no other option");
	if (want_list && argc)
		return command_usage(&cmd_allow, "'--list' takes no DIR");
	if ((want_tree || want_found) && !argc)
		return command_usage(&cmd_allow, "name a DIR; '.' is this one");
	if (want_list)
		return allow_list(ctx);
	if (records_load(&ctx->trust))
		return EXIT_FAILED;
	if (want_found)
		return allow_found(ctx, argc, argv);
	if (!argc)
		return allow_dir(ctx, NULL);
	for (int i = 0; i < argc; i++)
		ret |= want_tree ? allow_tree(ctx, argv[i]) : allow_dir(ctx, argv[i]);
	return ret;
}

const struct command cmd_allow = {
	.name = "allow",
	.args = "[OPTION...] [DIR...] | --list",
	.summary = "Activate this project's environment, or DIR's, from now on",
	.example = "cd ~/src/project && avenv allow",
	.options = options,
	.run = run_allow,
};
