/* SPDX-License-Identifier: GPL-3.0-or-later */
/* List the interpreters for `-p`. */
#include "cli/command.h"
#include "print/json.h"
#include "print/paste.h"
#include "print/table.h"
#include "python/python.h"

static bool want_json;

static const struct option_spec options[] = {
	{ 0, "json", NULL, "as JSON", .flag = &want_json },
	{ 0 },
};

static void add_python_row(struct table *t, const struct python *p, const char *source, bool chosen)
{
	const char *notes = chosen ? "default here" : *p->threads ? "free-threaded" : NULL;

	table_add(t, p->version, chosen ? COLOUR_BOLD : COLOUR_PLAIN);
	table_add(t, source, COLOUR_FAINT);
	table_add(t, notes, COLOUR_PLAIN);
	table_add(t, p->path, COLOUR_PLAIN);
}

static json_t *python_json(const struct python *p, const char *source, bool chosen)
{
	json_t *object = json_object();

	json_put_text(object, "path", p->path);
	json_put_text(object, "real", p->real);
	json_put_text(object, "version", p->version);
	json_put_text(object, "implementation", p->implementation);
	json_object_set_new(object, "free_threaded", json_boolean(*p->threads));
	json_put_text(object, "source", source);
	json_object_set_new(object, "default", json_boolean(chosen));
	return object;
}

static int run_pythons(struct context *ctx, int argc, char **argv)
{
	static const char *const titles[] = { "VERSION", "SOURCE", "NOTES", "PATH" };
	struct python chosen = { 0 };
	struct python_choice choice;
	struct pythons all;
	struct table t;
	const char *why;
	char *create[] = { (char[]){ "create" }, NULL };
	json_t *root, *list = want_json ? json_array() : NULL;
	bool chooses;

	/* The -p that a message names is an option of `create`. */
	paste_set_typed(create, 0);
	/* The default interpreter answers during the search for the others. */
	chooses = !python_choose(ctx, NULL, ctx->physical.path ? ctx->physical.path : "/", &choice);
	pythons_find(ctx, &all);
	chooses = chooses && !python_answer(&choice, &chosen, &why);
	table_init(&t, titles, ARRAY_SIZE(titles));
	for (size_t i = 0; i < all.count; i++) {
		const struct python *p = &all.list[i].python;
		bool is_chosen = chooses && streq(p->real, chosen.real);

		if (want_json)
			json_array_append_new(list, python_json(p, all.list[i].source, is_chosen));
		else
			add_python_row(&t, p, all.list[i].source, is_chosen);
	}
	if (want_json) {
		root = json_document();
		json_object_set_new(root, "pythons", list);
		json_print(root, stdout);
	} else if (all.count) {
		table_print(&t, stdout);
	}
	return chooses && all.count ? EXIT_DONE : EXIT_FAILED;
}

const struct command cmd_pythons = {
	.name = "pythons",
	.args = "[--json]",
	.summary = "List the Pythons for 'create -p'",
	.example = "avenv pythons --json",
	.options = options,
	.run = run_pythons,
};
