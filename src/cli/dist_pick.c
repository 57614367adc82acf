/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From all that lies on the import path to what pip lists. */
#include <stdlib.h>
#include <strings.h>

#include "cli/dist.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

/** One of what was found, while it is sorted. */
struct item {
	const char *key;
	struct dist_found *found;
};

/* By key, then as they were found: they lie in one list. */
static int by_key(const void *a, const void *b)
{
	const struct item *left = a, *right = b;
	int order = strcmp(left->key, right->key);

	return order ? order : (left->found > right->found) - (left->found < right->found);
}

static void note_double(struct dists *dists, const char *name, const struct dist *dist)
{
	/* Eggs may lie side by side, and what is linked lies elsewhere. */
	if (dist->form == DIST_EGG || dist->form == DIST_EGG_LINK)
		return;
	dists->doubles = mem_grow(dists->doubles, dists->double_count, &dists->double_room,
				  sizeof(*dists->doubles));
	dists->doubles[dists->double_count++] = (struct dist_double){ .name = name, .dist = *dist };
}

/* What is under the same key but the FIRST, or the last, is not listed. */
static void leave_one(struct dists *dists, struct item *items, size_t count, bool first)
{
	qsort(items, count, sizeof(*items), by_key);
	for (size_t i = 1; i < count; i++) {
		struct dist_found *hidden = items[first ? i : i - 1].found;

		if (!streq(items[i].key, items[i - 1].key))
			continue;
		hidden->left_out = true;
		hidden->problem.text = NULL;
		note_double(dists, items[i].key, &hidden->dist);
	}
}

/* As each was found: its name is taken even where it cannot be listed. */
static void leave_first(struct dist_reading *r, struct item *items)
{
	size_t count = 0;

	for (size_t i = 0; i < r->count; i++)
		if (r->list[i].key)
			items[count++] = (struct item){ r->list[i].key, &r->list[i] };
	leave_one(r->dists, items, count, true);
}

/* As each is called in what is printed. */
static void leave_last(struct dist_reading *r, struct item *items)
{
	bool normalized = r->dists->pip.normalized_names;
	size_t count = 0;

	for (size_t i = 0; i < r->count; i++) {
		const struct dist *dist = &r->list[i].dist;

		if (!r->list[i].left_out)
			items[count++] =
				(struct item){ normalized ? dist->key : dist->name, &r->list[i] };
	}
	leave_one(r->dists, items, count, false);
}

/* What has an egg-link of its name is editable where its metadata lie. */
static void see_links(struct dist_reading *r)
{
	if (!r->links.count)
		return;
	strings_sort(&r->links);
	for (size_t i = 0; i < r->count; i++) {
		struct dist *dist = &r->list[i].dist;

		if (r->list[i].left_out || dist->origin.kind != ORIGIN_INDEX ||
		    (!strings_has(&r->links, dist_safe_name(dist->name)) &&
		     !(r->dists->pip.link_as_written && strings_has(&r->links, dist->name))))
			continue;
		dist->editable = path_parent(dist->path);
		dist->local = true;
	}
}

static int by_name(const void *a, const void *b)
{
	const struct dist *left = a, *right = b;
	int order = strcasecmp(left->name, right->name);

	return order ? order : strcmp(left->name, right->name);
}

static int by_path(const void *a, const void *b)
{
	const struct dist_problem *left = a, *right = b;

	return strcmp(left->path, right->path);
}

static int by_normal_name(const void *a, const void *b)
{
	const struct dist *const *left = a, *const *right = b;

	return strcmp((*left)->key, (*right)->key);
}

static void dists_index(struct dists *dists)
{
	dists->by_key = mem_array(dists->count + 1, sizeof(*dists->by_key));
	for (size_t i = 0; i < dists->count; i++)
		dists->by_key[i] = &dists->list[i];
	qsort(dists->by_key, dists->count, sizeof(*dists->by_key), by_normal_name);
}

static void take(struct dist_reading *r)
{
	struct dists *dists = r->dists;

	dists->list = mem_array(r->count + 1, sizeof(*dists->list));
	for (size_t i = 0; i < r->count; i++) {
		struct dist_found *found = &r->list[i];
		const struct dist_problem *problem = &found->problem;

		if (problem->text)
			dists_problem(dists, problem->path, problem->text, problem->fatal);
		if (!found->left_out)
			dists->list[dists->count++] = found->dist;
	}
	qsort(dists->list, dists->count, sizeof(*dists->list), by_name);
	dists_index(dists);
	if (dists->problem_count)
		qsort(dists->problems, dists->problem_count, sizeof(*dists->problems), by_path);
}

void dist_pick(struct dist_reading *r)
{
	struct item *items = mem_array(r->count + 1, sizeof(*items));

	for (size_t i = 0; i < r->count; i++) {
		struct dist_found *found = &r->list[i];

		found->dist.site = &r->dists->sites[found->site];
		found->dist.local = found->dist.site->local;
	}
	leave_first(r, items);
	leave_last(r, items);
	see_links(r);
	take(r);
}
