/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing one of several environments by what is typed, line by line. */
#ifndef AVENV_SELECT_H
#define AVENV_SELECT_H

#include "known/envs.h"

/** What is still to choose from. */
struct choice {
	const struct envs *envs;
	/** of each of them: it fits all that was typed so far */
	bool *left;
	size_t count;
};

/* Choose from all of ENVS. */
void choice_init(struct choice *c, const struct envs *envs);

/* From all again. */
void choice_reset(struct choice *c);

/*
 * Keep those that TEXT names, else those with TEXT in their name, else those
 * with TEXT in their path; of what is left or, where none of these is, of all.
 * Returns how many are left; 0: none fits, and C is as it was.
 */
size_t choice_narrow(struct choice *c, const char *text);

/* The first that is left. */
const struct env *choice_first(const struct choice *c);

/* That with the number TEXT, from 1 on, left or not; NULL: it is none. */
const struct env *choice_number(const struct choice *c, const char *text);

/*
 * The line that the user types, or NULL: ^C, with *INTERRUPTED, or ^D.  TAB
 * completes the names of ENVS, and paths.  Whatever happens, the terminal is
 * then as it was.
 */
const char *select_line(const struct envs *envs, bool *interrupted);

/* Where earlier choices are kept; NULL: nowhere. */
const char *select_history_file(const struct settings *settings);

/* Earlier choices, which the arrow keys bring back; and one more of them. */
void select_history_load(const struct settings *settings);
void select_history_add(const struct settings *settings, const char *line);

#endif
