/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing list of strings: file names, paths, a program's arguments. */
#ifndef AVENV_STRINGS_H
#define AVENV_STRINGS_H

#include "core/base.h"

/** All zero is an empty list. */
struct strings {
	/** After the last string comes a NULL. The empty list may be NULL itself. */
	const char **list;
	size_t count, room;
};

/* Add STRING, not a copy of it. */
void strings_add(struct strings *strings, const char *string);

/* Add each string of LIST, which ends with NULL. */
void strings_add_all(struct strings *strings, const char *const *list);

/* Sort by bytes. */
void strings_sort(struct strings *strings);

/* STRING is in the sorted list. */
bool strings_has(const struct strings *strings, const char *string);

#endif
