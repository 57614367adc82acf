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

static void add_object(struct json *j, const struct python *p, const char *source, bool chosen)
{
	json_object(j, NULL);
	json_text(j, "path", p->path);
	json_text(j, "real", p->real);
	json_text(j, "version", p->version);
	json_text(j, "implementation", p->implementation);
	json_bool(j, "free_threaded", *p->threads != '\0');
	json_text(j, "source", source);
	json_bool(j, "default", chosen);
	json_object_end(j);
}

static int run_pythons(struct context *ctx, int argc, char **argv)
{
	static const char *const titles[] = { "VERSION", "SOURCE", "NOTES", "PATH" };
	struct python chosen = { 0 };
	struct python_choice choice;
	struct pythons all;
	struct table t;
	struct json j;
	const char *why;
	char *create[] = { (char[]){ "create" }, NULL };
	bool chooses;

	/* The -p that a message names is an option of `create`. */
	paste_set_typed(create, 0);
	/* The default interpreter answers during the search for the others. */
	chooses = !python_choose(ctx, NULL, ctx->physical ? ctx->physical : "/", &choice);
	pythons_find(ctx, &all);
	chooses = chooses && !python_answer(&choice, &chosen, &why);
	table_init(&t, titles, ARRAY_SIZE(titles));
	json_begin(&j);
	json_list(&j, "pythons");
	for (size_t i = 0; i < all.count; i++) {
		const struct python *p = &all.list[i].python;
		bool is_chosen = chooses && streq(p->real, chosen.real);

		add_python_row(&t, p, all.list[i].source, is_chosen);
		add_object(&j, p, all.list[i].source, is_chosen);
	}
	json_list_end(&j);
	json_object_end(&j);
	if (want_json)
		json_print(&j);
	else if (all.count)
		table_print(&t, stdout);
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
