/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What requires what: a distribution that no other one requires stands at the
 * top, what it requires below it.  Each is taken apart once, where it comes first,
 * so that the tree is no longer than all requirements together.  Requirements
 * that are for an extra count where somebody asks for that extra.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli/needs.h"
#include "cli/packages.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "print/msg.h"
#include "system/tree.h"

#include "core/banned.h"

enum {
	/** levels that are shown: a longer chain is nobody's */
	DEPTH_MAX = 64,
	/** extras of one distribution, and markers evaluated for all extras:
	 * more are nobody's either, and would take long */
	EXTRAS_MAX = 256,
	TRIES_MAX = 200 * 1000,
};

enum state {
	UNSEEN,
	/** what is below it is being shown */
	OPEN,
	SEEN,
};

/** A distribution in the tree. */
struct node {
	const struct dist *dist;
	const struct needs *needs;
	/** for each of them the extra that it is for, "" for none; NULL: it does
	 * not count here */
	const char **by;
	/** those that somebody asks of it, normalized; of which the first TRIED
	 * have been looked at */
	const char **extras;
	size_t count, room, tried;
	/** the first other one that requires it; NULL: none does */
	struct node *requirer;
	enum state state;
	/** on the way up from one that nothing at the top requires */
	bool passed;
};

struct tree {
	const struct dists *dists;
	struct marker_env env;
	/** in the order of DISTS */
	struct node *nodes;
	/** by name */
	struct node **sorted;
	/** of which extras have not been looked at */
	struct node **todo;
	size_t count, room;
	/** markers evaluated for extras */
	size_t tries;
	/** there are too many extras */
	bool cut;
};

static struct node *node_of(const struct tree *tree, const struct dist *dist)
{
	return &tree->nodes[dist - tree->dists->list];
}

static void ask(struct tree *tree, struct node *node, const char *extra)
{
	for (size_t i = 0; i < node->count; i++)
		if (streq(node->extras[i], extra))
			return;
	if (node->count == EXTRAS_MAX) {
		tree->cut = true;
		return;
	}
	if (node->count == node->tried) {
		tree->todo = mem_grow(tree->todo, tree->count, &tree->room, sizeof(struct node *));
		tree->todo[tree->count++] = node;
	}
	node->extras = mem_grow(node->extras, node->count, &node->room, sizeof(*node->extras));
	node->extras[node->count++] = extra;
}

/* Need I of NODE counts, as somebody asks for extra BY. */
static void take(struct tree *tree, struct node *node, size_t i, const char *by)
{
	const struct need *need = &node->needs->list[i];
	const char *const *extra = need->requirement.extras;
	struct node *there;

	node->by[i] = by;
	if (!need->there)
		return;
	there = node_of(tree, need->there);
	if (there != node && !there->requirer)
		there->requirer = node;
	for (; *extra; extra++)
		ask(tree, there, requirement_key(*extra));
}

/* Need I of NODE, for extras FIRST to END. */
static void try_need(struct tree *tree, struct node *node, size_t i, size_t first, size_t end)
{
	const char *marker = node->needs->list[i].requirement.marker;

	for (size_t k = first; k < end && !node->by[i]; k++) {
		if (tree->tries++ == TRIES_MAX)
			tree->cut = true;
		if (tree->cut)
			return;
		if (marker_holds(marker, &tree->env, node->extras[k]))
			take(tree, node, i, node->extras[k]);
	}
}

static void try_extras(struct tree *tree, struct node *node)
{
	size_t first = node->tried, end = node->count;

	node->tried = end;
	for (size_t i = 0; i < node->needs->count; i++)
		try_need(tree, node, i, first, end);
}

static int by_key(const void *one, const void *other)
{
	const struct node *const *a = one, *const *b = other;

	return strcmp((*a)->dist->key, (*b)->dist->key);
}

static void tree_init(struct tree *tree, const struct packages *p)
{
	const size_t count = p->dists.count;
	const struct needs *needs;

	*tree = (struct tree){ .dists = &p->dists };
	marker_env_of(&p->venv, &tree->env);
	needs = needs_read(&p->dists, &tree->env);
	tree->nodes = mem_array(count + 1, sizeof(*tree->nodes));
	tree->sorted = mem_array(count + 1, sizeof(struct node *));
	for (size_t i = 0; i < count; i++) {
		struct node *node = tree->sorted[i] = &tree->nodes[i];

		node->dist = &p->dists.list[i];
		node->needs = &needs[i];
		node->by = mem_array(needs[i].count + 1, sizeof(*node->by));
	}
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < needs[i].count; k++)
			if (needs[i].list[k].holds)
				take(tree, &tree->nodes[i], k, "");
	while (tree->count)
		try_extras(tree, tree->todo[--tree->count]);
	if (count)
		qsort(tree->sorted, count, sizeof(*tree->sorted), by_key);
}

/* A line that is DEPTH levels down. */
static void print_line(size_t depth, enum colour colour, const char *text)
{
	printf("%*s%s\n", (int)depth * 2, "", coloured(stdout, colour, shown(text)));
}

/* "name[x] 1.0 (>=1), for [y]" */
static void put_need(struct buf *line, const struct need *need, const char *by)
{
	const struct requirement *r = &need->requirement;

	buf_puts(line, need->there ? need->there->name : r->name);
	for (size_t i = 0; r->extras[i]; i++)
		buf_putl(line, i ? "," : "[", r->extras[i]);
	if (r->extras[0])
		buf_puts(line, "]");
	if (need->there)
		buf_putl(line, " ", need->there->version);
	if (r->url)
		buf_putl(line, " (@ ", r->url, ")");
	else if (*r->specifiers)
		buf_putl(line, " (", r->specifiers, ")");
	if (*by)
		buf_putl(line, ", for [", by, "]");
}

static void print_below(struct tree *tree, struct node *node, size_t depth);

/* Something may stand below NODE. */
static bool has_below(const struct node *node)
{
	for (size_t i = 0; i < node->needs->count; i++)
		if (node->by[i] && node->needs->list[i].there != node->dist)
			return true;
	return node->needs->invalid;
}

static void print_need(struct tree *tree, const struct need *need, const char *by, size_t depth)
{
	struct node *there = need->there ? node_of(tree, need->there) : NULL;
	bool wrong = !need_met(need), more = there && has_below(there);
	struct buf line = BUF_INIT;

	put_need(&line, need, by);
	if (wrong)
		buf_puts(&line, there ? ": another version is required" : ": not installed");
	if (there && there->state == OPEN)
		buf_puts(&line, ", in a circle");
	else if (more && there->state == SEEN)
		buf_puts(&line, ", as above");
	else if (more && depth == DEPTH_MAX)
		buf_puts(&line, ", further below");
	print_line(depth, wrong ? COLOUR_RED : COLOUR_PLAIN, line.data);
	if (there && there->state == UNSEEN && (!more || depth < DEPTH_MAX))
		print_below(tree, there, depth + 1);
}

/** A need that counts. */
struct branch {
	const struct need *need;
	const char *by;
};

static int by_name(const void *one, const void *other)
{
	const struct branch *a = one, *b = other;
	int order = strcmp(a->need->requirement.key, b->need->requirement.key);

	return order ? order : (a->need > b->need) - (a->need < b->need);
}

/* Those of NODE but for what it requires of itself; returns how many. */
static size_t branches_of(const struct node *node, struct branch **list)
{
	size_t count = 0;

	*list = mem_array(node->needs->count + 1, sizeof(**list));
	for (size_t i = 0; i < node->needs->count; i++) {
		const struct need *need = &node->needs->list[i];

		if (node->by[i] && need->there != node->dist)
			(*list)[count++] = (struct branch){ need, node->by[i] };
	}
	if (count)
		qsort(*list, count, sizeof(**list), by_name);
	return count;
}

/* What NODE requires, DEPTH levels down. */
static void print_below(struct tree *tree, struct node *node, size_t depth)
{
	struct branch *list;
	size_t count = branches_of(node, &list);

	node->state = OPEN;
	for (size_t i = 0; i < count; i++)
		print_need(tree, list[i].need, list[i].by, depth);
	if (node->needs->invalid) {
		struct buf line = BUF_INIT;

		buf_putl(&line, "'", node->needs->invalid, "' is not a requirement");
		print_line(depth, COLOUR_RED, line.data);
	}
	node->state = SEEN;
}

static void print_top(struct tree *tree, struct node *node)
{
	struct buf line = BUF_INIT;

	buf_putl(&line, node->dist->name, " ", node->dist->version);
	print_line(0, COLOUR_BOLD, line.data);
	print_below(tree, node, 1);
}

/*
 * The one that NODE is shown below, which none at the top requires: one of those
 * that require each other, or what was too far down.
 */
static struct node *top_of(struct node *node)
{
	for (; !node->passed && node->requirer->state == UNSEEN; node = node->requirer)
		node->passed = true;
	return node;
}

static void print_all(struct tree *tree)
{
	const size_t count = tree->dists->count;

	for (size_t i = 0; i < count; i++)
		if (!tree->sorted[i]->requirer)
			print_top(tree, tree->sorted[i]);
	for (size_t i = 0; i < count; i++)
		while (tree->sorted[i]->state == UNSEEN)
			print_top(tree, top_of(tree->sorted[i]));
}

static void json_needs(struct json *j, const struct node *node)
{
	struct branch *list;
	size_t count = branches_of(node, &list);

	json_list(j, "requires");
	for (size_t i = 0; i < count; i++) {
		const struct need *need = list[i].need;

		json_object(j, NULL);
		json_text(j, "name", need->there ? need->there->name : need->requirement.name);
		json_text(j, "version", need->there ? need->there->version : NULL);
		json_text(j, "requirement", requirement_text(&need->requirement));
		json_text(j, "extra", *list[i].by ? list[i].by : NULL);
		json_bool(j, "met", need_met(need));
		json_object_end(j);
	}
	json_list_end(j);
}

static void json_package(struct json *j, const struct node *node)
{
	json_object(j, NULL);
	json_text(j, "name", node->dist->name);
	json_text(j, "version", node->dist->version);
	json_bool(j, "required", node->requirer != NULL);
	json_needs(j, node);
	json_text(j, "invalid", node->needs->invalid);
	json_object_end(j);
}

static void print_json(const struct packages *p, const struct tree *tree)
{
	struct json j;

	json_begin(&j);
	json_text(&j, "path", p->venv.path);
	json_list(&j, "packages");
	for (size_t i = 0; i < p->dists.count; i++)
		json_package(&j, tree->sorted[i]);
	json_list_end(&j);
	json_object_end(&j);
	json_print(&j);
}

int packages_tree(const struct packages *p)
{
	struct tree tree;

	unseen_begin();
	tree_init(&tree, p);
	if (unseen_text())
		error("%s", unseen_text());
	if (tree.cut)
		error("too many extras are asked for; not all that they "
		      "require is shown");
	if (p->json)
		print_json(p, &tree);
	else if (!p->dists.count)
		packages_tell_none(p);
	else
		print_all(&tree);
	return tree.cut || unseen_text() ? EXIT_FAILED : EXIT_DONE;
}
