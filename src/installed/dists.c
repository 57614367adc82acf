/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/dists.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <strings.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/pep440.h"
#include "formats/requirement.h"
#include "installed/dist_reading.h"
#include "installed/import_path.h"
#include "print/msg.h"

/* By key, then by the order of the import path, which is the order in the list. */
static int compare_keys(const void *a, const void *b)
{
	const struct dist *const *left = a, *const *right = b;
	int order = strcmp((*left)->key, (*right)->key);

	return order ? order : (*left > *right) - (*left < *right);
}

/* pip's order: by the lower case of the name. */
static int compare_names(const void *a, const void *b)
{
	const struct dist *left = a, *right = b;
	int order = strcasecmp(left->name, right->name);

	return order ? order : strcmp(left->name, right->name);
}

static const struct dist **sorted_by_key(const struct dist *list, size_t count)
{
	const struct dist **pointers = mem_array(count + 1, sizeof(*pointers));

	for (size_t i = 0; i < count; i++)
		pointers[i] = &list[i];
	qsort(pointers, count, sizeof(*pointers), compare_keys);
	return pointers;
}

/* Make DIST editable if `setup.py develop` made it: an egg-link, and metadata in the sources. */
static void apply_egg_link(struct dist *dist, const struct strings *egg_links)
{
	if (dist->origin.kind == ORIGIN_INDEX && strings_sorted_contain(egg_links, dist->key)) {
		dist->editable = path_parent(dist->path);
		dist->local = true;
	}
}

/* Set D->list to the first distribution of each name on the import path, which Python imports. */
static void pick_first_of_each(struct dist_reading *r, struct dists *d)
{
	const struct dist **sorted = sorted_by_key(r->list, r->count);

	d->list = mem_array(r->count + 1, sizeof(*d->list));
	strings_sort(&r->egg_links);
	for (size_t i = 0; i < r->count; i++) {
		if (i && streq(sorted[i]->key, sorted[i - 1]->key)) {
			struct dist *first = &d->list[d->count - 1];

			first->twice = first->twice || sorted[i]->site == first->site;
			continue;
		}
		d->list[d->count] = *sorted[i];
		apply_egg_link(&d->list[d->count++], &r->egg_links);
	}
	qsort(d->list, d->count, sizeof(*d->list), compare_names);
	d->by_key = sorted_by_key(d->list, d->count);
}

/* The rules of pip VERSION on Python SERIES. A NULL VERSION is the newest. */
static struct pip_rules pip_rules(const char *version, const char *series)
{
	const char *v = version ? version : "9999";

	return (struct pip_rules){
		.hashes_first = pep440_compare(v, "26.1") >= 0,
		.skips_setuptools =
			pep440_compare(v, "23.2") < 0 || pep440_compare(series, "3.12") < 0,
	};
}

void dists_read(const struct venv *venv, struct dists *dists)
{
	size_t left = SIZE_MAX;

	dists_read_within(venv, dists, &left);
}

void dists_read_within(const struct venv *venv, struct dists *dists, size_t *left)
{
	struct dist_reading r = { .venv = venv, .library = &dists->library };

	r.left = left;
	*dists = (struct dists){ 0 };
	library_of(venv, &dists->library);
	if (venv->health == CFG_UNREADABLE) {
		const char *path = path_join(venv->path, "pyvenv.cfg");

		errno = venv->error;
		if (errno == ELOOP)
			dist_problem(&r, path, "is a link, which is not followed", true);
		else
			dist_unread(&r, path, true);
	}
	import_path_read(&r);
	dists->pip = pip_rules(r.pip_version, dists->library.series);
	dists->problems = r.problems;
	dists->problem_count = r.problem_count;
	pick_first_of_each(&r, dists);
}

/* For bsearch(): KEY is a normalized name, DIST points to an element of by_key. */
static int compare_with_key(const void *key, const void *dist)
{
	return strcmp(key, (*(const struct dist *const *)dist)->key);
}

const struct dist *dists_find(const struct dists *dists, const char *name)
{
	const struct dist **found = bsearch(requirement_key(name), dists->by_key, dists->count,
					    sizeof(*found), compare_with_key);

	return found ? *found : NULL;
}

int dists_complain(const struct dists *dists)
{
	int ret = 0;

	for (size_t i = 0; i < dists->problem_count; i++) {
		const struct dist_problem *p = &dists->problems[i];

		if (p->fatal)
			ret = error("'%s' %s", shown(p->path), p->text);
		else
			note("'%s' %s", shown(p->path), p->text);
	}
	return ret;
}
