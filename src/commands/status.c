/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is on and why, in three lines, from the code that the helper runs: `avenv` for the shell,
 * `avenv status` for any directory.
 */
#include <stdio.h>

#include "command/command.h"
#include "core/hint.h"
#include "core/path.h"
#include "known/here.h"
#include "known/known.h"
#include "known/reason.h"
#include "mend/relocate.h"
#include "print/json.h"
#include "print/paste.h"
#include "setup/setup.h"

#include "core/banned.h"

static bool want_json;

static const struct option_spec options[] = {
	{ 0, "json", NULL, "as JSON", .flag = &want_json },
	{ 0 },
};

/** The three lines. */
struct lines {
	const char *on;
	/** why, and the command that changes that */
	struct reason reason;
};

/* ---- what is on ----------------------------------------------------------------- */

static const char *turned_on_by(const struct here *h)
{
	if (h->plan.situation.active == ACTIVE_OURS)
		return "avenv";
	if (is_set(h->plan.state.tool))
		return "direnv or mise";
	return h->plan.named ? "you ('avenv activate')" : "you ('source .../activate')";
}

static const char *active_line(const struct here *h)
{
	const char *path = h->look.virtual_env;
	struct venv venv;

	if (h->plan.situation.active == ACTIVE_NONE)
		return "no environment is on";
	venv_read(path, &venv);
	return formatted("(%s) on: %s%s%s, turned on by %s", venv_prompt(&venv, path_parent(path)),
			 shown(path), venv.cfg.version ? ", Python " : "",
			 venv.cfg.version ? shown(venv.cfg.version) : "", turned_on_by(h));
}

/* ---- why ------------------------------------------------------------------------ */

/* What lets FOUND be on, and takes that back. */
static const char *trust_line(const struct found *found)
{
	const struct record *r = found->judgement.by;

	if (found->candidate.tied)
		return formatted("%s's environment of %s ('avenv deny' keeps it off)",
				 found->candidate.tool, shown(found->candidate.project));
	if (!r || !r->line)
		return formatted("allowed by AVENV_TRUST ('avenv deny' keeps it off)");
	return formatted("allowed for %s ('avenv forget' takes that back)",
			 shown(path_parent(r->path)));
}

/* FOUND is on or will be, but its Python is another one now, or its scripts name another place. */
static bool explain_damage(struct context *ctx, const struct found *found, struct reason *r)
{
	const char *path = found->venv.path, *moved = relocate_moved(path);

	if (found->venv.health == PYTHON_UPGRADED)
		*r = (struct reason){ formatted("'%s': %s", shown(path), found->problem),
				      here_line_for(ctx, hint_command(found), path),
				      "makes it anew" };
	else if (moved)
		*r = (struct reason){ formatted("'%s' was %s, which its scripts still name",
						shown(path), moved),
				      here_line_for(ctx, "avenv repair", path), "mends it" };
	else
		return false;
	return true;
}

static struct reason of_by_hand(const struct here *h)
{
	const struct found *found = &h->plan.found;
	struct reason r = { "it stays on until 'deactivate'", "", "" };

	if (h->plan.action == DO_ADOPT) {
		r.why = "it is this directory's, so avenv turns it off when you leave";
	} else if (found->outcome == FIND_ENV && !h->plan.situation.same) {
		r.next = "avenv activate";
		r.does = formatted("switches to '%s'", shown(found->venv.path));
	}
	return r;
}

/* What the next prompt changes; NULL: nothing. */
static const char *change_of(const struct here *h)
{
	const char *path = h->plan.found.venv.path;

	if (h->plan.action == DO_ACTIVATE)
		return formatted("'%s' is turned on", shown(path));
	if (h->plan.action == DO_SWITCH)
		return formatted("'%s' replaces it", shown(path));
	return h->plan.action == DO_DEACTIVATE ? "turned off" : NULL;
}

static void explain_change(struct context *ctx, const struct here *h, struct lines *l)
{
	bool elsewhere = ctx->physical && ctx->shell_dir && !streq(ctx->physical, ctx->shell_dir);
	const struct found *found = &h->plan.found;
	const char *change = change_of(h);

	if (h->plan.gone)
		l->reason.why = "it was deleted";
	else if (found->outcome == FIND_ENV && h->plan.situation.muted)
		l->reason = (struct reason){
			formatted("'%s' is off by 'deactivate', until you leave '%s'",
				  shown(found->venv.path), shown(found->project_real)),
			"avenv activate", "turns it on again"
		};
	else if (found->outcome != FIND_ENV)
		l->reason = reason_of(ctx, found);
	if (!change)
		return;
	l->on = formatted("%s; %s %s", l->on, change,
			  elsewhere ? "when you enter" : "at the next prompt");
	if (found->outcome == FIND_NONE)
		l->reason.next = "";
}

static void explain(struct context *ctx, const struct here *h, struct lines *l)
{
	const struct situation *now = &h->plan.situation;
	const struct found *found = &h->plan.found;
	bool usable = found->outcome == FIND_ENV;

	*l = (struct lines){ active_line(h), { usable ? trust_line(found) : "", "", "" } };
	if (now->off)
		l->reason = (struct reason){ "avenv is off in this shell", here_on_line(h),
					     "turns it on again" };
	else if (now->active == ACTIVE_BY_HAND)
		l->reason = of_by_hand(h);
	else if (!h->hook && (usable || now->active == ACTIVE_OURS))
		l->reason = (struct reason){ "the hook is not loaded in this shell",
					     setup_next(&ctx->settings), "loads it" };
	else if (!usable || now->muted || !explain_damage(ctx, found, &l->reason))
		explain_change(ctx, h, l);
}

/* ---- printing ------------------------------------------------------------------- */

static void print_lines(const struct here *h, const struct lines *lines)
{
	enum active active = h->plan.situation.active;
	bool on = active != ACTIVE_NONE;

	printf("%s\n", coloured(stdout, on ? COLOUR_GREEN : COLOUR_PLAIN, lines->on));
	if (*lines->reason.why)
		printf("%s\n", lines->reason.why);
	if (*lines->reason.next)
		printf("%s %s\n", coloured(stdout, COLOUR_BOLD, paste_quoted(lines->reason.next)),
		       lines->reason.does);
	else if (active == ACTIVE_OURS && !change_of(h))
		printf("nothing to do ('deactivate' turns it off until you leave)\n");
	else if (on || h->plan.found.outcome == FIND_ENV)
		printf("nothing to do\n");
}

static void print_json(const struct here *h, const struct lines *lines)
{
	static const char *const owners[] = { NULL, "avenv", "user" };
	static const char *const actions[] = {
		[DO_NOTHING] = "nothing",     [DO_ACTIVATE] = "activate",
		[DO_SWITCH] = "switch",       [DO_DEACTIVATE] = "deactivate",
		[DO_REFRESH] = "refresh",     [DO_ADOPT] = "adopt",
		[DO_DROP_OURS] = "drop ours", [DO_DEFINE_DEACTIVATE] = "define deactivate",
	};
	const struct found *found = &h->plan.found;
	struct json j;

	json_begin(&j);
	json_text(&j, "active", is_set(h->look.virtual_env) ? h->look.virtual_env : NULL);
	json_text(&j, "by", owners[h->plan.situation.active]);
	json_text(&j, "hook", h->hook ? h->hook->name : NULL);
	json_text(&j, "directory", h->plan.start);
	json_text(&j, "state", state_word(found));
	json_text(&j, "environment", found->venv.path);
	json_text(&j, "project", found->project_real);
	json_text(&j, "problem", found->problem);
	json_text(&j, "record", found->judgement.by ? found->judgement.by->path : NULL);
	json_bool(&j, "muted", h->plan.situation.muted);
	json_bool(&j, "off", h->plan.situation.off);
	json_text(&j, "unwatched", watch_off(&h->plan));
	json_text(&j, "decision", actions[h->plan.action]);
	json_text(&j, "because", *lines->reason.why ? lines->reason.why : NULL);
	json_text(&j, "next", *lines->reason.next ? lines->reason.next : NULL);
	json_object_end(&j);
	json_print(&j);
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct lines lines;
	struct here h;

	if (argc && change_dir(ctx, argv[0]))
		return EXIT_FAILED;
	here_look(ctx, &h);
	explain(ctx, &h, &lines);
	if (want_json)
		print_json(&h, &lines);
	else
		print_lines(&h, &lines);
	return EXIT_DONE;
}

const struct command cmd_status = {
	.name = "status",
	.args = "[--json] [DIR]",
	.summary = "Explain what is on and why, or why not",
	.example = "avenv status ~/src/project",
	.options = options,
	.run = run,
};

const struct command cmd_plain = {
	.name = "",
	.args = "",
	.summary = "Say what is on and why, in three lines",
	.options = options,
	.hidden = true,
	.run = run,
};
