/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pip is asked for where it finds the dependencies itself: they differ from
 * one Python to the next.
 */
#include "cli/needs.h"
#include "cli/reinstall.h"
#include "core/mem.h"

#include "core/banned.h"

/** A distribution with one of its extras, or "", that something brings in. */
struct visit {
	size_t item;
	const char *extra;
};

struct choice {
	struct reinstall *plan;
	struct marker_env env;
	/** of each distribution */
	struct needs *needs;
	/** all that what is wanted brings in; those before DONE were followed */
	struct visit *visits;
	size_t count, room, done;
	/** of each item: it is among them; something requires it */
	bool *reached, *required;
};

/** Called for each requirement of a distribution that ITEM is there for. */
typedef void visitor(struct choice *c, size_t item, const struct requirement *r);

/* The item of DIST; plan->count: none. */
static size_t item_of(const struct reinstall *plan, const struct dist *dist)
{
	size_t i = 0;

	while (i < plan->count && plan->items[i].dist != dist)
		i++;
	return i;
}

static void each_required(struct choice *c, size_t item, const char *extra, visitor *visit)
{
	const struct dist *dist = c->plan->items[item].dist;
	const struct needs *needs = &c->needs[dist - c->plan->dists.list];

	for (size_t i = 0; i < needs->count; i++) {
		const struct requirement *r = &needs->list[i].requirement;
		size_t to = item_of(c->plan, needs->list[i].there);

		if (to < c->plan->count && to != item && marker_holds(r->marker, &c->env, extra))
			visit(c, to, r);
	}
}

static void push(struct choice *c, size_t item, const char *extra)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->visits[i].item == item && streq(c->visits[i].extra, extra))
			return;
	c->visits = mem_grow(c->visits, c->count, &c->room, sizeof(*c->visits));
	c->visits[c->count++] = (struct visit){ item, extra };
	c->reached[item] = true;
}

static void visit_reached(struct choice *c, size_t item, const struct requirement *r)
{
	push(c, item, "");
	for (size_t i = 0; r->extras[i]; i++)
		push(c, item, r->extras[i]);
}

static void visit_required(struct choice *c, size_t item, const struct requirement *r)
{
	(void)r;
	c->required[item] = true;
}

static void want(struct choice *c, size_t item)
{
	c->plan->items[item].wanted = true;
	push(c, item, "");
	for (; c->done < c->count; c->done++)
		each_required(c, c->visits[c->done].item, c->visits[c->done].extra, visit_reached);
}

void reinstall_choose(struct reinstall *plan)
{
	struct choice c = {
		.plan = plan,
		.reached = mem_array(plan->count + 1, sizeof(bool)),
		.required = mem_array(plan->count + 1, sizeof(bool)),
	};

	marker_env_of(plan->old, &c.env);
	c.needs = needs_read(&plan->dists, &c.env);
	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].dist->requested || !reinstall_is_pin(&plan->items[i]))
			want(&c, i);
	/* By an older pip, with extras, or left over. */
	for (size_t i = 0; i < plan->count; i++)
		each_required(&c, i, "", visit_required);
	for (size_t i = 0; i < plan->count; i++)
		if (!c.reached[i] && !c.required[i])
			want(&c, i);
	/* They require each other. */
	for (size_t i = 0; i < plan->count; i++)
		if (!c.reached[i])
			want(&c, i);
}
