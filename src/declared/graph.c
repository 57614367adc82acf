/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Following a requirement to those that it has in turn: in the lock file, or in the metadata of the
 * installed distributions. The forms of uv, poetry and pdm do not contradict each other, so that one reader
 * is enough.
 */
#include <stdlib.h>

#include "core/mem.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "print/msg.h"

/* ---- requirements in a file ------------------------------------------------------- */

/* Add the requirement VALUE: "a>=1", or of NAME "^1" or a table; ONLY is queue_members()'. */
static void queue_value(struct reading *r, const char *name, const struct toml *value,
			const struct toml *only, const char *unsure)
{
	const char *text = value->type == TOML_STRING ? value->text : NULL;
	const char *version = text ? text : toml_string_at(value, "version");
	const struct toml *extras = toml_at(value, toml_at(value, "extra") ? "extra" : "extras");
	struct declared is = declared_at(r, value, name ? name : toml_string_at(value, "name"));
	struct requirement *q = &is.requirement;

	is.unsure = unsure;
	/* A table without a name includes another group. */
	if (!text && !*q->name)
		return;
	if (text && !name) {
		if (requirement_parse(text, q))
			declare_unsure(r, declared_at(r, value, text), "it is not valid (PEP 508)");
		else
			declare_queued(r, is);
		return;
	}
	if (version && (pep440_normalize(version) || pep440_are_specifiers(version)))
		q->specifiers = pep440_normalize(version) ? joined("===", version) : version;
	q->marker = toml_string_at(value, toml_at(value, "marker") ? "marker" : "markers");
	for (const struct toml *x = extras ? extras->first : NULL; x; x = x->next)
		if (x->type == TOML_STRING)
			strings_add(&q->extras, requirement_key(x->text));
	/* uv writes extras and groups that exclude each other as extras of other names. */
	if (q->marker && (strstr(q->marker, "'extra-") || strstr(q->marker, "'group-"))) {
		is.unsure = "it conflicts with an extra or a group";
		q->marker = NULL;
	}
	if (only && marker_holds(q->marker, &r->env, requirement_key(only->key)))
		q->marker = NULL;
	if (toml_at(value, "python") || toml_at(value, "platform"))
		is.unsure = "it depends on the Python or the platform in poetry's own words";
	declare_queued(r, is);
}

void queue_members(struct reading *r, const struct toml *list, const struct toml *only,
		   const char *unsure)
{
	for (const struct toml *e = list ? list->first : NULL; e; e = e->next) {
		bool several = e->key && e->type == TOML_ARRAY;

		if (e->key && streq(e->key, "python"))
			continue;
		for (const struct toml *v = several ? e->first : e; v;
		     v = several ? v->next : NULL) {
			const struct toml *optional = toml_at(v, "optional");

			if (only ? e->key && array_has(only, e->key) :
				   !optional || streq(optional->text, "false"))
				queue_value(r, e->key, v, only, unsure);
		}
	}
}

/* ---- nodes ------------------------------------------------------------------------ */

/* uv locks several versions of a PACKAGE, each for a part of the platforms: it is for this one. */
static bool is_for_here(const struct reading *r, const struct toml *package)
{
	const struct toml *markers = toml_at(package, "resolution-markers");
	bool holds = !markers;

	for (const struct toml *m = markers ? markers->first : NULL; m; m = m->next)
		holds = holds || m->type != TOML_STRING || strstr(m->text, "extra") ||
			marker_holds(m->text, &r->env, "");
	return holds;
}

void nodes_read(struct reading *r, const struct toml *packages)
{
	const struct dists *dists = r->c->dists;
	size_t count = r->is_lock ? 0 : dists->count;

	for (const struct toml *p = packages ? packages->first : NULL; p; p = p->next)
		count++;
	r->nodes = mem_array(count + 1, sizeof(*r->nodes));
	for (size_t i = 0; !r->is_lock && i < count; i++) {
		const struct dist *dist = dists->by_key[i];

		r->nodes[r->node_count++] = (struct node){ dist->key, dist->version, .dist = dist };
	}
	for (const struct toml *p = packages ? packages->first : NULL; p; p = p->next) {
		const char *name = toml_string_at(p, "name"),
			   *version = toml_string_at(p, "version");

		if (is_for_here(r, p))
			r->nodes[r->node_count++] =
				(struct node){ requirement_key(name ? name : ""),
					       version ? version : "", .package = p };
	}
	qsort(r->nodes, r->node_count, sizeof(*r->nodes), by_bytes);
}

/* The first node of the name KEY, or the one behind the last. */
static struct node *node_named(const struct reading *r, const char *key)
{
	const struct node wanted = { .key = key };
	struct node *n = bsearch(&wanted, r->nodes, r->node_count, sizeof(*n), by_bytes);

	while (n && n > r->nodes && streq(n[-1].key, key))
		n--;
	return n ? n : r->nodes + r->node_count;
}

/* NODE may be the package that IS requires. */
static bool node_fits(const struct node *node, const struct declared *is)
{
	const char *specifiers = is->requirement.specifiers;

	return !*node->version || !*specifiers || pep440_matches(node->version, specifiers);
}

/* The locked PACKAGE comes from ORIGIN, a key or a type of its source. */
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
	struct declared is = declared_at(r, package, toml_string_at(package, "name"));
	const char *version = toml_string_at(package, "version");

	for (size_t i = 0; i < ARRAY_SIZE(urls); i++)
		if (has_origin(package, urls[i]))
			is.requirement.url = urls[i];
	for (size_t i = 0; i < ARRAY_SIZE(trees); i++)
		is.local = is.local || has_origin(package, trees[i]);
	if (version && !is.requirement.url && !is.local)
		is.requirement.specifiers = joined("==", version);
	return is;
}

/* ---- following -------------------------------------------------------------------- */

/* Add what the installed DIST requires for EXTRA to the queue, as IS. */
static void follow_dist(struct reading *r, const struct dist *dist, const char *extra,
			struct declared is)
{
	struct requirement *q = &is.requirement;
	const char *text;
	size_t at = 0;

	if (!is.unsure && (q->url || is.local))
		is.unsure = formatted("only a build tells what %s requires", dist->name);
	is.by = dist_pin(dist);
	is.local = false;
	while ((text = dist_header(dist, "Requires-Dist", &at))) {
		if (requirement_parse(text, q) || !marker_holds(q->marker, &r->env, extra) ||
		    (*extra && marker_holds(q->marker, &r->env, "")))
			continue;
		q->marker = NULL;
		declare_queued(r, is);
	}
}

/*
 * Add what the locked PACKAGE requires for EXTRA: uv has a table of such requirements, poetry marks
 * them as optional and lists their names, and pdm has another entry of the package.
 */
static void follow_package(struct reading *r, const struct toml *package, const char *extra,
			   const char *unsure)
{
	const struct toml *list = toml_at(package, "dependencies"), *only = NULL;
	const struct toml *extras = toml_at(package, "extras");
	bool several = extras && extras->type == TOML_ARRAY;

	if (*extra && !several) {
		only = member_named(extras, extra);
		list = only ? list : member_named(toml_at(package, "optional-dependencies"), extra);
	} else if (several ? !array_has(extras, extra) : *extra) {
		return;
	}
	queue_members(r, list, only, unsure);
}

static void follow_node(struct reading *r, struct node *node, const struct declared *is)
{
	const struct strings *extras = &is->requirement.extras;

	if (node->package && !node->followed.count && !has_origin(node->package, "virtual")) {
		struct declared pin = pinned(r, node->package);

		pin.unsure = is->unsure;
		declared_add(&r->wanted, &pin);
	}
	for (size_t i = 0; i <= extras->count; i++) {
		const char *extra = i ? extras->list[i - 1] : "";

		if (strings_contain(&node->followed, extra))
			continue;
		strings_add(&node->followed, extra);
		if (node->dist)
			follow_dist(r, node->dist, extra, *is);
		else
			follow_package(r, node->package, extra, is->unsure);
	}
}

/* IS is followed to each node that fits; if there are several, it is unsure which one counts. */
static void follow(struct reading *r, struct declared is)
{
	const char *key = is.requirement.key;
	struct node *from = node_named(r, key), *end = r->nodes + r->node_count, *first = NULL;
	bool several = false;

	for (struct node *n = from; n < end && streq(n->key, key); n++) {
		first = !first && node_fits(n, &is) ? n : first;
		several |= first && node_fits(n, &is) && !streq(n->version, first->version);
	}
	if (several && !is.unsure) {
		is.unsure = "several versions of it are locked";
		declared_add(&r->queue[1], &is);
		return;
	}
	if (!r->is_lock)
		declared_add(&r->wanted, &is);
	for (struct node *n = from; n < end && streq(n->key, key); n++)
		if (node_fits(n, &is))
			follow_node(r, n, &is);
}

void queue_follow(struct reading *r)
{
	for (int unsure = 0; unsure < 2; unsure++)
		while (r->done[unsure] < r->queue[unsure].count)
			follow(r, r->queue[unsure].list[r->done[unsure]++]);
}

void nodes_want(struct reading *r, group_filter *is_wanted)
{
	for (size_t i = 0; i < r->node_count; i++) {
		const struct toml *package = r->nodes[i].package;
		const struct toml *groups = toml_at(package, "groups"), *marker, *m;
		struct declared is = pinned(r, package);

		marker = toml_at(package, toml_at(package, "markers") ? "markers" : "marker");
		is.requirement.marker = marker && marker->type == TOML_STRING ? marker->text : NULL;
		if (!groups || !is_wanted)
			declare_wanted(r, is, NULL);
		for (const struct toml *g = is_wanted && groups ? groups->first : NULL; g;
		     g = g->next) {
			if (g->type != TOML_STRING || !is_wanted(r, g->text))
				continue;
			m = marker && marker->type == TOML_TABLE ? member_named(marker, g->text) :
								   marker;
			is.requirement.marker = m && m->type == TOML_STRING ? m->text : NULL;
			declare_wanted(r, is, &r->extras->names);
		}
	}
}
