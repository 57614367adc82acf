/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decision: a pure function from a situation to one action. */
#ifndef AVENV_DECIDE_H
#define AVENV_DECIDE_H

#include "core/base.h"

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

enum action decide(const struct situation *s);

#endif
