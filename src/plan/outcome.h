/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outcomes of a search in words, for hints and for all commands. */
#ifndef AVENV_OUTCOME_H
#define AVENV_OUTCOME_H

#include "plan/search.h"

struct outcome_words {
	/** state in a word or two: "ok", "not allowed", "denied" */
	const char *state;
	/** id of the finding of `doctor`, one word for scripts; NULL: no fault */
	const char *id;
	/** reason, printed after the path; NULL: it differs from one environment to another */
	const char *why;
	/** next command, without its path or name, and its effect; NULL: none */
	const char *next, *does;
	/** possibly as the user wants it */
	bool harmless;
};

/* The words for FOUND. */
const struct outcome_words *outcome_words(const struct found *found);

#endif
