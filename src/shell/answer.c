/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell code for a plan. */
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "shell/shell.h"
#include "trust/worktree.h"

static void put_with_value(struct buf *b, const struct shell *shell, const char *template,
			   const char *value)
{
	shell_put(b, shell, template, NULL, value);
}

static void put(struct buf *b, const struct shell *shell, const char *template)
{
	shell_put(b, shell, template, NULL, NULL);
}

static void unset(struct buf *b, const struct shell *shell, const char *name)
{
	shell_put(b, shell, shell->unset_variable, name, NULL);
}

/* The start of AVENV_PYTHONHOME, if PATH had the programs of that Python, too */
#define ON_PATH "PATH:"

/* PATH has the programs of the Python in HOME, a value of PYTHONHOME: PREFIX or PREFIX:EXEC_PREFIX. */
static bool is_on_path(const char *path, const char *home)
{
	return pathvar_leads_to(path, path_join(mem_dup(home, strcspn(home, ":")), "bin"));
}

/*
 * PYTHONHOME would override Python's own environment. Save it in a variable that child shells
 * inherit, too.
 */
static void save_pythonhome(struct buf *b, const struct shell *shell, const struct look *look)
{
	const char *home = getenv("PYTHONHOME");

	if (!home)
		return;
	shell_export(b, shell, "AVENV_PYTHONHOME",
		     joined(is_on_path(look->path, home) ? ON_PATH : "", home));
	unset(b, shell, "PYTHONHOME");
}

/* A module that was unloaded meanwhile has taken both away: its directory in PATH, and PYTHONHOME. */
static void restore_pythonhome(struct buf *b, const struct shell *shell, const struct look *look)
{
	const char *home = getenv("AVENV_PYTHONHOME");
	bool was_on_path;

	if (!home)
		return;
	was_on_path = starts_with(home, ON_PATH);
	home += was_on_path ? strlen(ON_PATH) : 0;
	if (!getenv("PYTHONHOME") && (!was_on_path || is_on_path(look->path, home)))
		shell_export(b, shell, "PYTHONHOME", home);
	unset(b, shell, "AVENV_PYTHONHOME");
}

/*
 * Restore from a stock script's variables and unset them. They are not exported; an exported PS1
 * may be any parent's, and a shell would evaluate it.
 */
static void drop_script(struct buf *b, const struct shell *shell, bool stays)
{
	if (!getenv("_OLD_VIRTUAL_PS1"))
		put(b, shell, shell->script_prompt);
	shell_put(b, shell, shell->script_pythonhome, stays ? "AVENV_PYTHONHOME" : "PYTHONHOME",
		  NULL);
	put(b, shell, shell->script_variables);
}

static void put_path_variable(struct buf *b, const struct shell *shell, const struct look *look,
			      const struct plan *plan)
{
	if (plan->path == look->path)
		return;
	if (!plan->path)
		unset(b, shell, "PATH");
	else if (shell->set_path && look->path)
		shell_put(b, shell, shell->set_path, "PATH", plan->path);
	else
		shell_export(b, shell, "PATH", plan->path);
}

/* The function `deactivate` for our entries in PATH: BIN, and NO_PIP behind it. */
static void put_deactivate(struct buf *b, const struct shell *shell, const char *template,
			   const char *path, const char *bin)
{
	const char *no_pip = pathvar_no_pip(path);

	put_with_value(b, shell, template, no_pip ? joined(bin, ":", no_pip) : bin);
}

static void put_turn_on(struct buf *b, const struct shell *shell, const struct look *look,
			const struct plan *plan)
{
	const struct state *state = &plan->state;
	const char *one = shell->export_one;

	if (is_set(look->old_path))
		drop_script(b, shell, true);
	put_path_variable(b, shell, look, plan);
	put(b, shell, shell->export_begin);
	shell_put(b, shell, one, "VIRTUAL_ENV", state->virtual_env);
	shell_put(b, shell, one, "VIRTUAL_ENV_PROMPT", state->name);
	if (!plan->by_activate)
		shell_put(b, shell, one, "AVENV_ENV", state->virtual_env);
	put(b, shell, shell->list_end);
	if (plan->by_activate)
		unset(b, shell, "AVENV_ENV");
	/* After a command of avenv's that showed something the user's shell is as it was. */
	if (plan->action != DO_REFRESH || look->event != EVENT_COMMAND)
		save_pythonhome(b, shell, look);
	put_deactivate(b, shell, shell->define_deactivate, plan->path, state->entry);
}

static void put_turn_off(struct buf *b, const struct shell *shell, const struct look *look,
			 const struct plan *plan)
{
	if (is_set(look->old_path))
		drop_script(b, shell, false);
	put_path_variable(b, shell, look, plan);
	unset(b, shell, "VIRTUAL_ENV");
	unset(b, shell, "VIRTUAL_ENV_PROMPT");
	unset(b, shell, "AVENV_ENV");
	restore_pythonhome(b, shell, look);
	put(b, shell, shell->unset_deactivate);
}

/*
 * If a script was sourced while ours was active, its name and `deactivate` are in place. Variables
 * set by hand have neither: remove our name, and define `deactivate`.
 */
static void put_drop_ours(struct buf *b, const struct shell *shell, const struct look *look,
			  const struct plan *plan)
{
	const char *name = getenv("VIRTUAL_ENV_PROMPT");

	put_path_variable(b, shell, look, plan);
	unset(b, shell, "AVENV_ENV");
	if (plan->old_path) {
		shell_put(b, shell, shell->assign_one, "_OLD_VIRTUAL_PATH", plan->old_path);
		put(b, shell, shell->list_end);
	}
	if (is_set(look->old_path))
		return;
	if (name && streq(name, look->state.name))
		unset(b, shell, "VIRTUAL_ENV_PROMPT");
	put_with_value(b, shell, shell->define_deactivate, path_join(look->virtual_env, "bin"));
}

static void put_action(struct buf *b, const struct shell *shell, const struct look *look,
		       const struct plan *plan)
{
	if (plan->action >= DO_ACTIVATE) {
		put_turn_on(b, shell, look, plan);
	} else if (plan->action == DO_DEACTIVATE) {
		put_turn_off(b, shell, look, plan);
	} else if (plan->action == DO_DROP_OURS) {
		put_drop_ours(b, shell, look, plan);
	} else {
		if (plan->action == DO_DEFINE_DEACTIVATE)
			put_deactivate(b, shell, shell->define_deactivate_if_missing, plan->path,
				       path_join(look->virtual_env, "bin"));
		put_path_variable(b, shell, look, plan);
	}
}

/* Export NAME with VALUE, unless it is so; "": unset it. */
static void put_exported(struct buf *b, const struct shell *shell, const char *name,
			 const char *value)
{
	const char *was = getenv(name);

	if (*value && !(was && streq(value, was)))
		shell_export(b, shell, name, value);
	else if (was && !*value)
		unset(b, shell, name);
}

/*
 * The lines of the message M. The shell prints them as they are, so unprintable characters become
 * \ooo. In the answer they are one word, whose newlines are escaped where an answer is one line.
 */
static const char *message_lines(const struct shell *shell, const struct message *m)
{
	const char *word = m->word ? joined(" ", shell_word(shell, m->word)) : "";

	return shell_message(
		joined(m->text, "; ", shell_line(joined(m->command, word)), " ", m->does));
}

/* The name, if that is the branch of the project, the root of a checkout, too; else "". */
static const char *branch_like_name(const struct plan *plan)
{
	const char *name = plan->state.name, *project = plan->found.project.path;

	return *name && project && worktree_is_on_branch(project, name) ? name : "";
}

void shell_answer(struct buf *b, const struct shell *shell, const struct look *look,
		  const struct plan *plan)
{
	struct watch watch;

	put_action(b, shell, look, plan);
	/* Child processes keep off what was turned off here, until the shell leaves the project. */
	put_exported(b, shell, PLAN_MUTED, plan_muted(plan));
	/* A child shell keeps what was named here, as this one does. */
	put_exported(b, shell, PLAN_NAMED, plan->state.activated_env);
	if (plan->message.text && !plan->look_at_next_prompt)
		put_with_value(b, shell, shell->say, message_lines(shell, &plan->message));
	shell_put(b, shell, shell->assign_one, "_avenv_name", plan->state.name);
	shell_put(b, shell, shell->assign_one, "_avenv_branch", branch_like_name(plan));
	watch_fill(&watch, plan);
	shell->watch(b, shell, &watch, plan->look_at_next_prompt);
	shell_put(b, shell, shell->assign_one, "_avenv_state", state_text(&plan->state));
	put(b, shell, shell->list_end);
	if (plan->record_sourced && !plan->look_at_next_prompt)
		put_with_value(b, shell, shell->record_sourced, plan->record_sourced);
	if (plan->record_for_tree && !plan->look_at_next_prompt)
		shell_put(b, shell, shell->record_for_tree,
			  look_is_prompt(look) ? "recorded" : "cd", plan->record_for_tree);
	if (plan->check == CHECK_DUE && !plan->look_at_next_prompt)
		put(b, shell, shell->check);
	if (plan->check && !plan->look_at_next_prompt)
		shell_put(b, shell, shell->checked, NULL, plan->declared);
}
