/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/tree.h"

#include "core/mem.h"

#include "core/banned.h"

enum {
	/** levels that are followed */
	DEPTH_MAX = 64,
};

/** A visit of the tree. */
struct visit {
	const struct dists *dists;
	const struct needs *needs;
	tree_visitor *visit;
	/** of each distribution: it was followed */
	bool *followed;
};

/* NEED, of the distribution OF, is a line of the tree. */
static bool is_line(const struct need *need, const struct dist *of)
{
	return need->holds && need->there != of;
}

static void visit_at(struct visit *v, const struct dist *dist, const struct need *need,
		     size_t depth)
{
	size_t at = dist ? (size_t)(dist - v->dists->list) : 0;
	struct tree_line line = { depth, dist, need, false };
	const struct needs *needs = &v->needs[at];

	for (size_t i = 0; dist && v->followed[at] && i < needs->count; i++)
		line.seen = line.seen || is_line(&needs->list[i], dist);
	v->visit(&line);
	if (!dist || v->followed[at] || depth == DEPTH_MAX)
		return;
	v->followed[at] = true;
	for (size_t i = 0; i < needs->count; i++)
		if (is_line(&needs->list[i], dist))
			visit_at(v, needs->list[i].there, &needs->list[i], depth + 1);
}

void tree_visit(const struct dists *dists, const struct needs *needs, tree_visitor *visit)
{
	struct visit v = { dists, needs, visit, mem_array(dists->count + 1, sizeof(*v.followed)) };

	for (int all = 0; all < 2; all++)
		for (size_t i = 0; i < dists->count; i++) {
			const struct dist *dist = dists->by_key[i];

			if (all ? !v.followed[dist - dists->list] :
				  !needs_required_by(dists, needs, dist).count)
				visit_at(&v, dist, NULL, 0);
		}
}
