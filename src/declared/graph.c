/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding the requirements of requirements: in the packages of a lock file, or in the metadata of
 * the installed distributions. The tables of uv, poetry and pdm do not contradict each other, so
 * that one reader is enough.
 */
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "print/msg.h"

/* ---- nodes ------------------------------------------------------------------------ */

/*
 * PACKAGE is for this platform: uv may lock several versions of a package, each with
 * resolution-markers. A marker with an extra may hold.
 */
static bool is_for_platform(const struct reading *r, const struct toml *package)
{
	const struct toml *markers = toml_at(package, "resolution-markers");

	for (const struct toml *marker = toml_first(markers); marker; marker = marker->next) {
		if (marker->type != TOML_STRING || strstr(marker->text, "extra"))
			return true;
		if (marker_holds(marker->text, &r->env, ""))
			return true;
	}
	return !markers;
}

void nodes_read(struct reading *r, const struct toml *packages)
{
	const struct dists *dists = r->c->dists;
	size_t installed = r->is_lock ? 0 : dists->count, room = installed + 1;

	for (const struct toml *package = toml_first(packages); package; package = package->next)
		room++;
	r->nodes = mem_array(room, sizeof(*r->nodes));
	for (size_t i = 0; i < installed; i++) {
		const struct dist *dist = dists->by_key[i];

		r->nodes[r->node_count++] = (struct node){ dist->key, dist->version, .dist = dist };
	}
	for (const struct toml *package = toml_first(packages); package; package = package->next) {
		const char *name = toml_string_at(package, "name"),
			   *version = toml_string_at(package, "version");

		if (is_for_platform(r, package))
			r->nodes[r->node_count++] =
				(struct node){ requirement_key(name ? name : ""),
					       version ? version : "", .package = package };
	}
	qsort(r->nodes, r->node_count, sizeof(*r->nodes), by_bytes);
}

/* The first node called KEY; *END is behind the last one. Without such a node both are the same. */
static struct node *nodes_named(const struct reading *r, const char *key, struct node **end)
{
	const struct node wanted = { .key = key }, *last = r->nodes + r->node_count;
	struct node *first = bsearch(&wanted, r->nodes, r->node_count, sizeof(*first), by_bytes);

	*end = first;
	while (first && first > r->nodes && streq(first[-1].key, key))
		first--;
	while (*end && *end < last && streq((*end)->key, key))
		++*end;
	return first;
}

/* NODE satisfies REQ as far as known. */
static bool node_fits(const struct reading *r, const struct node *node, const struct declared *req)
{
	const char *specifiers = req->requirement.specifiers;

	if (!reading_goes_on(r, VERSION_WORK + strlen(specifiers)))
		return false;
	return !*node->version || !*specifiers || pep440_matches(node->version, specifiers);
}

/*
 * The locked PACKAGE has a source of the kind ORIGIN, "git" or "path": poetry names the kind in
 * source.type, uv has a key in `source`, and pdm one in the package.
 */
static bool has_origin(const struct toml *package, const char *origin)
{
	const struct toml *source = toml_at(package, "source");
	const char *type = toml_string_at(source, "type");

	return type ? streq(type, origin) : toml_at(package, origin) || toml_at(source, origin);
}

/* The locked PACKAGE as a requirement of its version. */
static struct declared pinned(const struct reading *r, const struct toml *package)
{
	static const char *const urls[] = { "git", "hg", "svn", "bzr", "url", "vcs", "archive" };
	static const char *const trees[] = { "path", "file", "directory", "editable" };
	struct declared req = declared_at(r, package, toml_string_at(package, "name"));
	const char *version = toml_string_at(package, "version");

	/* The text of the URL does not matter, only that there is one. */
	for (size_t i = 0; i < ARRAY_SIZE(urls); i++)
		if (has_origin(package, urls[i]))
			req.requirement.url = urls[i];
	for (size_t i = 0; i < ARRAY_SIZE(trees); i++)
		req.local = req.local || has_origin(package, trees[i]);
	if (version && !req.requirement.url)
		req.requirement.specifiers = joined("==", version);
	return req;
}

/* ---- following -------------------------------------------------------------------- */

/* An older setuptools wrote what DIST requires to a file of its own alone. */
static bool has_requires_txt(const struct dist *dist)
{
	size_t at = 0;

	return dist->form == DIST_EGG_INFO && !dist_header(dist, "Requires-Dist", &at) &&
	       file_exists(path_join(dist->path, "requires.txt")) > 0;
}

/* Queue the requirements of the installed DIST for EXTRA; REQ is the requirement of DIST. */
static void follow_dist(struct reading *r, const struct dist *dist, const char *extra,
			struct declared req)
{
	struct requirement *requirement = &req.requirement;
	const char *text;
	size_t at = 0;

	if (!*extra && !req.unsure && has_requires_txt(dist))
		declare_unsure(r, req, "what it requires is in an .egg-info, which is not read");
	/* The metadata may be older than the sources. */
	if (!req.unsure && (requirement->url || req.local))
		req.unsure = formatted("only a build tells what %s requires", dist->name);
	req.required_by = dist_pin(dist);
	req.local = false;
	while ((text = dist_header(dist, "Requires-Dist", &at)) &&
	       reading_goes_on(r, strlen(text))) {
		if (requirement_parse(text, requirement) ||
		    !marker_holds(requirement->marker, &r->env, extra))
			continue;
		/* A requirement without the extra is in the queue already. */
		if (*extra && marker_holds(requirement->marker, &r->env, ""))
			continue;
		if (*extra && !req.unsure)
			req.unsure = extra_doubt(r, extra, requirement->marker);
		requirement->marker = NULL;
		declare_queued(r, req);
	}
}

/* Queue the requirements of the locked PACKAGE for EXTRA; "": for none. */
static void follow_package(struct reading *r, const struct toml *package, const char *extra,
			   const char *unsure)
{
	const struct toml *list = toml_at(package, "dependencies"), *only;
	const struct toml *extras = toml_at(package, "extras");

	/* pdm has an entry of the package for these extras, and one without. */
	if (extras && extras->type == TOML_ARRAY) {
		if (array_has(r, extras, extra))
			queue_members(r, list, NULL, unsure);
		return;
	}
	if (!*extra) {
		queue_members(r, list, NULL, unsure);
		return;
	}
	/* poetry names the optional dependencies of each extra, uv has a table of them. */
	only = member_named(r, extras, extra);
	if (!only)
		list = member_named(r, toml_at(package, "optional-dependencies"), extra);
	queue_members(r, list, only, unsure);
}

static void follow_node(struct reading *r, struct node *node, const struct declared *req)
{
	const struct strings *extras = &req->requirement.extras;
	bool is_first_visit = !node->followed.count;

	if (node->package && is_first_visit && !has_origin(node->package, "virtual")) {
		struct declared pin = pinned(r, node->package);

		pin.unsure = req->unsure;
		declared_add(r, &r->wanted, &pin);
	}
	for (size_t i = 0; i <= extras->count; i++) {
		const char *extra = i ? extras->list[i - 1] : "";

		if (!reading_goes_on(r, 1 + node->followed.count) ||
		    strings_contain(&node->followed, extra))
			continue;
		strings_add(&node->followed, extra);
		if (node->dist)
			follow_dist(r, node->dist, extra, *req);
		else
			follow_package(r, node->package, extra, req->unsure);
	}
}

/*
 * Follow REQ to each node that satisfies it. If these have several versions, nothing says which one
 * counts: REQ is unsure.
 */
static void follow(struct reading *r, struct declared req)
{
	struct node *end, *start = nodes_named(r, req.requirement.key, &end), *first = NULL;
	bool several = false;

	for (struct node *node = start; node < end; node++) {
		if (!node_fits(r, node, &req))
			continue;
		if (!first)
			first = node;
		if (!streq(node->version, first->version))
			several = true;
	}
	if (several && !req.unsure) {
		req.unsure = "several versions of it are locked";
		declared_add(r, &r->queue[UNSURE], &req);
		return;
	}
	if (!r->is_lock)
		declared_add(r, &r->wanted, &req);
	for (struct node *node = start; node < end; node++)
		if (node_fits(r, node, &req))
			follow_node(r, node, &req);
}

void queue_follow(struct reading *r)
{
	/* Requirements of an unsure one are unsure: they do not return to the first queue. */
	for (enum certainty c = CERTAIN; c <= UNSURE; c++)
		while (r->done[c] < r->queue[c].count)
			follow(r, r->queue[c].list[r->done[c]++]);
}

void follow_project(struct reading *r, void (*queue)(struct reading *r))
{
	const struct document *lock = r->document;

	if (!r->project)
		return;
	r->document = r->project;
	queue(r);
	r->document = lock;
	queue_follow(r);
}

/*
 * The marker of PACKAGE in GROUP, which may be NULL: text, or in poetry's files a table by group.
 */
static const char *marker_in_group(const struct reading *r, const struct toml *package,
				   const char *group)
{
	const struct toml *marker =
		toml_at(package, toml_at(package, "markers") ? "markers" : "marker");

	if (group && marker && marker->type == TOML_TABLE)
		marker = member_named(r, marker, group);
	return marker && marker->type == TOML_STRING ? marker->text : NULL;
}

void nodes_want(struct reading *r, group_filter *is_wanted)
{
	for (size_t i = 0; i < r->node_count; i++) {
		const struct toml *package = r->nodes[i].package;
		const struct toml *groups = is_wanted ? toml_at(package, "groups") : NULL;
		struct declared req = pinned(r, package);

		if (!groups) {
			req.requirement.marker = marker_in_group(r, package, NULL);
			declare_wanted(r, req, NULL);
		}
		for (const struct toml *group = toml_first(groups); group; group = group->next) {
			if (group->type != TOML_STRING || !is_wanted(r, group->text))
				continue;
			req.requirement.marker = marker_in_group(r, package, group->text);
			declare_wanted(r, req, &r->extras->names);
		}
	}
}
