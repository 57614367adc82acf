/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/unmet.h"

#include <stdlib.h>

#include "core/buf.h"
#include "core/mem.h"

#include "core/banned.h"

static struct unmet *add(struct unmets *unmets, const struct dist *of, const char *requirement)
{
	struct unmet *unmet;

	unmets->list = mem_grow(unmets->list, unmets->count, &unmets->room, sizeof(*unmets->list));
	unmet = &unmets->list[unmets->count++];
	unmet->of = of;
	unmet->requirement = requirement;
	return unmet;
}

/*
 * pip sorts by the repr() of (name, requirement), in which a quote follows what
 * is compared: it is before "," and ";", but behind "!".  The bytes of UTF-8 are
 * in the order of what they stand for.
 */
static int next(const char *requirement)
{
	return *requirement ? (unsigned char)*requirement : '\'';
}

static int by_repr(const void *one, const void *other)
{
	const struct unmet *a = one, *b = other;
	int order = strcmp(a->name, b->name);
	size_t same = 0;

	if (order)
		return order;
	while (a->requirement[same] && a->requirement[same] == b->requirement[same])
		same++;
	return next(a->requirement + same) - next(b->requirement + same);
}

/* Sort those from START on, and leave each only once. */
static void sort(struct unmets *unmets, size_t start)
{
	struct unmet *list = unmets->list;
	size_t kept = start;

	if (unmets->count - start < 2)
		return;
	qsort(list + start, unmets->count - start, sizeof(*list), by_repr);
	for (size_t i = start; i < unmets->count; i++)
		if (i == start || by_repr(&list[i], &list[kept - 1]) != 0)
			list[kept++] = list[i];
	unmets->count = kept;
}

/* What of the needs of DIST is MISSING, or else conflicts. */
static void find_in(const struct dist *dist, const struct needs *needs, bool missing,
		    struct unmets *unmets)
{
	size_t start = unmets->count;

	for (size_t i = 0; i < needs->count; i++) {
		const struct need *need = &needs->list[i];
		const struct requirement *r = &need->requirement;
		struct unmet *unmet;

		if (!need->holds || missing == (need->there != NULL) || need_met(need))
			continue;
		unmet = add(unmets, dist, requirement_text(r));
		unmet->name = r->key;
		unmet->there = need->there;
	}
	sort(unmets, start);
}

void unmet_find(const struct dists *dists, const struct marker_env *env, struct unmets *unmets)
{
	const struct needs *needs = needs_read(dists, env);

	*unmets = (struct unmets){ 0 };
	for (size_t i = 0; i < dists->count; i++)
		find_in(&dists->list[i], &needs[i], true, unmets);
	for (size_t i = 0; i < dists->count; i++)
		find_in(&dists->list[i], &needs[i], false, unmets);
	for (size_t i = 0; i < dists->count; i++)
		if (needs[i].invalid)
			add(unmets, &dists->list[i], needs[i].invalid);
}

const char *unmet_text(const struct unmet *unmet)
{
	struct buf text = BUF_INIT;

	buf_putl(&text, unmet->of->key, " ", unmet->of->version);
	if (!unmet->name)
		buf_putl(&text, " requires '", unmet->requirement,
			 "', which is not a requirement.");
	else if (!unmet->there)
		buf_putl(&text, " requires ", unmet->name, ", which is not installed.");
	else
		buf_putl(&text, " has requirement ", unmet->requirement, ", but you have ",
			 unmet->there->key, " ", unmet->there->version, ".");
	return text.data;
}
