/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One look at a shell: from its variables and its state to a plan. The helper and the command
 * both go through here.
 */
#ifndef AVENV_PLAN_H
#define AVENV_PLAN_H

#include "plan/search.h"
#include "plan/state.h"

/** The reason for a look. */
enum event {
	/** a directory change, in the middle of a command line: nothing is printed */
	EVENT_CD,
	EVENT_PROMPT,
	/** a command of avenv ran */
	EVENT_COMMAND,
	/** avenv has recorded an environment: its script was sourced, or an allowed tree covers it */
	EVENT_RECORDED,
	/** the functions `deactivate` and `avenv WORD` */
	EVENT_ACTIVATE,
	EVENT_DEACTIVATE,
	EVENT_ON,
	EVENT_OFF,
};

/** A shell, as its hook describes it; strings may be NULL. look_state() fills in the rest. */
struct look {
	enum event event;
	/** variables, whether exported or not; AVENV_DISABLE and AVENV_QUIET as switches */
	const char *pwd, *virtual_env, *avenv_env, *path;
	/** _OLD_VIRTUAL_PATH: a stock activate script is at work */
	const char *old_path;
	bool disable, quiet;
	/** the shell had no prompt yet, or says nothing of it */
	bool first;
	struct state state;
};

/** Who turned the active environment on. */
enum active {
	ACTIVE_NONE,
	ACTIVE_OURS,
	/** the user, in another way than by cd */
	ACTIVE_BY_HAND,
};

/** All that the decision depends on. */
struct situation {
	enum active active;
	/** this directory gives an environment: allowed and healthy */
	bool found;
	/** it is the active one */
	bool same;
	/** `deactivate` turned it off, and the shell has not left its project */
	bool muted;
	/** avenv is off in this shell */
	bool off;
	/** `avenv activate` asks for this directory's, `deactivate` for none */
	bool activate, deactivate;
	/** by hand, and neither `avenv activate ENV` nor direnv nor mise did it */
	bool adoptable;
	/** the variables are set anew: at a shell's first look, after a command of avenv */
	bool refresh;
	/** the active environment may be without a function `deactivate` */
	bool first;
	/** our entry is in PATH */
	bool in_path;
	/** a variable or a PATH entry of ours is there, though nothing of ours is active */
	bool leftover;
};

enum action {
	DO_NOTHING,
	/** give the shell a `deactivate` for what it inherited */
	DO_DEFINE_DEACTIVATE,
	/** turn off what is on, and take away all that is ours */
	DO_DEACTIVATE,
	/** one turned on by hand lies over ours: ours goes, the other stays */
	DO_DROP_OURS,
	/** turn the found one on; so do all that follow */
	DO_ACTIVATE,
	/** turn the found one on in place of the active one, in one step */
	DO_SWITCH,
	/** set our variables again, and our PATH entry where it is missing */
	DO_REFRESH,
	/** the active one, turned on by hand, becomes ours */
	DO_ADOPT,
};

/* A pure function from a situation to one action. */
enum action decide(const struct situation *s);

/** One line for a prompt: TEXT; 'COMMAND WORD' DOES. */
struct message {
	/** ready to be shown; NULL: there is no message */
	const char *text;
	/** WORD as it is, which the shell quotes; NULL: the command has none */
	const char *command, *word, *does;
};

/** The result. Paths are real ones. */
struct plan {
	struct situation situation;
	enum action action;
	struct found found;
	/** `avenv activate ENV` turned on what is active */
	bool by_activate;
	/** the directory that the search began in; NULL: there is none */
	const char *start;
	/** PATH as it should be, NULL for unset; the look's own pointer where it stays */
	const char *path;
	/** _OLD_VIRTUAL_PATH without our entry, where it is to be set */
	const char *old_path;
	/** the next state; its virtual_env is VIRTUAL_ENV as it should be */
	struct state state;
	struct message message;
	/** an environment to record, as the user has just sourced its script; or NULL */
	const char *record_sourced;
	/** one to record, as a tree that the user allowed covers it; or NULL */
	const char *record_for_tree;
	/** the next prompt is to look again: there is a message, and this was none */
	bool look_at_next_prompt;
	/** for the idle prompt: the environment that has to stay, unless `held` leads by it, or NULL */
	const char *present;
	/** names that may not appear */
	struct strings missing;
	/** the project that has to stay around the shell, or NULLs */
	struct held held;
};

/* Take the state TEXT, which may be NULL. */
void look_state(struct look *look, const char *text);

/* Look and decide. Never fails: in doubt nothing is turned on. */
void plan_look(const struct look *look, struct trust *trust, struct plan *plan);

/* The plan that turns on FOUND, which the user named, in place of anything else. */
void plan_named(const struct look *look, const struct found *found, struct plan *plan);

/* What is active, the user's own command turned on: not `avenv activate ENV`, not another tool. */
bool plan_is_users(const struct plan *plan);

/* The parts of plan_look(), in the order in which they run. */

/* The look is at a prompt, where something may be printed. */
bool look_is_prompt(const struct look *look);

/* Our PATH entry: as the state has it, or as a parent shell must have made it; or NULL. */
const char *plan_entry(const struct look *look);

/*
 * direnv and mise restore PATH and VIRTUAL_ENV at the prompt, after our cd: an entry of ours
 * that they bring back goes, and an environment that they turn on is theirs.
 */
void plan_tools(const struct look *look, struct plan *plan);

/* PATH, _OLD_VIRTUAL_PATH and our entry, as the action leaves them. */
void plan_path(const struct look *look, struct plan *plan);

/* The hint, once a shell and project, and the environment to record. */
void plan_message(const struct look *look, const struct trust *trust, struct plan *plan);

#endif
