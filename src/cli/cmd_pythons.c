/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interpreters that `-p` can name.  None of them is started. */
#include "cli/command.h"
#include "cli/python.h"
#include "cli/unseen.h"
#include "core/file.h"
#include "print/json.h"
#include "print/msg.h"
#include "print/table.h"

#include "core/banned.h"

static bool as_json;

static const struct option_spec options[] = {
	{ .name = "json", .help = "as JSON", .flag = &as_json },
	{ 0 },
};

/* Which of them this directory would give; their number: none. */
static size_t find_default(struct context *ctx, const struct interpreters *all)
{
	const char *path = python_chosen(ctx, ctx->pwd ? ctx->pwd : "/");
	struct file_info info;
	size_t i = 0;

	if (!path)
		return all->count;
	if (file_stat(path, &info)) {
		unseen(path);
		return all->count;
	}
	while (i < all->count && (all->list[i].dev != info.dev || all->list[i].ino != info.ino))
		i++;
	return i;
}

static const char *kind_of(const struct interpreter *i)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, i->implementation);
	if (i->free_threaded)
		buf_puts(&b, ", free-threaded");
	return b.data;
}

static const char *notes_on(const struct interpreter *i, bool is_default)
{
	struct buf b = BUF_INIT;

	if (is_default)
		buf_puts(&b, "default here");
	if (i->version[0] == '2')
		buf_putl(&b, b.len ? ", " : "", "no venv");
	/* Nobody knows, where something could not be looked at. */
	else if (!i->has_pip && !unseen_text())
		buf_putl(&b, b.len ? ", " : "", "no pip wheels");
	if (i->managed)
		buf_putl(&b, b.len ? ", " : "", "externally managed");
	return b.data;
}

static void print_table(const struct interpreters *all, size_t chosen)
{
	static const struct table_column columns[] = {
		{ .title = "VERSION" }, { .title = "KIND" }, { .title = "SOURCE" },
		{ .title = "NOTES" },   { .title = "PATH" },
	};
	struct table t;

	table_init(&t, columns, ARRAY_SIZE(columns));
	for (size_t k = 0; k < all->count; k++) {
		const struct interpreter *i = &all->list[k];
		enum colour colour = k == chosen ? COLOUR_BOLD : COLOUR_PLAIN;

		table_add(&t, *i->version ? i->version : "?", colour);
		table_add(&t, kind_of(i), COLOUR_PLAIN);
		table_add(&t, i->source, COLOUR_FAINT);
		table_add(&t, notes_on(i, k == chosen), COLOUR_PLAIN);
		table_add(&t, i->path, colour);
	}
	table_print(&t, stdout);
}

static void print_json(const struct interpreters *all, size_t chosen)
{
	struct json j;

	json_begin(&j);
	json_list(&j, "pythons");
	for (size_t k = 0; k < all->count; k++) {
		const struct interpreter *i = &all->list[k];

		json_object(&j, NULL);
		json_text(&j, "path", i->path);
		json_text(&j, "real", i->real);
		json_text(&j, "version", *i->version ? i->version : NULL);
		json_text(&j, "implementation", i->implementation);
		json_bool(&j, "free_threaded", i->free_threaded);
		json_text(&j, "source", i->source);
		json_text(&j, "name", i->name);
		json_bool(&j, "has_pip", i->has_pip);
		json_bool(&j, "externally_managed", i->managed);
		json_bool(&j, "default", k == chosen);
		json_object_end(&j);
	}
	json_list_end(&j);
	json_object_end(&j);
	json_print(&j);
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct interpreters all;
	size_t chosen;

	(void)argv;
	if (argc)
		return command_usage(&cmd_pythons, "it takes no arguments");
	unseen_begin();
	interpreters_find(ctx, &all);
	chosen = find_default(ctx, &all);
	if (as_json)
		print_json(&all, chosen);
	else if (all.count)
		print_table(&all, chosen);
	if (unseen_text())
		note("%s", unseen_text());
	if (all.count)
		return EXIT_DONE;
	error("no Python was found; install one, or name its path: '-p PATH'");
	return EXIT_FAILED;
}

const struct command cmd_pythons = {
	.name = "pythons",
	.args = "[--json]",
	.summary = "List the interpreters that environments can be made with",
	.example = "avenv pythons --json",
	.options = options,
	.run = run,
};
