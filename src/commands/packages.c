/* SPDX-License-Identifier: GPL-3.0-or-later */
/* List the packages of an environment, without starting its Python. */
#include <stdio.h>

#include "cli/command.h"
#include "installed/needs.h"
#include "lookup/target.h"
#include "print/json.h"
#include "print/table.h"

static bool want_json;

static const struct option_spec options[] = {
	{ .name = "json", .help = "as JSON", .flag = &want_json },
	{ 0 },
};

static void print_table(const struct dists *dists, const struct strings *required_by)
{
	static const char *const titles[] = { "NAME", "VERSION", "FROM", "REQUIRED BY" };
	struct table t;

	table_init(&t, titles, ARRAY_SIZE(titles));
	for (size_t i = 0; i < dists->count; i++) {
		const struct dist *d = dists->by_key[i];
		const struct strings *names = &required_by[d - dists->list];

		table_add(&t, d->name, d->local ? COLOUR_PLAIN : COLOUR_FAINT);
		table_add(&t, d->version, COLOUR_PLAIN);
		table_add(&t, d->editable ? d->editable : d->installer, COLOUR_FAINT);
		table_add(&t,
			  names->count > 1 ?
				  formatted("%s +%zu", names->list[0], names->count - 1) :
			  names->count ? names->list[0] :
					 NULL,
			  COLOUR_FAINT);
	}
	table_print(&t, stdout);
}

/* The first keys are those of `pip list --format=json`. */
static void print_packages_json(const struct dists *dists, const struct strings *required_by)
{
	json_t *list = json_array();

	for (size_t i = 0; i < dists->count; i++) {
		const struct dist *d = dists->by_key[i];
		const struct strings *names = &required_by[d - dists->list];
		json_t *object = json_object(), *by = json_array();

		json_put_text(object, "name", d->name);
		json_put_text(object, "version", d->version);
		if (d->editable)
			json_put_text(object, "editable_project_location", d->editable);
		json_put_text(object, "installer", d->installer);
		for (size_t k = 0; k < names->count; k++)
			json_array_append_new(by, json_text(names->list[k]));
		json_object_set_new(object, "required_by", by);
		json_array_append_new(list, object);
	}
	json_print(list, stdout);
}

static int run_packages(struct context *ctx, int argc, char **argv)
{
	struct strings *required_by;
	struct dists dists;
	struct verdict found;
	int ret;

	if (target_find(ctx, argv[0], TO_READ, &found))
		return EXIT_FAILED;
	dists_read(&found.venv, &dists);
	ret = dists_complain(&dists);
	if (!dists.count && !ret && !want_json)
		note("nothing is installed in '%s'", shown(found.venv.path));
	required_by = needs_required_by(&found.venv, &dists);
	if (want_json)
		print_packages_json(&dists, required_by);
	else if (dists.count)
		print_table(&dists, required_by);
	return ret ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_packages = {
	.name = "packages",
	.args = "[--json] [ENV]",
	.summary = "List the packages that are installed",
	.example = "avenv packages web",
	.options = options,
	.run = run_packages,
};
