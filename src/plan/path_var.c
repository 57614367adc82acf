/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The environment's entry in PATH, which direnv, mise and activate scripts change as well. */
#include "core/path.h"
#include "core/pathvar.h"
#include "plan/plan.h"

const char *plan_no_pip(const struct venv *venv, const char *dir)
{
	if (!dir || strchr(dir, ':') || file_exists(path_join(venv_bin(venv), "pip")) != 0)
		return NULL;
	return file_exists(dir) == 1 ? dir : NULL;
}

const char *plan_entry(const struct look *look)
{
	if (is_set(look->state.entry))
		return look->state.entry;
	return is_set(look->avenv_env) ? path_join(look->avenv_env, "bin") : NULL;
}

/* PATH without ENTRY, once ours, and what stood behind that. */
static const char *without_ours(const char *path, const char *entry)
{
	const char *rest = pathvar_remove(path, entry, false);

	return rest == path ? path : pathvar_set_no_pip(rest, NULL, NULL);
}

static const char *hash_text(uint64_t hash)
{
	struct buf b = BUF_INIT;

	buf_putu(&b, hash);
	return b.data;
}

/* A hash of the variables in which direnv and mise save their changes; "": none is set. */
static const char *hash_of_tools(const struct look *look)
{
	const char *const values[] = { look->direnv_diff, look->mise_diff };
	uint64_t hash = FNV_START;
	bool any = false;

	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		const char *value = values[i];

		any |= is_set(value);
		if (value)
			hash = fnv(hash, value, strlen(value));
		hash ^= i + 1;
	}
	return any ? hash_text(hash) : "";
}

bool plan_tools_changed(const struct look *look, const struct plan *plan)
{
	return !streq(plan->state.tools_hash, look->state.tools_hash);
}

static const char *hash_of_path(const char *path)
{
	return hash_text(fnv(FNV_START, path, path ? strlen(path) : 0));
}

/*
 * In a function of the user's with a `local PATH` a look changed that one alone. Behind its end PATH
 * is as it was before: remove the entry of that time, unless it is the right one again.
 */
static void leave_local_path(const struct look *look, struct plan *plan)
{
	const struct state *was = &look->state;
	struct state *state = &plan->state;
	const char *hash = hash_of_path(look->path);

	if (is_set(was->outer_hash)) {
		if (!streq(hash, was->outer_hash))
			return;
		state->outer_hash = state->outer_entry = "";
		if (!streq(was->outer_entry, was->entry))
			plan->path = without_ours(plan->path, was->outer_entry);
	} else if (is_set(was->entry) && !streq(hash, was->path_hash)) {
		state->outer_hash = was->path_hash;
		state->outer_entry = was->entry;
	}
}

/* Note PATH as this look leaves it. At a prompt all functions have ended. */
static void note_path(const struct look *look, struct plan *plan)
{
	struct state *state = &plan->state;

	state->path_hash = hash_of_path(plan->path);
	if (look_is_prompt(look) || streq(state->path_hash, state->outer_hash))
		state->outer_hash = state->outer_entry = "";
}

void plan_tools(const struct look *look, struct plan *plan)
{
	const struct state *was = &look->state;
	struct state *state = &plan->state;

	state->tools_hash = hash_of_tools(look);
	if (!is_set(look->virtual_env) || !streq(look->virtual_env, was->tool_env))
		state->tool_env = "";
	leave_local_path(look, plan);
	if (!plan_tools_changed(look, plan))
		return;
	if (plan->path == look->path)
		plan->path = without_ours(look->path, was->removed_entry);
	if (is_set(look->virtual_env) && !streq(look->virtual_env, was->virtual_env))
		state->tool_env = look->virtual_env;
}

/* The PATH entry of the active environment; NULL: no environment is active. */
static const char *active_entry(const struct look *look)
{
	return is_set(look->virtual_env) ? path_join(look->virtual_env, "bin") : NULL;
}

/*
 * Remove our entry OURS, or with SECOND the second one equal to it, and record it: other tools may
 * restore it.
 */
static void take_out(struct plan *plan, const char *ours, bool second)
{
	plan->path = pathvar_remove(plan->path, ours, second);
	/* Equal entries are direnv's or mise's, which restore ours as well. */
	while (!second && is_set(plan->state.tools_hash) && pathvar_has(plan->path, ours))
		plan->path = pathvar_remove(plan->path, ours, false);
	plan->state.removed_entry = pathvar_has(plan->path, ours) ? "" : ours;
}

/* Remove the active environment's entry and ours. */
static void drop_entries(const struct look *look, struct plan *plan)
{
	const char *ours = plan_entry(look), *other = active_entry(look);

	if (ours)
		take_out(plan, ours, false);
	/* A script that was sourced while ours was active has added the same entry again. */
	if (other && (!ours || !streq(other, ours) || is_set(look->old_path)))
		plan->path = pathvar_remove(plan->path, other, false);
}

/*
 * A script has put its entry before ours, and saved a PATH that contains ours: remove ours from
 * both.
 */
static void drop_our_entry(const struct look *look, struct plan *plan)
{
	const char *ours = plan_entry(look), *other = active_entry(look), *old;

	if (!ours)
		return;
	take_out(plan, ours, other && streq(ours, other));
	old = is_set(look->old_path) ? pathvar_remove(look->old_path, ours, false) : NULL;
	if (old && old != look->old_path)
		plan->old_path = pathvar_set_no_pip(old, NULL, NULL);
}

/* In a command string: its caller has put the environment of conda first. */
static bool is_behind_conda(const struct look *look)
{
	return look->event == EVENT_CD && is_set(look->conda_prefix) &&
	       starts_with(look->path, path_join(look->conda_prefix, "bin:"));
}

/* Put the found environment's entry first in PATH, unless it may remain in its place. */
static void path_with_entry(const struct look *look, struct plan *plan)
{
	const char *entry = venv_bin(&plan->found.venv), *other = active_entry(look);
	bool stays = pathvar_has(plan->path, entry);

	if (plan->action == DO_ADOPT) {
		if (plan->situation.leftover)
			drop_our_entry(look, plan);
		stays = stays && other && streq(other, entry) && look->event != EVENT_ACTIVATE;
		if (!stays)
			plan->path = pathvar_remove(plan->path, other, false);
	} else if (plan->action == DO_REFRESH) {
		/* At the first look a profile may have put others first; later it was the user. */
		stays = stays && look->event != EVENT_ACTIVATE &&
			(!look->before_first_prompt || is_behind_conda(look));
		if (!stays)
			plan->path = pathvar_remove(plan->path, entry, false);
	} else {
		drop_entries(look, plan);
		stays = false;
	}
	if (!stays)
		plan->path = pathvar_prepend(plan->path, entry);
	plan->state.entry = entry;
	if (streq(entry, plan->state.removed_entry))
		plan->state.removed_entry = "";
}

/*
 * The entry of an environment that a parent shell's user turned on: no script of this shell would
 * take it away when another one is sourced. "": a script would, or direnv or mise, or there is none.
 */
static const char *inherited_entry(const struct look *look, const struct plan *plan)
{
	const char *entry = active_entry(look);
	bool known = entry && !is_set(look->old_path) && !is_set(plan->state.tool_env);

	return known && pathvar_has(look->path, entry) ? entry : "";
}

void plan_path_var(const struct look *look, struct plan *plan)
{
	if (plan->action >= DO_ACTIVATE)
		path_with_entry(look, plan);
	else if (plan->action == DO_DEACTIVATE)
		drop_entries(look, plan);
	else if (plan->action == DO_DROP_OURS)
		drop_our_entry(look, plan);
	if (plan->action == DO_DEACTIVATE || plan->action == DO_DROP_OURS)
		plan->state.entry = "";
	if (plan->action == DO_DEFINE_DEACTIVATE)
		plan->state.entry = inherited_entry(look, plan);
	if (plan->action >= DO_DEACTIVATE)
		plan->path = pathvar_set_no_pip(plan->path, plan->state.entry,
						plan->action >= DO_ACTIVATE ? plan->no_pip : NULL);
	note_path(look, plan);
}
