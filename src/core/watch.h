/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the idle test of a hook looks up until the next look at its shell. */
#ifndef AVENV_WATCH_H
#define AVENV_WATCH_H

#include "core/search.h"

struct watch {
	/**
	 * the names that the hooks test by heart, and should find missing: 1: those of
	 * here[] in watch.c, in the shell's own directory; 2: also ../.venv; 3: also
	 * ../../.venv; 0: none
	 */
	unsigned here;
	/** what else it should find missing */
	struct miss *misses;
	size_t miss_count;
	/** what it should find present; or NULL */
	const char *present;
	/** why it is to look up nothing at all; NULL: it does */
	const char *blind;
};

/*
 * Fill in the rest of WATCH, whose `present` is set: after SEARCH, which began at START
 * and FOUND something or not.  PHYSICAL is the working directory, or NULL.
 */
void watch_fill(struct watch *watch, const struct search *search, bool found, const char *start,
		const char *physical);

#endif
