/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outcomes of a search in words, for hints and for all commands. */
#ifndef AVENV_OUTCOME_H
#define AVENV_OUTCOME_H

#include "plan/search.h"

struct outcome_words {
	/** the state in a word: "ok", "not allowed", "denied" */
	const char *state;
	/** the finding of `doctor`, one word for scripts; NULL: nothing is wrong */
	const char *id;
	/** the reason, behind the path; NULL: it differs from one environment to another */
	const char *why;
	/** the next command, to which a path or name may be added, and its effect; or NULL */
	const char *next, *does;
	/** the user may want it so */
	bool harmless;
};

/* The words for FOUND. */
const struct outcome_words *outcome_words(const struct found *found);

#endif
