/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/status_lines.h"

#include <stdio.h>

#include "core/escape.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "declared/install.h"
#include "finders/store.h"
#include "lookup/way_python.h"
#include "lookup/way_up.h"
#include "lookup/why_off.h"
#include "plan/moved.h"
#include "plan/words.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"
#include "records/records_file.h"
#include "setup/in_effect.h"
#include "up/difference.h"

/* ---- the first line ---------------------------------------------------------------- */

static const char *turned_on_by(const struct calling_shell *s)
{
	if (s->plan.situation.active == ACTIVE_OURS)
		return "avenv";
	if (is_set(s->plan.state.tool_env))
		return "direnv or mise";
	if (s->plan.by_activate)
		return formatted("hand (%s)", paste_quoted("avenv activate"));
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

/* The change at the next prompt, or by going to the directory OTHER unless NULL; NULL: none. */
static const char *change_of(const struct calling_shell *s, const char *other)
{
	const char *path = s->plan.found.venv.path;

	if (s->plan.action == DO_ACTIVATE)
		return formatted("'%s' %s", shown(path),
				 other ? "goes on" : "is turned on at the next prompt");
	if (s->plan.action == DO_SWITCH)
		return formatted("'%s' replaces it%s", shown(path),
				 other ? "" : " at the next prompt");
	if (s->plan.action == DO_DEACTIVATE && s->plan.situation.active != ACTIVE_NONE)
		return other ? "it goes off" : "it is turned off at the next prompt";
	return NULL;
}

/* ---- reasons ------------------------------------------------------------------- */

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
	struct reason r = { "it stays on when you leave ('deactivate' turns it off)", "", "" };

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

	if (now->active == ACTIVE_OURS && !now->same && !file_exists(s->look.virtual_env))
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

/* Set the next command of R if packages differ, or if `up` installs into another environment. */
static void offer_declared(struct context *ctx, const struct verdict *found, struct reason *r)
{
	const struct project project = project_here(ctx);
	struct comparison c;
	struct verdict own;

	if (declared_differs(ctx, &project, found, &c)) {
		r->next = declared_up(ctx, &c);
		r->does = formatted("installs what is declared: %s (%s %s)", declared_summary(&c),
				    paste_quoted(paste_in(ctx->physical.path, "avenv check")),
				    declared_check_does(&c));
		if (!r->next) {
			r->next = paste_in(ctx->physical.path, "avenv check");
			r->does = formatted("says how %s", declared_summary(&c));
		}
		return;
	}
	if (up_fills_other(ctx, &project, found, &own) && project.manifest &&
	    !project.manifest->file->refused && !own.candidate.path)
		*r = way_to_make(ctx, r->why, &project);
}

/* Set the next command of R for the environment FOUND, which is on. */
static void offer_packages(struct context *ctx, const struct verdict *found, struct reason *r)
{
	struct reason without_pip;

	if (ctx->settings.check)
		offer_declared(ctx, found, r);
	if (*r->next)
		return;
	without_pip = way_without_pip(found);
	if (without_pip.next)
		*r = (struct reason){ r->why, without_pip.next, without_pip.does };
}

/* Set R if git tracks the environment of FOUND, which is on without --tracked. Asks git. */
static bool tracked_defect(const struct verdict *found, struct reason *r)
{
	struct real_path env = venv_real(&found->venv);
	enum git_tracking tracking;
	const char *why = NULL;

	if (!found->record || (verdict_recorded(found) & BAR_GIT))
		return false;
	tracking = ask_git(env, &why);
	if (tracking != GIT_TRACKED && tracking != GIT_IN_HEAD)
		return false;
	*r = (struct reason){ formatted("%s since you allowed it", why), "", "" };
	if (tracking == GIT_TRACKED) {
		r->next = git_untrack_command(env);
		r->does = "ends that";
	}
	return true;
}

/*
 * Set R to the first defect of FOUND, which is on all the same: its Python has another minor
 * version now, its scripts contain an old path, or git tracks it since it was allowed. May start
 * git.
 */
static bool defect_of(struct context *ctx, const struct verdict *found, struct reason *r)
{
	const char *path = found->venv.path, *moved = moved_text(path);
	const struct words *words = words_of(found);

	if (found->venv.health == PYTHON_UPGRADED) {
		*r = (struct reason){ formatted("'%s': %s", shown(path), found->problem),
				      recreate_line(
					      formatted("%s %s", words->next, found->venv.series),
					      venv_real(&found->venv)),
				      words->does };
		return true;
	}
	if (!moved)
		return tracked_defect(found, r);
	*r = way_to_repair(ctx, &found->venv);
	r->why = formatted("'%s' was %s, which its scripts still name", shown(path), moved);
	return true;
}

/* Add R to L->faults, unless a line has it. */
static void add_unsaid(struct status_lines *l, struct reason r)
{
	l->wrong = true;
	if (!strstr(l->reason.why, r.why))
		strings_add(&l->faults, reason_line(r));
}

/* Add to L->faults what no line has of the faults of `setup --everywhere` and of tools' stores. */
static void find_faults(const struct context *ctx, const struct calling_shell *s,
			struct status_lines *l)
{
	const char *too_large = s->plan.too_large;
	struct reason everywhere;

	if (too_large)
		add_unsaid(l, (struct reason){ formatted("%s is not used: it is too large",
							 escape_quoted(too_large)),
					       "", "" });
	if (everywhere_reason(&everywhere))
		add_unsaid(l, everywhere);
	for (size_t i = 0; ctx->physical.path && stores[i]; i++) {
		const struct store_fault fault = store_fault(stores[i], ctx->physical.path);

		if (fault.text && !(too_large && streq(fault.path, too_large)))
			add_unsaid(l, store_reason(&fault));
	}
}

/*
 * Set L->reason to the first obstacle to avenv's work here, with the command that removes the
 * obstacle. Returns false if there is none.
 */
static bool find_obstacle(struct context *ctx, const struct calling_shell *s,
			  struct status_lines *l)
{
	const struct situation *now = &s->plan.situation;
	bool avenv_decides = now->active != ACTIVE_BY_HAND && !now->off && !now->muted;

	l->wrong = true;
	trust_load(&ctx->trust);
	if (ctx->trust.fault) {
		l->reason = records_fault(&ctx->trust);
		return true;
	}
	/* A defect of the environment first: its command helps in every shell. */
	if (avenv_decides && verdict_is_usable(&s->plan.found) &&
	    defect_of(ctx, &s->plan.found, &l->reason))
		return true;
	/* Before "avenv is off": 'avenv on' changes nothing if no prompt runs avenv. */
	l->reason = unasked_reason(s);
	if (l->reason.why)
		return true;
	l->wrong = false;
	if (now->off)
		l->reason = calling_shell_off(s);
	return now->off;
}

/* The reason for the state of the shell, if there is no obstacle. */
static struct reason usual_reason(struct context *ctx, const struct calling_shell *s)
{
	/* By hand first: without the hook, too, that environment stays on. */
	if (s->plan.situation.active == ACTIVE_BY_HAND)
		return reason_by_hand(s);
	return s->hook ? reason_here(ctx, s) : no_hook_reason(ctx, s);
}

/* The environment that was found has a fault; that it is denied or not allowed is none. */
static bool is_wrong(const struct calling_shell *s)
{
	const struct words *words = words_of(&s->plan.found);

	return words->id && !words->harmless;
}

struct status_lines status_lines(struct context *ctx, const struct calling_shell *s)
{
	const struct verdict *found = &s->plan.found;
	bool is_here = !ctx->physical.path || !ctx->shell_dir.path ||
		       streq(ctx->physical.path, ctx->shell_dir.path);
	const char *other = is_here ? NULL : ctx->physical.path;
	const char *change = s->hook ? change_of(s, other) : NULL;
	bool by_hand = s->plan.situation.active == ACTIVE_BY_HAND;
	struct status_lines l = { .on = active_line(s), .changes = change };

	if (!find_obstacle(ctx, s, &l)) {
		l.reason = usual_reason(ctx, s);
		l.wrong = !by_hand && is_wrong(s);
		if (change) {
			l.on = other ? formatted("%s; if you go to '%s': %s", l.on, shown(other),
						 change) :
				       formatted("%s; %s", l.on, change);
			/* Outside of all projects the next command would make an environment. */
			if (!found->candidate.path)
				l.reason.next = "";
		}
		/* By hand, the order on PATH matters more than this directory's environment. */
		if (!other && !change && (by_hand || !*l.reason.next))
			l.wrong |= outranked_reason(s, &l.reason);
		if (!other && !change && !*l.reason.next)
			conda_behind_reason(s, &l.reason);
		if (s->plan.situation.same && !*l.reason.next)
			offer_packages(ctx, found, &l.reason);
	}
	find_faults(ctx, s, &l);
	return l;
}

/* ---- printing -------------------------------------------------------------------- */

void status_lines_note(const struct status_lines *lines)
{
	for (size_t i = 0; i < lines->faults.count; i++)
		error("%s", lines->faults.list[i]);
}

/* An entry of the environment that is on stays on PATH when avenv's goes. */
static bool stays_on_path(const struct calling_shell *s)
{
	const char *bin = path_join(s->look.virtual_env, "bin");

	return pathvar_has(pathvar_remove(s->plan.path, bin, false), bin);
}

void status_lines_print(const struct calling_shell *s, const struct status_lines *lines)
{
	const struct reason *r = &lines->reason;
	const char *command = coloured(stdout, COLOUR_BOLD, shell_typed(r->next));
	bool is_on = s->plan.situation.active != ACTIVE_NONE;

	printf("%s\n", coloured(stdout, is_on ? COLOUR_GREEN : COLOUR_PLAIN, lines->on));
	if (*r->why)
		printf("%s\n", shell_lines(r->why));
	if (*r->next)
		printf("%s\n", shell_lines(joined(paste_quoted(command), " ", r->does)));
	/* Only what avenv activated stays off. What changes at the next prompt needs no command. */
	else if (s->plan.situation.active == ACTIVE_OURS && !lines->changes && !stays_on_path(s))
		printf("nothing to do ('deactivate' turns it off until you leave)\n");
	else if (is_on || verdict_is_usable(&s->plan.found))
		printf("nothing to do\n");
}

void status_lines_json(json_t *object, const struct status_lines *lines)
{
	json_put_text(object, "because", *lines->reason.why ? lines->reason.why : NULL);
	json_put_text(object, "next", *lines->reason.next ? shell_typed(lines->reason.next) : NULL);
}
