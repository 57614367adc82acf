/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The graph of packages: those that the files ask for, those that these need, and so on. The nodes
 * are the packages of a lock file, or without one the installed distributions. Each requirement in
 * the queue leads to nodes, whose own requirements join the queue. A node in each kind of lock
 * file:
 *
 *   uv.lock                           poetry.lock                    pdm.lock
 *   [[package]]                       [[package]]                    [[package]]
 *   name = "flask"                    name = "flask"                 name = "flask"
 *   version = "3.0"                   version = "3.0"                version = "3.0"
 *   dependencies = [                  [package.dependencies]         extras = ["async"]
 *     { name = "click" },             click = ">=8"                  dependencies = [
 *   ]                                 asgiref = { version = ">=3",     "flask==3.0",
 *   [package.optional-dependencies]     optional = true }              "asgiref>=3",
 *   async = [{ name = "asgiref" }]    [package.extras]               ]
 *                                     async = ["asgiref (>=3)"]
 *
 * In pdm.lock this is a second node of the name, for the extra alone.
 */
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "declared/install.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "print/msg.h"
#include "print/paste.h"

/* ---- nodes ------------------------------------------------------------------------ */

/*
 * PACKAGE is for this platform: uv may lock several versions of a package, each with
 * resolution-markers. A marker with an extra, or one that is unsure, may hold.
 */
static bool is_for_platform(const struct reading *r, const struct toml *package)
{
	const struct toml *markers = toml_at(package, "resolution-markers");

	for (const struct toml *marker = toml_first(markers); marker; marker = marker->next) {
		if (marker->type != TOML_STRING || strstr(marker->text, "extra"))
			return true;
		if (marker_judge_series(marker->text, &r->env, ""))
			return true;
	}
	return !markers;
}

/* By name, then by the text of the version. */
static int compare_nodes(const void *a, const void *b)
{
	const struct node *left = a, *right = b;
	int order = strcmp(left->key, right->key);

	return order ? order : strcmp(left->version, right->version);
}

static void add_node(struct reading *r, struct node node)
{
	r->nodes = mem_grow(r->nodes, r->node_count, &r->node_room, sizeof(*r->nodes));
	r->nodes[r->node_count++] = node;
}

void nodes_of_dists(struct reading *r)
{
	for (size_t i = 0; i < r->c->dists->count; i++) {
		const struct dist *dist = r->c->dists->by_key[i];

		add_node(r, (struct node){ dist->key, dist->version, .dist = dist });
	}
}

void nodes_of_packages(struct reading *r, const struct toml *packages)
{
	for (const struct toml *package = toml_first(packages); package; package = package->next) {
		const char *name = toml_string_at(package, "name"),
			   *version = toml_string_at(package, "version");

		if (is_for_platform(r, package))
			add_node(r, (struct node){ requirement_key(name ? name : ""),
						   version ? version : "", .package = package });
	}
	if (r->node_count)
		qsort(r->nodes, r->node_count, sizeof(*r->nodes), compare_nodes);
}

/* 1 if NODE satisfies REQ as far as known, else 0; -1: the tools disagree. */
static int node_fits(const struct reading *r, const struct node *node, const struct declared *req)
{
	const char *specifiers = req->requirement.specifiers;

	if (!reading_goes_on(r, VERSION_WORK + strlen(specifiers)))
		return 0;
	return !*node->version || !*specifiers ? 1 : pep440_judge(node->version, specifiers);
}

/** The nodes of one name that satisfy a requirement */
struct matches {
	struct node **list;
	size_t count, room;
	/** the reason why it is unknown which one is installed, or if one satisfies it; or NULL */
	const char *unsure;
};

/* The first node of R that is not before the name KEY or, with a VERSION, not before that. */
static struct node *first_node(const struct reading *r, const char *key, const char *version)
{
	const struct node wanted = { .key = key, .version = version ? version : "" };
	size_t low = 0, high = r->node_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_nodes(&r->nodes[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return r->nodes + low;
}

static struct matches matches_of(const struct reading *r, const struct declared *req)
{
	const char *key = req->requirement.key, *specifiers = req->requirement.specifiers;
	/* A lock file names the version as its package has it. */
	const char *exact = starts_with(specifiers, "===") ? specifiers + strlen("===") : NULL;
	const struct node *end = r->nodes + r->node_count;
	struct matches matches = { 0 };
	struct node *node = exact ? first_node(r, key, exact) : NULL;

	if (!node || node == end || !streq(node->key, key) || !streq(node->version, exact)) {
		node = first_node(r, key, NULL);
		exact = NULL;
	}
	for (; node < end && streq(node->key, key) && (!exact || streq(node->version, exact));
	     node++) {
		int fits = 1;

		if (!reading_goes_on(r, 1))
			break;
		if (!exact && !(fits = node_fits(r, node, req)))
			continue;
		LIST_ADD(&matches, node);
		if (fits < 0)
			matches.unsure = TOOLS_DISAGREE;
		else if (!streq(node->version, matches.list[0]->version))
			matches.unsure = "several versions of it are locked";
	}
	return matches;
}

bool nodes_satisfy(const struct reading *r, const struct declared *req)
{
	return matches_of(r, req).count;
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

struct declared pinned(const struct reading *r, const struct toml *package)
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

/* MARKER has EXTRA in quotes. */
static bool has_extra(const char *marker, const char *extra)
{
	return strstr(marker, joined("'", extra, "'")) || strstr(marker, joined("\"", extra, "\""));
}

const char *extra_doubt(const struct reading *r, const char *extra, const char *marker)
{
	const struct manifest *m = r->c->project.manifest;
	const char *pip = pip_version(r->c->dists);

	if (!pip || pip_is(pip, PIP_WITH_EXTRAS) || (m && m->tool) ||
	    !(strchr(extra, '-') || (marker && !has_extra(marker, extra))))
		return NULL;
	return formatted("its pip may not know the extra '%s'; %s first", shown(extra),
			 paste_quoted(pip_upgrade(venv_python(r->c->venv))));
}

/* An older setuptools wrote what DIST requires to a file of its own alone, or into an archive. */
static bool has_requires_txt(const struct dist *dist)
{
	size_t at = 0;

	return dist->form == DIST_EGG_INFO && !dist_header(dist, "Requires-Dist", &at) &&
	       (file_exists(path_join(dist->path, "requires.txt")) > 0 ||
		ends_with(dist->path, ".egg"));
}

/*
 * Queue what the installed DIST requires for EXTRA, "" for none. REQ, for which DIST is installed,
 * may be unsure: then all of that is.
 */
static void follow_dist(struct reading *r, const struct dist *dist, const char *extra,
			const struct declared *req)
{
	struct declared own = { .required_by = dist, .document = req->document };
	const char *text, *unsure = req->unsure;
	size_t at = 0;

	own.line = req->line;
	own.is_constraint = req->is_constraint;
	/* It is queued once more, and does not return here: `followed` has the extra. */
	if (!*extra && !unsure && has_requires_txt(dist))
		declare_unsure(r, *req, "what it requires is in an egg, which is not read");
	/* The metadata may be older than the sources; a wheel, whose version is known, has its own. */
	if (!unsure && (req->local || (req->requirement.url && !*req->requirement.specifiers)))
		unsure = formatted("only a build tells what %s requires", dist->name);
	while ((text = dist_header(dist, "Requires-Dist", &at)) &&
	       reading_goes_on(r, strlen(text))) {
		own.unsure = unsure;
		if (requirement_parse(text, &own.requirement) || !declared_applies(r, &own, extra))
			continue;
		/* One that holds without the extra was queued for "". */
		if (*extra && marker_judge_series(own.requirement.marker, &r->env, "") > 0)
			continue;
		if (*extra && !own.unsure)
			own.unsure = extra_doubt(r, extra, own.requirement.marker);
		own.requirement.marker = NULL;
		declare_queued(r, own);
	}
}

/* Queue the requirements of the locked PACKAGE for EXTRA; "": for none. */
static void follow_package(struct reading *r, const struct toml *package, const char *extra,
			   const char *unsure)
{
	const struct toml *list = toml_at(package, "dependencies");
	const struct toml *extras = toml_at(package, "extras");
	/* poetry: the names of the extra's packages, which are in `list` */
	const struct toml *only = NULL;

	if (extras && extras->type == TOML_ARRAY) {
		/* pdm: the node is for these extras alone. */
		if (!array_has(r, extras, extra))
			return;
	} else if (*extra) {
		only = member_named(r, extras, extra);
		/* uv: the extra's packages have a list of their own. */
		if (!only)
			list = member_named(r, toml_at(package, "optional-dependencies"), extra);
	}
	queue_members(r, list, only, unsure);
}

static void follow_node(struct reading *r, struct node *node, const struct declared *req)
{
	const struct strings *extras = &req->requirement.extras;
	bool is_first_visit = !node->followed.strings.count;

	if (node->package && is_first_visit && !has_origin(node->package, "virtual")) {
		struct declared pin = pinned(r, node->package);

		pin.unsure = req->unsure;
		if (pin.local && !pin.unsure)
			pin.unsure = r->local_unsure;
		if (set_has(&r->stale, node->key))
			suit_nothing(&pin);
		declared_add(r, &r->wanted, &pin);
	}
	for (size_t i = 0; i <= extras->count; i++) {
		const char *extra = i ? extras->list[i - 1] : "";

		if (!reading_goes_on(r, NAME_WORK) || !set_add(&node->followed, extra))
			continue;
		if (node->dist)
			follow_dist(r, node->dist, extra, req);
		else
			follow_package(r, node->package, extra, req->unsure);
	}
}

/*
 * REQ, of a lock file, is as another one that was followed: that had the same name,
 * specifiers and extras.
 */
static bool was_followed(struct reading *r, const struct declared *req)
{
	const struct strings *extras = &req->requirement.extras;
	struct buf text = BUF_INIT;

	buf_putl(&text, req->unsure ? "?" : "", req->requirement.key, " ",
		 req->requirement.specifiers);
	for (size_t i = 0; i < extras->count; i++)
		buf_putl(&text, ",", extras->list[i]);
	return !set_add(&r->seen, text.data);
}

/*
 * Follow REQ to each node that satisfies it. REQ is unsure if these have several versions, or if
 * the tools disagree.
 */
static void follow(struct reading *r, struct declared req)
{
	struct matches nodes;

	if (r->is_lock && was_followed(r, &req))
		return;
	nodes = matches_of(r, &req);
	if (nodes.unsure && !req.unsure) {
		req.unsure = nodes.unsure;
		declared_add(r, &r->queue[UNSURE], &req);
		return;
	}
	if (!r->is_lock)
		declared_add(r, &r->wanted, &req);
	for (size_t i = 0; i < nodes.count; i++)
		follow_node(r, nodes.list[i], &req);
}

void queue_follow(struct reading *r)
{
	/* Requirements of an unsure one are unsure: they do not return to the first queue. */
	for (enum certainty c = CERTAIN; c <= UNSURE; c++)
		while (r->done[c] < r->queue[c].count && !r->c->fault)
			follow(r, r->queue[c].list[r->done[c]++]);
}
