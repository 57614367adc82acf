/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hint for a shell, and the environment to record. */
#include "plan/plan.h"

#include <string.h>
#include <sys/stat.h>

#include "core/escape.h"
#include "core/file.h"
#include "core/path.h"
#include "finders/declared_files.h"
#include "plan/moved.h"
#include "plan/pointer.h"
#include "plan/words.h"
#include "trust/brought.h"
#include "trust/worktree.h"

/* ---- hints that were given -------------------------------------------------------- */

static void put_key(struct buf *b, unsigned kind, const char *about)
{
	buf_putc(b, '\n');
	buf_putu(b, kind);
	buf_putl(b, about, "\n");
}

bool hint_was_given(const struct plan *plan, unsigned kind, const char *about)
{
	struct buf key = BUF_INIT;

	put_key(&key, kind, about);
	return strstr(plan->state.hints_given, key.data);
}

static void note_given(struct plan *plan, unsigned kind, const char *about)
{
	struct buf given = BUF_INIT;

	buf_puts(&given, plan->state.hints_given);
	put_key(&given, kind, about);
	plan->state.hints_given = given.data;
}

bool hint_once(const struct look *look, struct plan *plan, unsigned kind, const char *about)
{
	if (hint_was_given(plan, kind, about))
		return false;
	if (look_is_prompt(look) || look->told)
		note_given(plan, kind, about);
	return true;
}

/* Give the hint KIND about ABOUT again: its reason may have changed. */
static void forget_hint(struct plan *plan, unsigned kind, const char *about)
{
	struct buf key = BUF_INIT, given = BUF_INIT;
	const char *at;

	put_key(&key, kind, about);
	at = strstr(plan->state.hints_given, key.data);
	if (!at)
		return;
	buf_put(&given, plan->state.hints_given, (size_t)(at - plan->state.hints_given));
	buf_puts(&given, at + key.len);
	plan->state.hints_given = given.data;
}

/* The key of a hint about FOUND: the same by each path to the project, as through a link. */
static const char *key_of(const struct verdict *found)
{
	return found->slot ? found->slot : found->candidate.path;
}

/* This directory's environment goes on: a reason against it that comes later is told anew. */
static void forget_reasons(struct plan *plan)
{
	if (!is_set(plan->state.hints_given))
		return;
	for (unsigned bar = 1; bar < BARS_END; bar <<= 1)
		forget_hint(plan, bar, key_of(&plan->found));
	forget_hint(plan, 0, plan->found.project.path);
}

/* ---- the hint ------------------------------------------------------------------- */

/* "here", or "in '…/project'" for a directory above. */
static const char *place_in_words(const struct candidate *c, const char *pwd)
{
	const char *base = path_base(c->project);

	if (streq(c->project, pwd))
		return "here";
	/* No "…/" before a directory directly below the root. */
	return joined("in ", escape_quoted(base > c->project + 1 ? path_join("…", base) : base));
}

/* The hint about FOUND for a person in PWD; NULL: none is needed. */
static const char *hint_text(const struct verdict *found, const char *pwd)
{
	const struct candidate *c = &found->candidate;
	const struct venv *venv = &found->venv;
	const char *place = place_in_words(c, pwd);
	const char *name = escape_quoted(c->variable ? c->variable : c->name);
	const char *change = words_of_change(found);
	const char *there = c->tool ? joined(c->tool, "'s environment is named by ", name, " ") :
				      joined(name, " is ");

	switch ((unsigned)verdict_bar(found)) {
	case BAR_UNRECORDED:
	case BAR_COVERED:
	case BAR_CHANGED:
		return change ? joined(there, place, ", and ", change) : joined(there, place);
	case BAR_SEVERAL:
		return joined(c->several, " are ",
			      c->tool ? joined(c->tool, "'s for this project") : place);
	case BAR_NO_ENV:
	case BAR_BROKEN:
	case BAR_OTHERS:
	case BAR_GIT:
		return joined(escape_quoted(venv->path ? venv->path : c->path),
			      " is not turned on: ", words_of_fault(found));
	case 0:
		if (venv->health == PYTHON_UPGRADED)
			return joined(escape_quoted(words_of_name(found)), ": ", found->problem);
	}
	return NULL;
}

static struct message hint_of(const struct verdict *found, const char *pwd)
{
	const struct words *words = words_of(found);
	const struct candidate *c = &found->candidate;
	const char *text = hint_text(found, pwd), *chosen;
	bool is_several = verdict_bar(found) == BAR_SEVERAL;

	/* `recreate` refuses what git tracks. That it may do so, only the record says here. */
	if (!verdict_left(found) && verdict_recorded(found) & BAR_GIT)
		return (struct message){ text, "avenv doctor", NULL, "says more" };
	/*
	 * `use` chooses for the working directory. An environment that a tool's setting names may not
	 * be there yet.
	 */
	if (is_several ? !streq(c->project, pwd) : c->tool && verdict_bar(found) == BAR_UNRECORDED)
		return (struct message){ text, "avenv", NULL, "says what to type" };
	if (!is_several)
		return (struct message){ text, words->next, found->venv.series, words->does };
	chosen = words_of_choice(c);
	return (struct message){ text, words->next, chosen,
				 joined("chooses ", escape_quoted(path_base(chosen))) };
}

/* The command that makes for this worktree the environment that the main checkout has; works from below. */
static struct message hint_of_main(const struct main_env *main)
{
	const char *place = main->place.path, *dir = main->dir;
	struct message m = { joined(escape_quoted(main->path), " is of another checkout"),
			     new_env_command(place), NULL, "makes one here" };

	if (streq(dir, place))
		return m;
	m.does = "makes one";
	if (!new_env_by_up(place)) {
		m.word = path_join(place, ".venv");
		return m;
	}
	/* `up` is of the nearest directory that declares packages. */
	for (; !streq(dir, place); dir = path_parent(dir))
		if (declared_in(dir))
			return (struct message){ m.text, "avenv", NULL, "says what to type" };
	return m;
}

/* In a directory like /tmp others put their environments beside yours. */
static bool is_in_sticky_dir(const struct verdict *found)
{
	struct file_info info;

	return !file_stat(found->candidate.project, &info) && (info.mode & S_ISVTX);
}

enum {
	/** bytes of git's index that a hint reads */
	INDEX_MAX = 4 << 20,
};

/*
 * Git's index of the checkout at TOP has the environment ENV, so `allow`, `up` and `create` refuse
 * it, unless a record says --tracked. False, too, if TOP is no checkout, or the index is larger or
 * has compressed paths. A `.git` that leads elsewhere is followed only where the repository confirms
 * it.
 */
static bool is_in_index(const char *top, const char *env)
{
	const char *git = path_join(top, ".git"), *entry, *at;
	struct file_info info;
	struct worktree w;
	struct text text;
	size_t len;

	if (file_lstat(git, &info))
		return false;
	if (!S_ISDIR(info.mode)) {
		if (!worktree_read(real_path_of(top), &w) || !worktree_is_linked(&w, 0))
			return false;
		git = w.admin;
	}
	if (file_slurp(path_join(git, "index"), INDEX_MAX, &text))
		return false;
	entry = path_join(path_relative(env, top), "pyvenv.cfg");
	len = strlen(entry);
	/* The low byte of an entry's length is before its name: it is the whole name. */
	for (at = text.data; (at = memmem(at, (size_t)(text.data + text.len - at), entry, len + 1));
	     at++)
		if (at > text.data && (unsigned char)at[-1] == (len & 0xff))
			return true;
	return false;
}

/* MESSAGE, whose command acts on the environment ENV, or where that would be, in the checkout TOP. */
static struct message past_index(struct message message, const char *top, const char *env)
{
	if (!is_in_index(top, env))
		return message;
	return (struct message){ message.text, "avenv", NULL, "says what to type" };
}

/* The shell is in the project of ENV. */
static bool is_in_project_of(const struct plan *plan, const char *env)
{
	return plan->start && path_under(plan->start, path_parent(env));
}

/* The reason why this directory's environment is not on. */
static void hint_off(const struct look *look, const struct trust *trust, struct plan *plan)
{
	const struct verdict *found = &plan->found;
	const char *path = found->candidate.path, *key = key_of(found), *about = key;
	unsigned bar = verdict_bar(found), kind = bar;
	bool is_fault = bar & (BAR_NO_ENV | BAR_BROKEN | BAR_OTHERS);
	struct message hint = { 0 };

	/* A refusal has named what helps, perhaps an option of `allow`: no word follows it. */
	if (look->event == EVENT_COMMAND && !look->told && verdict_is_unallowed(found)) {
		if (look->refused && !hint_was_given(plan, bar, key))
			note_given(plan, bar, key);
		return;
	}
	if (path && !trust->closed && (!look->quiet || is_fault))
		hint = hint_of(found, plan->start);
	if (!hint.text && plan->main_env.path && !look->quiet) {
		about = plan->main_env.place.path;
		hint = hint_of_main(&plan->main_env);
	} else if (!hint.text && trust->fault) {
		about = trust->fault;
		hint = (struct message){ trust->fault, "avenv doctor", NULL, "says more" };
	}
	if (about != key)
		kind = 0;
	/* What was on goes off at a prompt, in its own project: that is told each time. */
	if (hint.text && plan->action == DO_DEACTIVATE && look->event == EVENT_PROMPT &&
	    plan->situation.active == ACTIVE_OURS && is_in_project_of(plan, look->virtual_env))
		forget_hint(plan, kind, about);
	if (!hint.text || !hint_once(look, plan, kind, about) ||
	    (about == key && is_in_sticky_dir(found)))
		return;
	/* Only a prompt prints it. */
	if (look_is_prompt(look) && about == key && streq(hint.command, "avenv allow"))
		hint = past_index(hint, found->candidate.project, path);
	if (look_is_prompt(look) && about == plan->main_env.place.path)
		hint = past_index(hint, plan->main_env.top, path_join(about, ".venv"));
	plan->message = hint;
}

/* The next step after the environment ENV, which was on, was deleted. */
static struct message next_after(const struct plan *plan, const char *env)
{
	const char *text = joined(escape_quoted(path_base(env)), " is gone"), *here = plan->start;
	bool is_up = here && new_env_by_up(here);
	const char *name = is_up ? ".venv" : path_base(env);

	/* `create` would make it in a directory below the project. */
	if (!is_up && !(here && file_same_at(here, path_parent(env))))
		return (struct message){ text, "avenv", NULL, "says what to type" };
	return past_index((struct message){ text, new_env_command(here),
					    streq(name, ".venv") ? NULL : name, "makes a new one" },
			  here, path_join(here, name));
}

/* The environment FOUND was made at ENV, as text, and a script of it that was sourced names that. */
static bool was_moved_here(const struct verdict *found, const char *env)
{
	const char *at = found->venv.path ? env_made_at(found->venv.path) : NULL;

	return at && streq(at, env) && !streq(at, found->venv.path);
}

static struct message message_moved(const struct verdict *found, const char *old, bool repairable)
{
	return (struct message){ joined(escape_quoted(words_of_name(found)), " was ",
					moved_from(old), ", which its scripts still name"),
				 repairable ? "avenv repair" : "avenv", NULL,
				 repairable ? "repairs it" : "says what to type" };
}

/* The shell is in the project of the deleted ENV, and one of a directory above took its place. */
static bool is_from_above(const struct plan *plan, const char *env)
{
	const char *project = path_parent(env), *above = plan->found.candidate.project;

	return plan->action == DO_SWITCH && is_in_project_of(plan, env) && !streq(above, project) &&
	       path_under(project, above);
}

/*
 * The name of a deleted environment disappears from the prompt, or that of a moved one, whose script
 * was sourced, does not come; and no other one of this project comes: say why.
 */
static void hint_gone(const struct look *look, struct plan *plan)
{
	const char *env = look->virtual_env;

	if (look->event != EVENT_PROMPT || look->before_first_prompt ||
	    plan->situation.active != ACTIVE_OURS || file_exists(env) ||
	    (plan->action != DO_DEACTIVATE && !is_from_above(plan, env)))
		return;
	if (was_moved_here(&plan->found, env))
		plan->message = message_moved(&plan->found, env, false);
	else if (file_exists(path_parent(env)) > 0) /* its directory was not deleted */
		plan->message = next_after(plan, env);
}

/* The environment that is on was copied or moved: its scripts start the Python of another one. */
static void hint_moved(const struct look *look, struct plan *plan)
{
	const struct verdict *found = &plan->found;
	const char *env = found->venv.path, *old = NULL;

	/* A cd within the project costs no look: a prompt before it had the hint. */
	if (plan->action >= DO_ACTIVATE || (look_is_prompt(look) && plan->situation.same))
		old = moved_old(env);
	if (!old || !hint_once(look, plan, HINT_MOVED, env))
		return;
	plan->message = message_moved(found, old, moved_is_repairable(old, env));
}

static void set_hint(const struct look *look, const struct trust *trust, struct plan *plan)
{
	if (plan->situation.off || plan->record_for_tree)
		return;
	if (plan->situation.active != ACTIVE_BY_HAND || plan->action == DO_DEACTIVATE)
		hint_off(look, trust, plan);
	if (!plan->message.text && !look->quiet)
		hint_gone(look, plan);
	if (!plan->message.text && !look->quiet)
		hint_moved(look, plan);
}

/* ---- the environment to record ---------------------------------------------------- */

/* An environment in an allowed tree is recorded once a shell, and after a command of avenv. */
static void set_record_for_tree(const struct look *look, struct plan *plan)
{
	const char *path = plan->found.candidate.path;

	if (verdict_bar(&plan->found) != BAR_COVERED)
		return;
	if (look->event == EVENT_COMMAND)
		forget_hint(plan, HINT_RECORDED, path);
	if (plan->situation.off || hint_was_given(plan, HINT_RECORDED, path))
		return;
	plan->record_for_tree = path;
	/* If recording is refused, the look after it does not try again. */
	if (look_records_for_tree(look))
		note_given(plan, HINT_RECORDED, path);
}

bool plan_was_sourced(const struct look *look, const struct plan *plan)
{
	const char *env = look->virtual_env, *rest = look->path, *first;

	/* At the first look the variables may be a parent's. */
	if (look->before_first_prompt || !plan_is_users(plan) || !is_set(look->old_path))
		return false;
	if (env[0] != '/' || streq(look->state.sourced_env, env))
		return false;
	first = settings_element(&rest);
	return first && streq(first, path_join(env, "bin"));
}

/* ENV is the environment of this directory, FOUND, and the user has not allowed it yet. */
static bool is_unallowed_here(const struct verdict *found, const char *env)
{
	const char *path = found->venv.path, *text;
	const struct candidate *c = &found->candidate;
	struct file_info a, b;

	/* The tool chooses among the environments in its store. */
	if (!verdict_is_unallowed(found) || c->tool)
		return false;
	/* Compare the text: no pointer is followed without a record. */
	if (c->pointer)
		return !pointer_text(c->path, c->pointer == POINTER_LINK, &text) && text &&
		       streq(path_clean(path_join(c->project, text)), env);
	return path && (streq(path, env) ||
			(!file_lstat(path, &a) && !file_lstat(env, &b) && file_same(&a, &b)));
}

/* Sourcing a script has run that environment's code already, so it counts as allowing it. */
static void set_record_sourced(const struct look *look, const struct settings *settings,
			       struct plan *plan)
{
	if (settings->learn && !plan->situation.off && plan_was_sourced(look, plan) &&
	    is_unallowed_here(&plan->found, look->virtual_env))
		plan->record_sourced = look->virtual_env;
}

void plan_message(const struct look *look, const struct trust *trust, struct plan *plan)
{
	set_record_for_tree(look, plan);
	if (plan->action >= DO_ACTIVATE)
		forget_reasons(plan);
	set_hint(look, trust, plan);
	set_record_sourced(look, trust->settings, plan);
}
