/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/plan.h"

#include <sys/stat.h>

#include "core/file.h"
#include "core/path.h"
#include "core/pathvar.h"

bool plan_is_users(const struct plan *plan)
{
	return plan->situation.active == ACTIVE_BY_HAND && !plan->by_activate &&
	       !is_set(plan->state.tool_env);
}

bool look_is_prompt(const struct look *look)
{
	return look->event == EVENT_PROMPT || look->event == EVENT_RECORDED ||
	       look->event == EVENT_CHECKED;
}

bool look_records_for_tree(const struct look *look)
{
	return look_is_prompt(look) || (look->event == EVENT_CD && !look->before_first_prompt);
}

/* ---- the situation ---------------------------------------------------------------- */

/* The active environment is the found one, possibly by another path. */
static bool is_same(const struct look *look, const struct plan *plan)
{
	const struct verdict *found = &plan->found;

	if (!verdict_is_usable(found) || !is_set(look->virtual_env))
		return false;
	if (streq(look->virtual_env, found->venv.path))
		return true;
	return plan->situation.active == ACTIVE_BY_HAND &&
	       file_same_at(look->virtual_env, found->venv.path);
}

/* `avenv activate ENV` turned the active environment on, and no script was sourced since. */
static bool is_by_activate(const struct look *look)
{
	return is_set(look->virtual_env) && streq(look->virtual_env, look->state.activated_env) &&
	       streq(look->state.entry, path_join(look->virtual_env, "bin")) &&
	       !is_set(look->old_path);
}

/* PATH leads to ENV's programs, or pyenv-virtualenv has activated ENV: its shims start them. */
static bool is_in_effect(const struct look *look, const char *env)
{
	return pathvar_leads_to(look->path, path_join(env, "bin")) ||
	       pathvar_leads_to(look->path, path_join(env, "Scripts")) ||
	       (look->pyenv_env && streq(look->pyenv_env, env));
}

static enum active active_by(const struct look *look, const struct plan *plan)
{
	const char *env = look->virtual_env;

	if (!is_set(env))
		return ACTIVE_NONE;
	if (is_set(look->avenv_env) && streq(env, look->avenv_env) && !is_set(look->old_path))
		return ACTIVE_OURS;
	/* direnv or mise restored an environment that was ours, at times without its PATH entry. */
	if (plan_tools_changed(look, plan) &&
	    streq(look->state.removed_entry, path_join(env, "bin")))
		return ACTIVE_OURS;
	/* A deleted environment is treated as ours, so that it is turned off. */
	if (env[0] == '/' && !file_exists(env))
		return ACTIVE_OURS;
	return is_in_effect(look, env) ? ACTIVE_BY_HAND : ACTIVE_NONE;
}

/* PATH has NO_PIP if it is to have it, and no other one. */
static bool is_no_pip_right(const struct plan *plan)
{
	const char *had = pathvar_no_pip(plan->path);

	return had && plan->no_pip ? streq(had, plan->no_pip) : had == plan->no_pip;
}

/*
 * PATH has our entry, or an inherited one, of an environment that is no longer active; or a script
 * has added the active one's once more. While direnv or mise have turned on another, PATH is theirs.
 */
static bool is_entry_left(const struct look *look, const struct plan *plan)
{
	const char *entry = look->state.entry;

	if (!is_set(entry) || is_set(plan->state.tool_env))
		return false;
	return is_set(look->old_path) || !is_set(look->virtual_env) ||
	       !streq(entry, path_join(look->virtual_env, "bin"));
}

/* The user has set the variables since the last look, as by `avenv env`, and sourced no script. */
static bool by_variables(const struct look *look, const struct plan *plan)
{
	return plan_is_users(plan) && !is_set(look->old_path) &&
	       !streq(look->virtual_env, look->state.virtual_env);
}

static void read_situation(const struct look *look, struct plan *plan)
{
	struct situation *now = &plan->situation;
	const char *entry = plan_entry(look);

	now->off = is_set(plan->state.off) || look->disable;
	now->usable = verdict_is_usable(&plan->found);
	now->same = is_same(look, plan);
	now->activate = look->event == EVENT_ACTIVATE;
	now->deactivate = look->event == EVENT_DEACTIVATE;
	/* Adopt at a prompt, where a hint can be printed. */
	now->adoptable = plan_is_users(plan) && look->event != EVENT_CD;
	now->maybe_no_deactivate = look->before_first_prompt || by_variables(look, plan);
	now->refresh = look->before_first_prompt || look->event == EVENT_COMMAND || now->activate;
	now->in_path = entry && pathvar_has(plan->path, entry) && is_no_pip_right(plan);
	now->leftover =
		is_set(look->avenv_env) || is_entry_left(look, plan) ||
		(now->active == ACTIVE_NONE && (is_set(look->virtual_env) || look->pythonhome));
}

/* ---- the plan --------------------------------------------------------------- */

/* The next prompt has to adopt the active environment. */
static bool is_to_adopt(const struct look *look, const struct plan *plan)
{
	return look->event == EVENT_CD && plan->situation.same && plan_is_users(plan);
}

/* ENV passes the idle test: a directory, no link, with a pyvenv.cfg. */
static bool is_watchable(const char *env)
{
	struct file_info info;

	return !file_lstat(env, &info) && S_ISDIR(info.mode) &&
	       file_exists(path_join(env, "pyvenv.cfg")) == 1;
}

/* Set the files that the idle test looks up: the environment, the project, and names to appear. */
static void set_watched(const struct search *search, const struct anchor *anchor, struct plan *plan)
{
	const char *env = plan->state.virtual_env;
	bool by_hand = plan->situation.active == ACTIVE_BY_HAND && plan->action < DO_ACTIVATE;
	bool ours = plan->situation.active == ACTIVE_OURS || plan->action >= DO_ACTIVATE;

	if (is_set(env) && ours) {
		plan->anchor = *anchor;
		plan->present = anchor->has_env ? NULL : env;
	}
	/* It stays on in all directories. */
	if (is_set(env) && by_hand && is_watchable(env))
		plan->present = env;
	/* It keeps another one out: once it is deleted, that one's turn has come. No link is followed. */
	if (!is_set(env) && !plan->situation.off && !verdict_is_usable(&plan->found) &&
	    !plan->found.candidate.pointer && venv_is_env(&plan->found.venv))
		plan->present = plan->found.venv.path;
	/* If the user's own environment is active, or avenv is off, a new file changes nothing. */
	if (!by_hand && !plan->situation.off) {
		plan->missing = search->missing;
		plan->awaited = search->awaited;
	}
	if (ours && verdict_is_usable(&plan->found))
		plan->python = venv_python(&plan->found.venv);
}

static void update_state(const struct look *look, struct plan *plan)
{
	struct state *state = &plan->state;

	state->pwd = look->pwd ? look->pwd : "";
	state->virtual_env = is_set(look->virtual_env) ? look->virtual_env : "";
	if (plan->action >= DO_ACTIVATE) {
		state->virtual_env = plan->found.venv.path;
		state->name = venv_prompt(&plan->found.venv, plan->found.project.path);
		state->sourced_env = "";
	} else if (plan->action == DO_DEACTIVATE) {
		state->virtual_env = "";
		state->name = "";
	} else if (plan->action == DO_DEFINE_DEACTIVATE) {
		state->name =
			venv_exists(state->virtual_env) ? venv_prompt_at(state->virtual_env) : "";
	} else if (plan->action == DO_DROP_OURS ||
		   !streq(state->virtual_env, look->state.virtual_env)) {
		state->name = "";
	}
	/* The same script may be sourced again on the line of the next cd. */
	if (!is_set(state->virtual_env))
		state->sourced_env = "";
	if (!plan->by_activate)
		state->activated_env = "";
	if (!look_is_prompt(look))
		return;
	state->prompted = "1";
	state->sourced_env = is_set(look->old_path) ? state->virtual_env : "";
}

/* Search for the environment of this directory, unless avenv is off. */
static void search_here(const struct look *look, struct search *search, struct anchor *anchor,
			struct plan *plan)
{
	struct real_path physical = search->physical;

	plan->start = cwd_logical(look->pwd, physical);
	if (!plan->start || is_set(plan->state.off) || look->disable)
		return;
	find_env(search, plan->start, &plan->found);
	plan->too_large = search->too_large;
	/* If its project was replaced meanwhile, the next look finds the new one. */
	if (verdict_is_usable(&plan->found) &&
	    !anchor_set(anchor, physical, plan->start, &plan->found))
		plan->found = (struct verdict){ 0 };
	if (search->linked && physical.path && !plan->found.candidate.path &&
	    !trust_denial_of(search->trust, physical.path))
		(void)find_main_env(search->trust, physical, &plan->main_env);
}

void plan_look(const struct look *look, struct trust *trust, struct plan *plan)
{
	struct search search = { .trust = trust, .physical = cwd_physical() };
	struct anchor anchor = { 0 };

	*plan = (struct plan){ .path = look->path, .state = look->state };
	if (look->event == EVENT_ACTIVATE || look->event == EVENT_ON)
		plan->state.off = "";
	if (look->event == EVENT_OFF)
		plan->state.off = "1";
	plan_tools(look, plan);
	plan->situation.active = active_by(look, plan);
	plan->by_activate = plan->situation.active == ACTIVE_BY_HAND && is_by_activate(look);
	search_here(look, &search, &anchor, plan);
	if (verdict_is_usable(&plan->found))
		plan->no_pip = plan_no_pip(&plan->found.venv, look->no_pip);
	read_situation(look, plan);
	plan_mutes(look, search.physical, plan);
	plan->action = decide(&plan->situation);
	/* One that avenv adopts or turns off no longer counts as activated by the user. */
	if (plan->action >= DO_DEACTIVATE)
		plan->by_activate = false;
	plan_path_var(look, plan);
	plan_message(look, trust, plan);
	plan_check(look, trust->settings, plan);
	if (!look_is_prompt(look))
		plan->look_at_next_prompt =
			plan->message.text || plan_was_sourced(look, plan) ||
			(plan->record_for_tree && !look_records_for_tree(look)) ||
			plan->check == CHECK_DUE || is_to_adopt(look, plan) ||
			is_set(plan->state.outer_hash);
	update_state(look, plan);
	set_watched(&search, &anchor, plan);
}

void plan_named(const struct look *look, const struct verdict *found, struct plan *plan)
{
	*plan = (struct plan){
		.path = look->path,
		.state = look->state,
		.found = *found,
		.no_pip = plan_no_pip(&found->venv, look->no_pip),
		.by_activate = true,
		.action = DO_SWITCH,
	};
	plan_path_var(look, plan);
	update_state(look, plan);
	plan->state.activated_env = found->venv.path;
	/* This look had no search, so no file to watch is known: the next prompt looks again. */
	plan->look_at_next_prompt = true;
}
