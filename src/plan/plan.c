/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/plan.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "plan/other_checkout.h"
#include "plan/search.h"

/* The start of PLAN_MUTED after `avenv off` */
#define MUTED_ALL "off:"
/* The end of an item in state.mutes: no path has it that is clean */
#define MUTE_END "/./"

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

void look_state(struct look *look, const char *text)
{
	const char *muted = getenv(PLAN_MUTED);
	bool known = state_read(&look->state, text);

	look->before_first_prompt = !known || !is_set(look->state.prompted);
	if (known || !muted)
		return;
	/* Environments that were turned off in the shell that started this process remain off. */
	look->state.off = starts_with(muted, MUTED_ALL) ? "1" : "";
	look->state.mutes = muted + (*look->state.off ? strlen(MUTED_ALL) : 0);
}

const char *plan_muted(const struct plan *plan)
{
	return joined(is_set(plan->state.off) ? MUTED_ALL : "", plan->state.mutes);
}

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
static bool is_named(const struct look *look)
{
	return is_set(look->virtual_env) && streq(look->virtual_env, look->state.activated_env) &&
	       streq(look->state.entry, pathvar_of_env(look->path, look->virtual_env)) &&
	       !is_set(look->old_path);
}

/* direnv or mise has set variables since the last look. */
static bool tools_changed(const struct look *look, const struct plan *plan)
{
	return !streq(plan->state.tools_hash, look->state.tools_hash);
}

static enum active active_by(const struct look *look, const struct plan *plan)
{
	if (!is_set(look->virtual_env))
		return ACTIVE_NONE;
	if (is_set(look->avenv_env) && streq(look->virtual_env, look->avenv_env) &&
	    !is_set(look->old_path))
		return ACTIVE_OURS;
	/* direnv or mise restored an environment that was ours, at times without its PATH entry. */
	if (tools_changed(look, plan) &&
	    (plan->path != look->path || !pathvar_has(look->path, look->state.removed_entry)) &&
	    streq(look->state.removed_entry, pathvar_of_env(look->path, look->virtual_env)))
		return ACTIVE_OURS;
	/* A deleted environment is treated as ours, so that it is turned off. */
	return look->virtual_env[0] == '/' && !file_exists(AT_FDCWD, look->virtual_env) ?
		       ACTIVE_OURS :
		       ACTIVE_BY_HAND;
}

/* The user, not direnv or mise, turned the found environment off since the last look. */
static bool was_turned_off(const struct look *look, const struct plan *plan)
{
	if (look->event == EVENT_DEACTIVATE)
		return is_set(look->virtual_env);
	/* The same command line may have changed to another project afterwards. */
	return is_set(look->state.virtual_env) && !is_set(look->virtual_env) &&
	       !tools_changed(look, plan) &&
	       path_under(look->state.pwd, plan->found.candidate.project);
}

/* The key of FOUND in state.mutes; a recreated environment has another one. */
static const char *mute_key(const struct verdict *found)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, found->venv.path, "/");
	buf_putu(&b, found->venv.bin_info.id.ino);
	buf_putc(&b, '.');
	buf_putu(&b, (uint64_t)found->venv.bin_info.id.btime);
	return b.data;
}

/* The next item of *LIST, which is removed; NULL: there is none. */
static const char *next_mute(const char **list)
{
	const char *item = *list, *end = strstr(item, MUTE_END);

	if (!end)
		return NULL;
	*list = end + strlen(MUTE_END);
	return mem_dup(item, (size_t)(end - item));
}

/*
 * Keep the mutes whose project the shell is in, except that of the found environment if it is to be
 * on; add one if the user turned it off. A process without a prompt keeps all in all directories.
 */
static void update_mutes(const struct look *look, struct plan *plan, const char *physical)
{
	bool usable = verdict_is_usable(&plan->found);
	const char *key = usable ? mute_key(&plan->found) : "";
	bool ends = look->event == EVENT_ACTIVATE ||
		    (plan->situation.active == ACTIVE_BY_HAND && look->event != EVENT_DEACTIVATE);
	bool begins = usable && !ends && was_turned_off(look, plan);
	const char *list = plan->state.mutes, *project, *muted;
	bool promptless = look->before_first_prompt && !look_is_prompt(look);
	struct buf mutes = BUF_INIT;

	while ((project = next_mute(&list)) && (muted = next_mute(&list))) {
		bool inside = promptless || (plan->start && path_under(plan->start, project)) ||
			      (physical && path_under(physical, project));

		if (!inside || (ends && streq(muted, key)))
			continue;
		buf_putl(&mutes, project, MUTE_END, muted, MUTE_END);
		plan->situation.muted |= streq(muted, key);
	}
	if (begins && !plan->situation.muted)
		buf_putl(&mutes, plan->found.project.path, MUTE_END, key, MUTE_END);
	plan->situation.muted |= begins;
	plan->state.mutes = mutes.data;
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
	now->first = look->before_first_prompt;
	now->refresh = look->before_first_prompt || look->event == EVENT_COMMAND || now->activate;
	now->in_path = entry && pathvar_has(plan->path, entry);
	now->leftover =
		is_set(look->avenv_env) || (is_set(look->state.entry) && !plan->by_activate);
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
	       file_exists(AT_FDCWD, path_join(env, "pyvenv.cfg")) == 1;
}

/* Set what the idle test watches: the environment, and the project around the shell. */
static void set_watched(const struct anchor *anchor, struct plan *plan)
{
	const char *env = plan->state.virtual_env;
	bool ours = plan->situation.active == ACTIVE_OURS || plan->action >= DO_ACTIVATE;

	/*
	 * An environment that `avenv activate ENV` turned on is independent of the shell's
	 * directory.
	 */
	if (is_set(env) && ours)
		plan->anchor = *anchor;
	if (is_set(env) && (ours ? !anchor->has_env : plan->by_activate && is_watchable(env)))
		plan->present = env;
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
	if (!plan->by_activate)
		state->activated_env = "";
	if (!look_is_prompt(look))
		return;
	state->prompted = "1";
	state->sourced_env = is_set(look->old_path) ? state->virtual_env : "";
}

void plan_look(const struct look *look, struct trust *trust, struct plan *plan)
{
	const char *physical = cwd_physical();
	struct search search = { .trust = trust, .physical = physical };
	struct anchor anchor = { 0 };

	*plan = (struct plan){ .path = look->path,
			       .state = look->state,
			       .by_activate = is_named(look) };
	plan_tools(look, plan);
	plan->situation.active = active_by(look, plan);
	plan->by_activate = plan->by_activate && plan->situation.active == ACTIVE_BY_HAND;
	plan->start = cwd_logical(look->pwd, physical);
	if (look->event == EVENT_ACTIVATE || look->event == EVENT_ON)
		plan->state.off = "";
	if (look->event == EVENT_OFF)
		plan->state.off = "1";
	if (plan->start && !is_set(plan->state.off) && !look->disable)
		find_env(&search, plan->start, &plan->found);
	if (verdict_is_usable(&plan->found) &&
	    !anchor_set(&anchor, physical, plan->start, &plan->found))
		plan->found = (struct verdict){ 0 };
	if (search.linked && physical && !plan->found.candidate.path)
		plan->main_env = main_env_to_copy(trust, physical);
	update_mutes(look, plan, physical);
	read_situation(look, plan);
	plan->action = decide(&plan->situation);
	/* One that avenv adopts or turns off no longer counts as activated by the user. */
	plan->by_activate = plan->by_activate && plan->action == DO_NOTHING;
	plan_path_var(look, plan);
	plan_message(look, trust, plan);
	plan_check(look, trust->settings, plan);
	plan->look_at_next_prompt =
		(plan->message.text || plan->record_sourced || plan->check == CHECK_DUE ||
		 plan->record_for_tree || is_to_adopt(look, plan)) &&
		!look_is_prompt(look);
	update_state(look, plan);
	/* If the user's own environment is active, or avenv is off, a new file changes nothing. */
	if (plan->situation.off ||
	    (plan->situation.active == ACTIVE_BY_HAND && plan->action < DO_ACTIVATE))
		search.missing.count = 0;
	set_watched(&anchor, plan);
	plan->missing = search.missing;
}

void plan_named(const struct look *look, const struct verdict *found, struct plan *plan)
{
	*plan = (struct plan){
		.path = look->path,
		.state = look->state,
		.found = *found,
		.by_activate = true,
		.action = DO_SWITCH,
	};
	plan_path_var(look, plan);
	update_state(look, plan);
	plan->state.activated_env = found->venv.path;
	/* This look had no search, so no file to watch is known: the next prompt looks again. */
	plan->look_at_next_prompt = true;
}
