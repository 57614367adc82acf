/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of requirements: each distribution is followed once. */
#ifndef AVENV_REQUIREMENT_TREE_H
#define AVENV_REQUIREMENT_TREE_H

#include "installed/needs.h"

/** A line of the tree. */
struct tree_line {
	/** how far to the right: 0 at the top, where `need` is NULL */
	size_t depth;
	/** NULL: not installed */
	const struct dist *dist;
	const struct need *need;
	/** its requirements were visited before */
	bool seen;
};

typedef void tree_visitor(const struct tree_line *line);

/*
 * Visit each distribution that no other one requires, and behind it its requirements; then those
 * that were not reached, as they require each other.
 */
void tree_visit(const struct dists *dists, const struct needs *needs, tree_visitor *visit);

#endif
