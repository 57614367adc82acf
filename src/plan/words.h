/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts in words, for hints and for all commands: one row for each bar. */
#ifndef AVENV_WORDS_H
#define AVENV_WORDS_H

#include "plan/verdict.h"

struct words {
	/** state in a word or two: "ok", "not allowed", "denied" */
	const char *state;
	/** id of the finding of `doctor`, one word for scripts; NULL: no fault */
	const char *id;
	/** reason, printed after the path, or before a denial; NULL: it differs by environment */
	const char *why;
	/** next command, without its path or name, and its effect; NULL: none */
	const char *next, *does;
	/** possibly as the user wants it */
	bool harmless;
};

/* The words for the bar that decides V. */
const struct words *words_of(const struct verdict *v);

/* The fault that decides V, or its upgraded Python: "'/srv' can be written to by others" */
const char *words_of_fault(const struct verdict *v);

/*
 * What the records still say of V, in words: for BAR_CHANGED "was moved from ...", "changed since
 * you allowed it"; for BAR_UNRECORDED "is also at '/p/.venv', which you allowed". NULL: nothing.
 */
const char *words_of_change(const struct verdict *v);

/* "you denied '/p'", for BAR_DENIED and BAR_DENIED_ITSELF. */
const char *words_of_denial(const struct verdict *v);

/* The same of the record DENIAL, which covers CHAIN. */
const char *words_of_denial_record(const struct record *denial, const struct chain *chain);

/* A person's name for the environment: its name in the project, or in its tool's store. */
const char *words_of_name(const struct verdict *v);

/* An argument of `avenv use` that chooses one of C->several: the active one, if it is among them. */
const char *words_of_choice(const struct candidate *c);

#endif
