/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of texts: names of entries, paths. */
#ifndef AVENV_NAMES_H
#define AVENV_NAMES_H

#include "core/base.h"

/** All zero: none. */
struct names {
	const char **list;
	size_t count, room;
};

/* Add NAME, which is not copied. */
void names_add(struct names *names, const char *name);

/* By their bytes. */
void names_sort(struct names *names);

/* How many of NAMES, sorted, come before START. */
size_t names_place(const struct names *names, const char *start);

/* The first that does not; "": none. */
const char *names_from(const struct names *names, const char *start);

/* NAME is among NAMES, sorted. */
bool names_has(const struct names *names, const char *name);

#endif
