/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decision: a pure function from a situation to one action. */
#ifndef AVENV_DECIDE_H
#define AVENV_DECIDE_H

#include "core/base.h"

/** Whose the active environment is. */
enum active {
	ACTIVE_NONE,
	/** avenv's; also what `avenv activate ENV` turned on, once it is gone */
	ACTIVE_OURS,
	/** the user's, by `avenv activate ENV` or other means: hands off */
	ACTIVE_THEIRS,
};

/** All that the decision depends on. */
struct situation {
	enum active active;
	/** this directory gives an environment: trusted and healthy */
	bool found;
	/** it is the active one */
	bool same;
	/** the user said no to it, until its project is left */
	bool muted;
	/** theirs, and was active when this shell started */
	bool inherited;
	/** avenv is switched off in this shell */
	bool off;
	/** the shell's first look, or the hook was loaded or what is on made again */
	bool fresh;
	/** our entry is in PATH */
	bool in_path;
	/** something of ours remains though nothing of ours is active */
	bool leftover;
};

enum action {
	DO_NOTHING,
	/** turn the found one on */
	DO_ACTIVATE,
	/** from ours to the found one, in one step */
	DO_SWITCH,
	DO_DEACTIVATE,
	/** put our PATH entry first, and the shell's functions in place */
	DO_REPAIR,
	/** make theirs, which the shell inherited, ours */
	DO_ADOPT,
	/** nothing is active: take away what remains of ours */
	DO_CLEAN,
	/** theirs lies over ours: take away ours, leave theirs */
	DO_RENOUNCE,
	/** theirs, which the shell inherited without the function to leave it */
	DO_LEND,
};

enum action decide(const struct situation *s);

#endif
