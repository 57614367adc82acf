/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interpreters that `-p` can name. */
#include <fcntl.h>

#include "command/command.h"
#include "core/path.h"
#include "print/json.h"
#include "print/msg.h"
#include "print/table.h"
#include "python/python.h"

#include "core/banned.h"

static bool as_json;

static const struct option_spec options[] = {
	{ .name = "json", .help = "as JSON", .flag = &as_json },
	{ 0 },
};

/* NAME lies in the standard library of PYTHON. */
static bool has(const struct python *python, const char *name)
{
	return file_exists(AT_FDCWD, path_join(python->stdlib, name)) > 0;
}

static void print_table(const struct pythons *all, const char *chosen)
{
	static const struct table_column columns[] = {
		{ .title = "VERSION" }, { .title = "KIND" }, { .title = "SOURCE" },
		{ .title = "NOTES" },   { .title = "PATH" },
	};
	struct table t;

	table_init(&t, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < all->count; i++) {
		const struct python *python = &all->list[i].python;
		bool is_default = chosen && streq(python->real, chosen);
		enum colour colour = is_default ? COLOUR_BOLD : COLOUR_PLAIN;
		struct buf kind = BUF_INIT, notes = BUF_INIT;

		buf_putl(&kind, python->implementation, *python->threads ? ", free-threaded" : "");
		buf_puts(&notes, is_default ? "default here" : "");
		if (!has(python, "ensurepip"))
			buf_putl(&notes, notes.len ? ", " : "", "no ensurepip");
		if (has(python, "EXTERNALLY-MANAGED"))
			buf_putl(&notes, notes.len ? ", " : "", "externally managed");
		table_add(&t, python->version, colour);
		table_add(&t, kind.data, COLOUR_PLAIN);
		table_add(&t, all->list[i].source, COLOUR_FAINT);
		table_add(&t, notes.data, COLOUR_PLAIN);
		table_add(&t, python->path, colour);
	}
	table_print(&t, stdout);
}

static void print_json(const struct pythons *all, const char *chosen)
{
	struct json j;

	json_begin(&j);
	json_list(&j, "pythons");
	for (size_t i = 0; i < all->count; i++) {
		const struct python *python = &all->list[i].python;

		json_object(&j, NULL);
		json_text(&j, "path", python->path);
		json_text(&j, "real", python->real);
		json_text(&j, "version", python->version);
		json_text(&j, "implementation", python->implementation);
		json_bool(&j, "free_threaded", *python->threads != '\0');
		json_text(&j, "source", all->list[i].source);
		json_text(&j, "name", all->list[i].name);
		json_bool(&j, "has_pip", has(python, "ensurepip"));
		json_bool(&j, "externally_managed", has(python, "EXTERNALLY-MANAGED"));
		json_bool(&j, "default", chosen && streq(python->real, chosen));
		json_object_end(&j);
	}
	json_list_end(&j);
	json_object_end(&j);
	json_print(&j);
}

static int run(struct context *ctx, int argc, char **argv)
{
	const struct python_from from = { .settings = &ctx->settings, .cwd = ctx->physical };
	const char *here = ctx->physical ? ctx->physical : "/", *chosen = NULL, *why;
	struct python_choice choice;
	struct python python;
	struct pythons all;
	bool chooses;

	(void)argv;
	if (argc)
		return command_usage(&cmd_pythons, "it takes no arguments");
	/* The default answers meanwhile. */
	chooses = !python_choose(&from, NULL, here, &choice);
	pythons_find(&from, &all);
	if (chooses && !python_answer(&choice, &python, &why))
		chosen = python.real;
	if (as_json)
		print_json(&all, chosen);
	else if (all.count)
		print_table(&all, chosen);
	return all.count ? EXIT_DONE : EXIT_FAILED;
}

const struct command cmd_pythons = {
	.name = "pythons",
	.args = "[--json]",
	.summary = "List the interpreters that environments can be made with",
	.example = "avenv pythons --json",
	.options = options,
	.run = run,
};
