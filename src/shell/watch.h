/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that an idle prompt looks up until the next look at its shell. */
#ifndef AVENV_WATCH_H
#define AVENV_WATCH_H

#include "plan/plan.h"

struct watch {
	/** this environment must stay; NULL: none */
	const char *present;
	/** the project that must stay around the shell; or NULLs */
	struct held held;
	/** in the shell's directory none of the usual names may appear: a test of the hooks' own */
	bool usual;
	/** other names that may not appear there */
	const char *const *names;
	size_t count;
	/** why nothing is looked up; NULL: it is */
	const char *off;
};

/* Why the shell looks up nothing after PLAN; NULL: it does. */
const char *watch_off(const struct plan *plan);

/* What the shell looks up after PLAN. */
void watch_fill(struct watch *watch, const struct plan *plan);

#endif
