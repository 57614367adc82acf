/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that is installed: a table, or JSON in the form of `pip list`. */
#include <stdlib.h>

#include "cli/dist_record.h"
#include "cli/needs.h"
#include "cli/packages.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "print/json.h"
#include "print/msg.h"
#include "print/table.h"

#include "core/banned.h"

enum {
	/** columns that the names of those that require one may take */
	REQUIRED_WIDTH = 30,
};

/** One of them, with what only a list asks. */
struct row {
	const struct dist *dist;
	const struct requirers *required_by;
	/** in bytes; -1: not known */
	long long size;
};

/* As pip orders them in its list. */
static int by_key(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	return strcmp(x->dist->key, y->dist->key);
}

static struct row *read_rows(const struct packages *p)
{
	struct row *rows = mem_array(p->dists.count + 1, sizeof(*rows));
	const struct requirers *requirers;
	size_t left = DIST_RECORDS_MAX;
	struct marker_env env;

	marker_env_of(&p->venv, &env);
	unseen_begin();
	requirers = requirers_of(&p->dists, needs_read(&p->dists, &env));
	for (size_t i = 0; i < p->dists.count; i++) {
		const struct dist *d = &p->dists.list[i];

		rows[i] = (struct row){ d, &requirers[i], dist_record_size(d, &left) };
	}
	if (unseen_text())
		note("%s", unseen_text());
	if (p->dists.count)
		qsort(rows, p->dists.count, sizeof(*rows), by_key);
	return rows;
}

/* "attrs, jsonschema +3": as many names as fit. */
static const char *required_text(const struct requirers *r)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < r->count; i++) {
		const char *name = r->list[i]->name;

		if (b.len &&
		    b.len + strlen(", ") + strlen(name) > REQUIRED_WIDTH - strlen(" +999")) {
			buf_puts(&b, " +");
			buf_putu(&b, r->count - i);
			break;
		}
		buf_putl(&b, b.len ? ", " : "", name);
	}
	return b.data;
}

static void add_row(struct table *t, const struct row *row, bool editables)
{
	const struct dist *d = row->dist;

	table_add(t, d->name, d->local ? COLOUR_PLAIN : COLOUR_FAINT);
	table_add(t, d->version, COLOUR_PLAIN);
	table_add(t, d->installer, COLOUR_FAINT);
	table_add(t, row->size < 0 ? NULL : size_text((uint64_t)row->size), COLOUR_PLAIN);
	table_add(t, required_text(row->required_by), COLOUR_FAINT);
	if (editables)
		table_add(t, d->editable, COLOUR_PLAIN);
}

static void print_table(const struct packages *p, const struct row *rows)
{
	static const struct table_column columns[] = {
		{ "NAME", false }, { "VERSION", false },     { "INSTALLER", false },
		{ "SIZE", true },  { "REQUIRED BY", false }, { "EDITABLE", false },
	};
	bool editables = false;
	struct table t;

	for (size_t i = 0; i < p->dists.count; i++)
		editables = editables || rows[i].dist->editable;
	table_init(&t, columns, ARRAY_SIZE(columns) - !editables);
	for (size_t i = 0; i < p->dists.count; i++)
		add_row(&t, &rows[i], editables);
	if (p->dists.count)
		table_print(&t, stdout);
	else
		packages_tell_none(p);
}

static void json_required(struct json *j, const struct requirers *r)
{
	json_list(j, "required_by");
	for (size_t i = 0; i < r->count; i++)
		json_text(j, NULL, r->list[i]->name);
	json_list_end(j);
}

/* The first keys are pip's. */
static void json_row(struct json *j, const struct row *row)
{
	const struct dist *d = row->dist;

	json_object(j, NULL);
	json_text(j, "name", d->name);
	json_text(j, "version", d->version);
	if (d->editable)
		json_text(j, "editable_project_location", d->editable);
	json_text(j, "location", d->site->path);
	json_text(j, "installer", d->installer);
	json_text(j, "metadata", d->path);
	json_bool(j, "local", d->local);
	json_bool(j, "requested", d->requested);
	if (row->size < 0)
		json_text(j, "size", NULL);
	else
		json_number(j, "size", row->size);
	packages_json_origin(j, &d->origin);
	json_required(j, row->required_by);
	json_object_end(j);
}

int packages_list(const struct packages *p)
{
	const struct row *rows = read_rows(p);
	struct json j = { .out = BUF_INIT };

	if (!p->json) {
		print_table(p, rows);
		return EXIT_DONE;
	}
	json_list(&j, NULL);
	for (size_t i = 0; i < p->dists.count; i++)
		json_row(&j, &rows[i]);
	json_list_end(&j);
	json_print(&j);
	return EXIT_DONE;
}
