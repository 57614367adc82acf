/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plan: one look at a shell, from its variables and its state to an action. The room has the
 * search, the checks, the decision, the state and the hint; the helper and the command both use it.
 */
#ifndef AVENV_PLAN_H
#define AVENV_PLAN_H

#include "plan/other_checkout.h"
#include "plan/search.h"
#include "plan/state.h"

/** The reason for a look */
enum event {
	/** a directory change, in the middle of a command line: nothing is printed */
	EVENT_CD,
	EVENT_PROMPT,
	/** a command of avenv ran */
	EVENT_COMMAND,
	/** avenv has recorded an environment: it was sourced, or an allowed tree covers it */
	EVENT_RECORDED,
	/** the packages are as declared, or the user knows how they differ */
	EVENT_CHECKED,
	/** `avenv activate`, the function `deactivate`, `avenv on` and `avenv off` */
	EVENT_ACTIVATE,
	EVENT_DEACTIVATE,
	EVENT_ON,
	EVENT_OFF,
};

/** A shell, as its hook describes it; strings may be NULL. look_state() sets the last part */
struct look {
	enum event event;
	/** variables, whether exported or not; AVENV_DISABLE and AVENV_QUIET as switches */
	const char *pwd, *virtual_env, *avenv_env, *path;
	/** _OLD_VIRTUAL_PATH, set while a stock activate script is in effect */
	const char *old_path;
	/** the path of NO_PIP, beside avenv-hook; nothing may be there */
	const char *no_pip;
	bool disable, quiet;
	/** a command has just said what a hint would say; or, if it refused, why */
	bool told, refused;
	/** variables of pyenv-virtualenv and conda, and the changes saved by direnv and mise */
	const char *pyenv_env, *conda_prefix, *direnv_diff, *mise_diff;
	/** the user's PYTHONHOME, which avenv keeps while an environment is active */
	const char *pythonhome;
	/** the shell had no prompt yet, or its state cannot be read */
	bool before_first_prompt;
	struct state state;
};

/** The origin of the active environment */
enum active {
	/** VIRTUAL_ENV is not set, or left over: PATH does not lead to its programs */
	ACTIVE_NONE,
	ACTIVE_OURS,
	/** the user, in another way than by cd */
	ACTIVE_BY_HAND,
};

/** The input of decide() */
struct situation {
	enum active active;
	/** this directory has an environment, allowed and healthy */
	bool usable;
	/** it is the active one */
	bool same;
	/** `deactivate` turned it off, and the shell has not left its project */
	bool muted;
	/** avenv is off in this shell */
	bool off;
	/** the event: `avenv activate` of this directory; `deactivate` */
	bool activate, deactivate;
	/** turned on by hand, but not by `avenv activate ENV`, direnv or mise; no EVENT_CD */
	bool adoptable;
	/** the variables are set anew: at a shell's first look, after a command of avenv */
	bool refresh;
	/** inherited, or turned on by its variables alone: it may lack the function `deactivate` */
	bool maybe_no_deactivate;
	/** PATH contains our entry, and NO_PIP as it should */
	bool in_path;
	/**
	 * a variable or a PATH entry of ours is set, although no environment of ours is active; or
	 * VIRTUAL_ENV is, although PATH does not lead to that environment's programs; or, where
	 * nothing is active, the user's PYTHONHOME is kept
	 */
	bool leftover;
};

enum action {
	DO_NOTHING,
	/** define `deactivate`, unless there is one */
	DO_DEFINE_DEACTIVATE,
	/** turn the active environment off, and remove our variables and PATH entry */
	DO_DEACTIVATE,
	/** remove ours; another one, turned on by hand while ours was, remains active */
	DO_DROP_OURS,
	/** turn the found environment on; so do all actions below */
	DO_ACTIVATE,
	/** turn the found environment on in place of the active one, in one step */
	DO_SWITCH,
	/** set our variables again, and our PATH entry if it is missing */
	DO_REFRESH,
	/** the active environment, turned on by hand, becomes ours */
	DO_ADOPT,
};

/* The action for a situation; a pure function. */
enum action decide(const struct situation *s);

/** One line for a prompt: TEXT; 'COMMAND WORD' DOES */
struct message {
	/** printable text; NULL: there is no message */
	const char *text;
	/** command, its argument (unquoted; NULL: none) and its effect */
	const char *command, *word, *does;
};

/** The times of files, for the idle test; NULLs: of none */
struct file_times {
	/** NEWER was changed after OLDER, or at the same time */
	const char *newer, *older;
	/** the file whose modification time must remain `mtime`, in seconds since the epoch */
	const char *unchanged;
	int64_t mtime;
	/** it was read after it changed, and the file system remembers that */
	bool is_read;
};

/** The next step after a look at a declared file that is newer than the installed packages */
enum check {
	CHECK_NONE,
	/** `avenv check --hint` is due */
	CHECK_DUE,
	/** nothing is printed now, but at the next change of the file */
	CHECK_LATER,
};

/** Kinds of hints, in addition to the bars */
enum {
	HINT_RECORDED = 100,
	HINT_CHECK,
	HINT_CHECKED,
	HINT_MOVED,
};

/** The result of a look */
struct plan {
	struct situation situation;
	enum action action;
	/** the verdict on this directory's environment */
	struct verdict found;
	/** that of the main checkout, if a linked worktree, not denied, has none at that place */
	struct main_env main_env;
	/** see struct search */
	const char *too_large;
	/** the active environment was turned on by `avenv activate ENV` */
	bool by_activate;
	/** NO_PIP, if the found environment has no pip; else NULL */
	const char *no_pip;
	/** logical path of the directory in which the search began; NULL: unknown */
	const char *start;
	/** new PATH; NULL: unset; the pointer of the look: unchanged */
	const char *path;
	/** new _OLD_VIRTUAL_PATH, without our entry; NULL: unchanged */
	const char *old_path;
	/** next state; its virtual_env is the new VIRTUAL_ENV */
	struct state state;
	struct message message;
	/** environment to record, since its script was sourced; NULL: none */
	const char *record_sourced;
	/** environment to record, since an allowed tree covers it; NULL: none */
	const char *record_for_tree;
	enum check check;
	/** the declared file, if it is newer than the installed packages; else NULL */
	const char *declared;
	/** the next prompt must look again: a message or record is due, and this was no prompt */
	bool look_at_next_prompt;
	/** environment that must exist, for the idle test; NULL: none, or `python` tells */
	const char *present;
	/** names in the shell's directory, and paths elsewhere, that must not appear: the same */
	struct strings missing, awaited;
	/** the Python of the environment that is ours, which must exist; NULL: none */
	const char *python;
	/** the project that must remain around the shell, for the idle test; NULLs: none */
	struct anchor anchor;
	struct file_times times;
};

/**
 * the exported variable by which child processes, shims among them, keep off what was turned off:
 * "off:" after `avenv off`, and state.mutes
 */
#define PLAN_MUTED "AVENV_MUTED"

/** the exported variable by which a child shell knows what `avenv activate ENV` turned on */
#define PLAN_NAMED "AVENV_NAMED"

/* The value of PLAN_MUTED after PLAN. */
const char *plan_muted(const struct plan *plan);

/*
 * Set the last part of LOOK by TEXT, the state, and by exported variables. At a shell's first look
 * PLAN_MUTED and PLAN_NAMED are what its parent's state was.
 */
void look_state(struct look *look, const char *text);

/* Search and decide. Cannot fail: after an error no environment is turned on. */
void plan_look(const struct look *look, struct trust *trust, struct plan *plan);

/* The plan that turns on FOUND, which the user named, in place of the active environment. */
void plan_named(const struct look *look, const struct verdict *found, struct plan *plan);

/* The user activated it by hand, without `avenv activate ENV` and without direnv or mise. */
bool plan_is_users(const struct plan *plan);

/* DIR, the path of NO_PIP, if VENV has no pip and DIR is there; else NULL. DIR may be NULL. */
const char *plan_no_pip(const struct venv *venv, const char *dir);

/* The parts of plan_look(), in the order in which they run. */

/* The look is at a prompt, where something may be printed. */
bool look_is_prompt(const struct look *look);

/*
 * The answer may start a program that records an environment in an allowed tree: at a prompt, and
 * for `cd x && python` at a cd, but not in a process without a prompt.
 */
bool look_records_for_tree(const struct look *look);

/* Our PATH entry: from the state, else from AVENV_ENV of a parent shell; NULL: none. */
const char *plan_entry(const struct look *look);

/*
 * direnv and mise restore PATH and VIRTUAL_ENV at the prompt, after our look at a cd, and so does a
 * function's end its `local PATH`. Remove an entry of ours that they restored; an environment that
 * they turned on is theirs.
 */
void plan_tools(const struct look *look, struct plan *plan);

/* direnv or mise has set variables since the last look. */
bool plan_tools_changed(const struct look *look, const struct plan *plan);

/*
 * Set situation.muted and state.mutes. The mutes are kept whose project the shell is in, and in a
 * process without a prompt all of them. That of the found environment is removed if it is to be on,
 * and added if the user turned it off.
 */
void plan_mutes(const struct look *look, struct real_path physical, struct plan *plan);

/* Set PATH, _OLD_VIRTUAL_PATH and our entry for the action. */
void plan_path_var(const struct look *look, struct plan *plan);

/* The hint KIND about ABOUT was given in this shell. */
bool hint_was_given(const struct plan *plan, unsigned kind, const char *about);

/* The hint KIND about ABOUT was not given yet. At a prompt it counts as given from now on. */
bool hint_once(const struct look *look, struct plan *plan, unsigned kind, const char *about);

/*
 * Compare the time of the project's declared file, the first one of those that `check` reads, with
 * that of the environment's packages, if it is ours: set plan->check, plan->declared and
 * plan->times.
 */
void plan_check(const struct look *look, const struct settings *settings, struct plan *plan);

/* A stock activate script has turned on the active environment since the last look at a prompt. */
bool plan_was_sourced(const struct look *look, const struct plan *plan);

/* Set the hint, given once a shell and project, and the environment to record. */
void plan_message(const struct look *look, const struct trust *trust, struct plan *plan);

#endif
