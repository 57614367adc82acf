/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that an idle prompt looks up until the next look at its shell. */
#ifndef AVENV_WATCH_H
#define AVENV_WATCH_H

#include "core/search.h"

struct watch {
	/** this file must stay; NULL: none */
	const char *present;
	/** in the shell's directory none of the usual names may appear: a test of the hooks' own */
	bool usual;
	/** other names that may not appear there */
	const char *const *names;
	size_t count;
	/** why nothing is looked up; NULL: it is */
	const char *off;
};

/*
 * Fill in the rest of WATCH, whose `present` is set, after SEARCH, which began at START, NULL
 * for none.
 */
void watch_fill(struct watch *watch, const struct search *search, const char *start);

#endif
