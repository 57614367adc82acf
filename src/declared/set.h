/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A set of strings, whose strings are found in the same time however many there are. */
#ifndef AVENV_SET_H
#define AVENV_SET_H

#include "core/buf.h"

/** A set; all zero is the empty one. */
struct set {
	/** the strings, in the order in which they were added */
	struct strings strings;
	/** a hash table of 1 + the index of a string; 0: free */
	size_t *places;
	size_t room;
};

/* Add STRING, not a copy of it. Returns false if it was there. */
bool set_add(struct set *set, const char *string);

/* STRING is in SET. */
bool set_has(const struct set *set, const char *string);

#endif
