/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program is started with: its arguments, or its environment. */
#ifndef AVENV_WORDS_H
#define AVENV_WORDS_H

#include "core/base.h"

/** All zero: none. */
struct words {
	char **list;
	size_t count, room;
};

/* Add a copy of WORD.  NULL, which comes last, ends the list. */
void words_add(struct words *words, const char *word);

/* Add all of LIST, up to a NULL. */
void words_add_all(struct words *words, const char *const *list);

/* Add the variable NAME with VALUE. */
void words_add_variable(struct words *words, const char *name, const char *value);

/* ENTRY, of an environment, is the variable NAME. */
bool words_is_variable(const char *entry, const char *name);

#endif
