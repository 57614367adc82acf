/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mutes: environments that `deactivate` turned off until the shell leaves their project. */
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "plan/plan.h"

/* The start of PLAN_MUTED after `avenv off` */
#define MUTED_ALL "off:"
/* The end of an item in state.mutes: no path has it that is clean */
#define MUTE_END "/./"

void look_state(struct look *look, const char *text)
{
	const char *muted = getenv(PLAN_MUTED), *named = getenv(PLAN_NAMED);
	bool known = state_read(&look->state, text);

	look->pyenv_env = getenv("PYENV_VIRTUAL_ENV");
	look->conda_prefix = getenv("CONDA_PREFIX");
	look->direnv_diff = getenv("DIRENV_DIFF");
	look->mise_diff = getenv("__MISE_DIFF");
	look->pythonhome = getenv("AVENV_PYTHONHOME");
	look->before_first_prompt = !known || !is_set(look->state.prompted);
	if (!known && is_set(named) && is_set(look->virtual_env) &&
	    streq(named, look->virtual_env)) {
		look->state.activated_env = named;
		look->state.entry = path_join(named, "bin");
	}
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

/*
 * The key of FOUND in state.mutes; a recreated environment has another one. On overlayfs bin has no
 * birth time: the first script that is installed changes it.
 */
static const char *mute_key(const struct verdict *found)
{
	const char *bin = venv_bin(&found->venv);
	struct buf b = BUF_INIT;

	buf_putl(&b, found->venv.path, "/");
	buf_putu(&b, found->venv.bin_info.id.ino);
	buf_putc(&b, '.');
	buf_putu(&b, file_is_on_overlay(bin) ? 0 : (uint64_t)found->venv.bin_info.id.btime);
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
 * The user, not direnv or mise, turned the found environment off since the last look. Another one of
 * the user's that goes off says nothing of it; nor does a script that was sourced over it, with its
 * own `deactivate`, on one line: that leaves AVENV_ENV.
 */
static bool was_turned_off(const struct look *look, const struct plan *plan)
{
	const struct state *last = &look->state;
	bool another = plan->situation.active == ACTIVE_BY_HAND && !plan->situation.same &&
		       !is_set(plan->state.tool_env);

	if (look->event == EVENT_DEACTIVATE)
		return is_set(look->virtual_env) && !another;
	if (!is_set(last->virtual_env) || is_set(look->virtual_env) || is_set(look->avenv_env) ||
	    !file_same_at(last->virtual_env, plan->found.venv.path) ||
	    plan_tools_changed(look, plan))
		return false;
	/* A cd on the same command line may have led to a project in which it was not on. */
	return path_under(last->pwd, plan->found.candidate.project);
}

void plan_mutes(const struct look *look, struct real_path physical, struct plan *plan)
{
	const struct verdict *found = &plan->found;
	const char *list = plan->state.mutes, *key = "", *project, *item;
	/* Another one that is on by hand says nothing of this directory's. */
	bool turned_on = look->event == EVENT_ACTIVATE ||
			 (plan->situation.active == ACTIVE_BY_HAND && plan->situation.same &&
			  look->event != EVENT_DEACTIVATE);
	bool usable = verdict_is_usable(found);
	bool turned_off = usable && !turned_on && was_turned_off(look, plan);
	bool promptless = look->before_first_prompt && !look_is_prompt(look);
	struct buf mutes = BUF_INIT;
	bool was_muted = false;

	if (usable && (turned_off || *list))
		key = mute_key(found);
	while ((project = next_mute(&list)) && (item = next_mute(&list))) {
		bool inside = promptless || (plan->start && path_under(plan->start, project)) ||
			      (physical.path && path_under(physical.path, project));

		if (!inside || (turned_on && streq(item, key)))
			continue;
		buf_putl(&mutes, project, MUTE_END, item, MUTE_END);
		was_muted = was_muted || streq(item, key);
	}
	if (turned_off && !was_muted)
		buf_putl(&mutes, found->project.path, MUTE_END, key, MUTE_END);
	plan->situation.muted = was_muted || turned_off;
	plan->state.mutes = mutes.data;
}
