/* SPDX-License-Identifier: GPL-3.0-or-later */
/* List the interpreters for `-p`. */
#include "command/command.h"
#include "print/json.h"
#include "print/table.h"
#include "python/python.h"

#include "core/banned.h"

static bool want_json;

static const struct option_spec options[] = {
	{ .name = "json", .help = "as JSON", .flag = &want_json },
	{ 0 },
};

static void print_table(const struct pythons *all, const char *chosen)
{
	static const struct table_column columns[] = {
		{ "VERSION", false },
		{ "SOURCE", false },
		{ "NOTES", false },
		{ "PATH", false },
	};
	struct table t;

	table_init(&t, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < all->count; i++) {
		const struct python *p = &all->list[i].python;
		bool is_chosen = chosen && streq(p->real, chosen);

		table_add(&t, p->version, is_chosen ? COLOUR_BOLD : COLOUR_PLAIN);
		table_add(&t, all->list[i].source, COLOUR_FAINT);
		table_add(&t,
			  is_chosen   ? "default here" :
			  *p->threads ? "free-threaded" :
					NULL,
			  COLOUR_PLAIN);
		table_add(&t, p->path, COLOUR_PLAIN);
	}
	table_print(&t, stdout);
}

static void print_json(const struct pythons *all, const char *chosen)
{
	struct json j;

	json_begin(&j);
	json_list(&j, "pythons");
	for (size_t i = 0; i < all->count; i++) {
		const struct python *p = &all->list[i].python;

		json_object(&j, NULL);
		json_text(&j, "path", p->path);
		json_text(&j, "real", p->real);
		json_text(&j, "version", p->version);
		json_text(&j, "implementation", p->implementation);
		json_bool(&j, "free_threaded", *p->threads != '\0');
		json_text(&j, "source", all->list[i].source);
		json_bool(&j, "default", chosen && streq(p->real, chosen));
		json_object_end(&j);
	}
	json_list_end(&j);
	json_object_end(&j);
	json_print(&j);
}

static int run(struct context *ctx, int argc, char **argv)
{
	const struct python_from from = { .settings = &ctx->settings, .cwd = ctx->physical };
	const char *chosen = NULL, *why;
	struct python_choice choice;
	struct python python;
	struct pythons all;
	/* The default answers while the others are found. */
	bool chooses = !python_choose(&from, NULL, ctx->physical ? ctx->physical : "/", &choice);

	pythons_find(&from, &all);
	if (chooses && !python_answer(&choice, &python, &why))
		chosen = python.real;
	if (want_json)
		print_json(&all, chosen);
	else if (all.count)
		print_table(&all, chosen);
	return chosen && all.count ? EXIT_DONE : EXIT_FAILED;
}

const struct command cmd_pythons = {
	.name = "pythons",
	.args = "[--json]",
	.summary = "List the interpreters for 'create -p'",
	.example = "avenv pythons --json",
	.options = options,
	.run = run,
};
