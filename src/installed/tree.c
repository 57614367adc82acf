/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/tree.h"

#include "core/mem.h"
#include "core/strings.h"

#include "core/banned.h"

enum {
	/** levels that are followed */
	DEPTH_MAX = 64,
};

/** The extras that are asked for. */
struct asking {
	const struct dists *dists;
	const struct marker_env *env;
	struct needs *needs;
	/** of each distribution; "" is one */
	struct strings *asked;
	/** the distributions with extras that were not looked at, and how many were */
	size_t *todo, count, room, *done;
};

static void ask(struct asking *a, size_t dist, const char *extra)
{
	struct strings *asked = &a->asked[dist];

	for (size_t i = 0; i < asked->count; i++)
		if (streq(asked->list[i], extra))
			return;
	strings_add(asked, extra);
	a->todo = mem_grow(a->todo, a->count, &a->room, sizeof(*a->todo));
	a->todo[a->count++] = dist;
}

/* The requirements of DIST that count for EXTRA. */
static void look(struct asking *a, size_t dist, const char *extra)
{
	struct needs *needs = &a->needs[dist];

	for (size_t i = 0; i < needs->count; i++) {
		struct need *need = &needs->list[i];
		size_t there = need->there ? (size_t)(need->there - a->dists->list) : dist;

		if (need->extra ||
		    !(*extra ? marker_holds(need->requirement.marker, a->env, extra) : need->holds))
			continue;
		need->extra = extra;
		a->needs[there].required = a->needs[there].required || there != dist;
		for (size_t k = 0; need->there && need->requirement.extras[k]; k++)
			ask(a, there, requirement_key(need->requirement.extras[k]));
	}
}

void tree_ask_extras(const struct dists *dists, const struct marker_env *env, struct needs *needs)
{
	struct asking a = { .dists = dists, .env = env, .needs = needs };

	a.asked = mem_array(dists->count + 1, sizeof(*a.asked));
	a.done = mem_array(dists->count + 1, sizeof(*a.done));
	for (size_t i = 0; i < dists->count; i++)
		ask(&a, i, "");
	while (a.count) {
		size_t dist = a.todo[--a.count];

		look(&a, dist, a.asked[dist].list[a.done[dist]++]);
	}
}

/** A visit of the tree. */
struct visit {
	const struct dists *dists;
	const struct needs *needs;
	tree_visitor *visit;
	void *arg;
	/** of each distribution: it was followed */
	bool *followed;
};

/* NEED, of the distribution OF, is a line of the tree. */
static bool is_line(const struct need *need, const struct dist *of)
{
	return need->extra && need->there != of;
}

static void visit_at(struct visit *v, const struct dist *dist, const struct need *need,
		     size_t depth)
{
	size_t at = dist ? (size_t)(dist - v->dists->list) : 0;
	struct tree_line line = { depth, dist, need, false };
	const struct needs *needs = &v->needs[at];

	for (size_t i = 0; dist && v->followed[at] && i < needs->count; i++)
		line.seen = line.seen || is_line(&needs->list[i], dist);
	v->visit(v->arg, &line);
	if (!dist || v->followed[at] || depth == DEPTH_MAX)
		return;
	v->followed[at] = true;
	for (size_t i = 0; i < needs->count; i++)
		if (is_line(&needs->list[i], dist))
			visit_at(v, needs->list[i].there, &needs->list[i], depth + 1);
}

void tree_visit(const struct dists *dists, const struct needs *needs, tree_visitor *visit,
		void *arg)
{
	struct visit v = { dists, needs, visit, arg, NULL };

	v.followed = mem_array(dists->count + 1, sizeof(*v.followed));
	/* First the distributions that no other one requires. */
	for (int all = 0; all < 2; all++)
		for (size_t i = 0; i < dists->count; i++) {
			size_t at = (size_t)(dists->by_key[i] - dists->list);

			if (all ? !v.followed[at] : !needs[at].required)
				visit_at(&v, dists->by_key[i], NULL, 0);
		}
}
