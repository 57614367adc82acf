/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/dist.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/pep440.h"
#include "formats/requirement.h"
#include "installed/site.h"
#include "print/msg.h"

void dist_problem(struct dist_reading *r, const char *path, const char *text, bool fatal)
{
	struct dists *d = r->dists;

	d->problems =
		mem_grow(d->problems, d->problem_count, &d->problem_room, sizeof(*d->problems));
	d->problems[d->problem_count++] = (struct dist_problem){ path, text, fatal };
}

void dist_unread(struct dist_reading *r, const char *path, bool fatal)
{
	struct buf b = BUF_INIT;

	if (errno == ELOOP)
		buf_puts(&b, "is a link, which is not followed");
	else if (errno == EINVAL || errno == ENXIO || errno == ENOTDIR)
		buf_puts(&b, "is not a regular file");
	else
		buf_putl(&b, "cannot be read: ", strerror(errno));
	dist_problem(r, path, b.data, fatal);
}

/* By key, then by the order of the import path, which is the order in the list. */
static int by_key(const void *a, const void *b)
{
	const struct dist *const *left = a, *const *right = b;
	int order = strcmp((*left)->key, (*right)->key);

	return order ? order : (*left > *right) - (*left < *right);
}

/* pip's order: by the lower case of the name. */
static int by_name(const void *a, const void *b)
{
	const struct dist *left = a, *right = b;
	int order = strcasecmp(left->name, right->name);

	return order ? order : strcmp(left->name, right->name);
}

static const struct dist **sorted(const struct dist *list, size_t count)
{
	const struct dist **pointers = mem_array(count + 1, sizeof(*pointers));

	for (size_t i = 0; i < count; i++)
		pointers[i] = &list[i];
	qsort(pointers, count, sizeof(*pointers), by_key);
	return pointers;
}

/* The first of each name on the import path counts. */
static void pick(struct dist_reading *r)
{
	const struct dist **found = sorted(r->list, r->count);
	struct dists *d = r->dists;

	d->list = mem_array(r->count + 1, sizeof(*d->list));
	strings_sort(&r->links);
	for (size_t i = 0; i < r->count; i++) {
		struct dist *dist = &d->list[d->count];

		if (d->count && streq(found[i]->key, dist[-1].key))
			continue;
		*dist = *found[i];
		d->count++;
		/* An egg-link of its name makes it editable in the directory of its metadata. */
		if (dist->origin.kind != ORIGIN_INDEX || !strings_has(&r->links, dist->key))
			continue;
		dist->editable = path_parent(dist->path);
		dist->local = true;
	}
	qsort(d->list, d->count, sizeof(*d->list), by_name);
	d->by_key = sorted(d->list, d->count);
}

void dists_read(const struct venv *venv, struct dists *dists)
{
	struct dist_reading r = { .venv = venv, .dists = dists };
	struct library library;

	library_of(venv, &library);
	*dists = (struct dists){ .series = library.series };
	if (venv->health == CFG_UNREADABLE) {
		errno = venv->error;
		dist_unread(&r, path_join(venv->path, "pyvenv.cfg"), true);
	}
	dists->pip = pip_rules(NULL, dists->series);
	dist_scan(&r);
	pick(&r);
}

/* For bsearch(): KEY is one. */
static int compare_key(const void *key, const void *dist)
{
	return strcmp(key, (*(const struct dist *const *)dist)->key);
}

const struct dist *dists_find(const struct dists *dists, const char *name)
{
	const struct dist **found = bsearch(requirement_key(name), dists->by_key, dists->count,
					    sizeof(*found), compare_key);

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

const char *dist_pin(const struct dist *dist)
{
	return formatted("%s%s%s", dist->name, dist->legacy ? "===" : "==", dist->version);
}

/* ---- names and versions ------------------------------------------------- */

size_t dist_entry_name_len(const char *entry)
{
	const char *dot = strrchr(entry, '.');
	size_t stem = dot ? (size_t)(dot - entry) : strlen(entry);
	size_t name = strcspn(entry, "-");

	return name < stem ? name : stem;
}

const char *dist_entry_version(const char *entry)
{
	const char *version = entry + dist_entry_name_len(entry);
	const char *dot = strrchr(entry, '.');

	version += *version == '-';
	return dot && version < dot ? mem_dup(version, (size_t)(dot - version)) : "";
}

struct pip_rules pip_rules(const char *version, const char *series)
{
	const char *v = version ? version : "9999";

	return (struct pip_rules){
		.hashes_first = pep440_compare(v, "26.1") >= 0,
		.skips_setuptools =
			pep440_compare(v, "23.2") < 0 || pep440_compare(series, "3.12") < 0,
	};
}

static const char *header(const struct dist *dist, const char *name)
{
	size_t at = 0;

	return dist_header(dist, name, &at);
}

/* The version of a .dist-info is in its name, of other forms in their metadata. */
static bool set_version(struct dist *dist)
{
	const char *raw = header(dist, "Version");
	const char *version = dist->form == DIST_INFO ? dist_entry_version(dist->entry) : "";

	version = *version ? version : raw;
	dist->version = version ? pep440_normalize(version) : NULL;
	dist->legacy = !dist->version;
	if (dist->legacy)
		dist->version = raw;
	return dist->version;
}

const char *dist_set_name(struct dist *dist)
{
	dist->name = header(dist, "Name");
	if (!dist->name || !*dist->name)
		return "has no name in its metadata";
	dist->key = requirement_key(dist->name);
	return set_version(dist) ? NULL : "has no version in its metadata";
}
