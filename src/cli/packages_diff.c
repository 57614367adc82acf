/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In what the distributions of two environments differ, as `diff -y` marks it. */
#include <stdio.h>

#include "cli/packages.h"
#include "cli/pep440.h"
#include "cli/url.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/table.h"

#include "core/banned.h"

static bool same_text(const char *a, const char *b)
{
	return a && b ? streq(a, b) : a == b;
}

static bool same_origin(const struct origin *a, const struct origin *b)
{
	return a->kind == b->kind && same_text(a->url, b->url) &&
	       same_text(a->subdirectory, b->subdirectory) && same_text(a->hash, b->hash) &&
	       same_text(a->first_hash, b->first_hash) && same_text(a->vcs, b->vcs) &&
	       same_text(a->commit, b->commit);
}

static bool same(const struct dist *a, const struct dist *b)
{
	return !pep440_compare(a->version, b->version) && same_text(a->editable, b->editable) &&
	       same_origin(&a->origin, &b->origin);
}

/** One that is not the same on both sides; NULL: it is only on the other. */
struct pair {
	const char *name;
	const struct dist *here, *there;
};

struct pairs {
	struct pair *list;
	size_t count, room;
};

static void add(struct pairs *pairs, const char *name, const struct dist *here,
		const struct dist *there)
{
	pairs->list = mem_grow(pairs->list, pairs->count, &pairs->room, sizeof(*pairs->list));
	pairs->list[pairs->count++] = (struct pair){ name, here, there };
}

static void compare(const struct packages *p, const struct packages *other, struct pairs *pairs)
{
	for (size_t i = 0; i < p->dists.count; i++) {
		const struct dist *d = &p->dists.list[i];
		const struct dist *there = dists_find(&other->dists, d->key);

		if (!there || !same(d, there))
			add(pairs, d->name, d, there);
	}
	for (size_t i = 0; i < other->dists.count; i++) {
		const struct dist *d = &other->dists.list[i];

		if (!dists_find(&p->dists, d->key))
			add(pairs, d->name, NULL, d);
	}
}

/* "1.0", and where it came from if that is told. */
static const char *described(const struct dist *d)
{
	struct buf b = BUF_INIT;

	if (!d)
		return NULL;
	buf_puts(&b, d->version);
	if (d->editable)
		buf_putl(&b, " editable ", shown(d->editable));
	else if (d->origin.kind != ORIGIN_INDEX)
		buf_putl(&b, " from ", url_shown(d->origin.url));
	if (d->origin.kind == ORIGIN_VCS)
		buf_putl(&b, " at ", d->origin.commit);
	return b.data;
}

static void print_table(const struct packages *p, const struct packages *other,
			const struct pairs *pairs)
{
	static const struct table_column columns[] = {
		{ "", false },
		{ "NAME", false },
		{ "HERE", false },
		{ "THERE", false },
	};
	struct table t;

	if (!pairs->count)
		return;
	/* As titles they would be wider than all the rest. */
	printf("< %s\n> %s\n", shown(p->venv.path), shown(other->venv.path));
	table_init(&t, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < pairs->count; i++) {
		const struct pair *pair = &pairs->list[i];

		if (!pair->there)
			table_add(&t, "<", COLOUR_RED);
		else
			table_add(&t, pair->here ? "|" : ">",
				  pair->here ? COLOUR_YELLOW : COLOUR_GREEN);
		table_add(&t, pair->name, COLOUR_PLAIN);
		table_add(&t, described(pair->here), COLOUR_PLAIN);
		table_add(&t, described(pair->there), COLOUR_PLAIN);
	}
	table_print(&t, stdout);
}

static void json_side(struct json *j, const char *side, const struct dist *d)
{
	if (!d) {
		json_text(j, side, NULL);
		return;
	}
	json_object(j, side);
	json_text(j, "version", d->version);
	json_text(j, "editable_project_location", d->editable);
	packages_json_origin(j, &d->origin);
	json_object_end(j);
}

static void print_json(const struct packages *p, const struct packages *other,
		       const struct pairs *pairs)
{
	struct json j;

	json_begin(&j);
	json_text(&j, "here", p->venv.path);
	json_text(&j, "there", other->venv.path);
	json_list(&j, "differences");
	for (size_t i = 0; i < pairs->count; i++) {
		const struct pair *pair = &pairs->list[i];

		json_object(&j, NULL);
		json_text(&j, "name", pair->name);
		json_side(&j, "here", pair->here);
		json_side(&j, "there", pair->there);
		json_object_end(&j);
	}
	json_list_end(&j);
	json_object_end(&j);
	json_print(&j);
}

int packages_diff(const struct packages *p, const struct packages *other)
{
	struct pairs pairs = { 0 };

	compare(p, other, &pairs);
	if (p->json)
		print_json(p, other, &pairs);
	else
		print_table(p, other, &pairs);
	return pairs.count ? EXIT_FAILED : EXIT_DONE;
}
