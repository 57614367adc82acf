/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Print the active environment and the reason, in three lines, by the code that the helper runs:
 * `avenv` for this shell, `avenv status` for any directory.
 */
#include <fcntl.h>
#include <stdio.h>

#include "cli/command.h"
#include "core/escape.h"
#include "core/path.h"
#include "declared/install.h"
#include "finders/store.h"
#include "lookup/calling_shell.h"
#include "lookup/defect.h"
#include "lookup/reason.h"
#include "plan/words.h"
#include "print/json.h"
#include "print/paste.h"
#include "setup/everywhere.h"
#include "setup/in_effect.h"

static bool want_json;

static const struct option_spec options[] = {
	{ 0, "json", NULL, "as JSON", .flag = &want_json },
	{ 0 },
};

/** The lines: the active environment; the reason, and the command that changes it */
struct lines {
	const char *on;
	struct reason reason;
};

static const char *turned_on_by(const struct calling_shell *s)
{
	if (s->plan.situation.active == ACTIVE_OURS)
		return "avenv";
	if (is_set(s->plan.state.tool_env))
		return "direnv or mise";
	if (s->plan.by_activate)
		return "you ('avenv activate')";
	/* An inherited environment, or variables alone, do not tell who set them. */
	return is_set(s->look.old_path) ? "you ('source .../activate')" : "hand";
}

static const char *active_line(const struct calling_shell *s)
{
	const struct state *state = &s->look.state;
	const char *path = s->look.virtual_env, *name;
	struct venv venv;

	if (s->plan.situation.active == ACTIVE_NONE)
		return "no environment is on";
	venv_read(path, &venv);
	name = streq(state->virtual_env, path) && is_set(state->name) ? state->name :
									venv_prompt_at(path);
	return formatted("(%s) on: %s%s%s, turned on by %s", shown(name), shown(path),
			 venv.cfg.version ? ", Python " : "",
			 venv.cfg.version ? shown(venv.cfg.version) : "", turned_on_by(s));
}

/* ---- the reason ----------------------------------------------------------------- */

/* The record or tool that allows FOUND, and the command that revokes it, for use on DIR. */
static const char *trust_line(const struct verdict *found, const char *dir)
{
	const struct record *r = found->record;
	const char *deny = paste_quoted(paste_in(dir, "avenv deny"));

	if (found->candidate.made_by_tool)
		return formatted("%s's environment of %s (%s keeps it off)", found->candidate.tool,
				 shown(found->candidate.project), deny);
	if (!r || is_of_avenv_trust(r))
		return formatted("allowed by AVENV_TRUST (%s keeps it off)", deny);
	return formatted("allowed for %s (%s takes that back)", shown(path_parent(r->path)),
			 paste_quoted(paste_in(dir, "avenv forget")));
}

static struct reason reason_by_hand(const struct calling_shell *s)
{
	const struct verdict *found = &s->plan.found;
	struct reason r = { "it stays on until 'deactivate'", "", "" };

	if (is_set(s->plan.state.tool_env))
		r.why = "it stays on until direnv or mise turns it off";
	if (s->plan.action == DO_ADOPT) {
		r.why = "it is this directory's, so avenv turns it off when you leave";
	} else if (verdict_is_usable(found) && !s->plan.situation.same) {
		r.next = "avenv activate";
		r.does = formatted("switches to '%s'", shown(found->venv.path));
	}
	return r;
}

/* The reason in a shell with the hook. */
static struct reason reason_here(struct context *ctx, const struct calling_shell *s)
{
	const struct verdict *found = &s->plan.found;
	const struct situation *now = &s->plan.situation;

	if (now->active == ACTIVE_OURS && !now->same && !file_exists(AT_FDCWD, s->look.virtual_env))
		return (struct reason){ "it was deleted", "", "" };
	if (!verdict_is_usable(found))
		return reason_of(ctx, found);
	if (now->muted)
		return (struct reason){
			formatted("'%s' was turned off by 'deactivate' until you leave '%s'",
				  shown(found->venv.path), shown(found->project.path)),
			"avenv activate", "turns it on again"
		};
	return (struct reason){ trust_line(found, s->plan.start), "", "" };
}

/* The change by the next prompt, or by going to the directory OTHER; NULL: none. */
static const char *change_of(const struct calling_shell *s, const char *other)
{
	const char *path = s->plan.found.venv.path;

	if (s->plan.action == DO_ACTIVATE)
		return formatted("'%s' %s", shown(path),
				 other ? "goes on" : "is turned on at the next prompt");
	if (s->plan.action == DO_SWITCH)
		return formatted("'%s' replaces it%s", shown(path),
				 other ? "" : " at the next prompt");
	if (s->plan.action == DO_DEACTIVATE)
		return other ? "it goes off" : "it is turned off at the next prompt";
	return NULL;
}

/* Set the next command of R if packages differ, or if `up` installs into another environment. */
static void offer_declared(struct context *ctx, const struct verdict *found, struct reason *r)
{
	struct project project;
	struct comparison c;
	struct verdict own;

	if (declared_differs(ctx, found, &c)) {
		r->next = paste_for("avenv check", found->venv.path);
		r->does = formatted("says how %s", declared_summary(&c));
	} else if (up_is_elsewhere(ctx, found, &project, &own) && project.manifest &&
		   !project.manifest->refused && !own.candidate.path) {
		*r = up_makes(ctx, r->why, &project);
	}
}

/* Set the next command of R for the environment FOUND, which is on. */
static void offer_packages(struct context *ctx, const struct verdict *found, struct reason *r)
{
	const char *command, *does;

	if (ctx->settings.check)
		offer_declared(ctx, found, r);
	if (*r->next)
		return;
	command = command_without_pip(found, &does);
	if (command)
		*r = (struct reason){ r->why, command, does };
}

/* The first reason that applies counts. */
static struct lines explain(struct context *ctx, const struct calling_shell *s)
{
	const struct situation *now = &s->plan.situation;
	const struct verdict *found = &s->plan.found;
	bool is_other = ctx->physical && ctx->shell_dir && !streq(ctx->physical, ctx->shell_dir);
	const char *other = is_other ? ctx->physical : NULL, *change = change_of(s, other);
	bool by_hand = now->active == ACTIVE_BY_HAND;
	struct lines l = { .on = active_line(s) };

	if (verdict_is_usable(found) && !by_hand && !now->off && !now->muted &&
	    defect_of(ctx, found, &l.reason))
		return l;
	l.reason = unasked_reason(s);
	if (l.reason.why)
		return l;
	if (now->off) {
		l.reason = calling_shell_off(s);
		return l;
	}
	if (by_hand)
		l.reason = reason_by_hand(s);
	else if (s->hook)
		l.reason = reason_here(ctx, s);
	else
		l.reason = no_hook_reason(ctx, s);
	if (change && s->hook && !by_hand) {
		l.on = other ? formatted("%s; if you go to '%s': %s", l.on, shown(other), change) :
			       formatted("%s; %s", l.on, change);
		/* Outside of all projects the next command would make an environment. */
		if (!found->candidate.path)
			l.reason.next = "";
	}
	if (!other && !change && (by_hand || !*l.reason.next))
		outranked_reason(s, &l.reason);
	if (now->same && !*l.reason.next)
		offer_packages(ctx, found, &l.reason);
	return l;
}

/* Name what hides environments of other tools. */
static void note_faults(const struct context *ctx)
{
	for (size_t i = 0; ctx->physical && stores[i]; i++) {
		const char *path, *fault = store_fault(stores[i], ctx->physical, &path);

		if (fault)
			note("%s", escape_unprintable(fault));
	}
}

/* ---- printing ------------------------------------------------------------------- */

static void print_lines(const struct calling_shell *s, const struct lines *lines)
{
	bool on = s->plan.situation.active != ACTIVE_NONE;
	const char *next = shell_typed(lines->reason.next);

	next = paste_quoted(coloured(stdout, COLOUR_BOLD, next));
	printf("%s\n", coloured(stdout, on ? COLOUR_GREEN : COLOUR_PLAIN, lines->on));
	if (*lines->reason.why)
		printf("%s\n", shell_lines(lines->reason.why));
	if (*lines->reason.next)
		printf("%s\n", shell_lines(joined(next, " ", lines->reason.does)));
	else if (s->plan.situation.active == ACTIVE_OURS && !change_of(s, NULL))
		printf("nothing to do ('deactivate' turns it off until you leave)\n");
	else if (on || verdict_is_usable(&s->plan.found))
		printf("nothing to do\n");
}

static void print_status_json(const struct calling_shell *s, const struct lines *lines)
{
	static const char *const owners[] = { NULL, "avenv", "user" };
	static const char *const actions[] = {
		[DO_NOTHING] = "nothing",     [DO_ACTIVATE] = "activate",
		[DO_SWITCH] = "switch",       [DO_DEACTIVATE] = "deactivate",
		[DO_REFRESH] = "refresh",     [DO_ADOPT] = "adopt",
		[DO_DROP_OURS] = "drop ours", [DO_DEFINE_DEACTIVATE] = "define deactivate",
	};
	const char *mend, *fault = everywhere_fault(&mend);
	const struct verdict *found = &s->plan.found;
	struct json j;

	json_begin(&j);
	json_text(&j, "active", is_set(s->look.virtual_env) ? s->look.virtual_env : NULL);
	json_text(&j, "by", owners[s->plan.situation.active]);
	json_text(&j, "hook", s->hook ? s->hook->name : NULL);
	json_text(&j, "directory", s->plan.start);
	json_text(&j, "state", words_of(found)->state);
	json_text(&j, "environment", found->venv.path);
	json_text(&j, "project", found->project.path);
	json_text(&j, "problem", found->problem);
	json_text(&j, "record", found->record ? found->record->path : NULL);
	json_bool(&j, "muted", s->plan.situation.muted);
	json_bool(&j, "off", s->plan.situation.off);
	json_text(&j, "everywhere", !fault ? "in effect" : *fault ? fault : NULL);
	json_text(&j, "unwatched", watch_off(&s->plan));
	json_text(&j, "decision", actions[s->plan.action]);
	json_text(&j, "because", *lines->reason.why ? lines->reason.why : NULL);
	json_text(&j, "next", *lines->reason.next ? shell_typed(lines->reason.next) : NULL);
	json_object_end(&j);
	json_print(&j);
}

static int run_status(struct context *ctx, int argc, char **argv)
{
	struct lines lines;
	struct calling_shell s;

	if (argc && change_dir(ctx, argv[0]))
		return EXIT_FAILED;
	calling_shell_read(ctx, EVENT_PROMPT, &s);
	lines = explain(ctx, &s);
	note_faults(ctx);
	if (want_json)
		print_status_json(&s, &lines);
	else
		print_lines(&s, &lines);
	return EXIT_DONE;
}

const struct command cmd_status = {
	.name = "status",
	.args = "[--json] [DIR]",
	.summary = "Say what is on and why, here or in DIR",
	.example = "avenv status ~/src/project",
	.options = options,
	.run = run_status,
};

const struct command cmd_plain = {
	.name = "",
	.args = "",
	.summary = "Say what is on and why, in three lines",
	.options = options,
	.hidden = true,
	.run = run_status,
};
