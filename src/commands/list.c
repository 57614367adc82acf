/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Print the known environments: as a table, as names for a pipe, or as JSON. */
#include "commands/list.h"

#include <fcntl.h>

#include "cli/command.h"
#include "installed/site.h"
#include "lookup/why_off.h"
#include "print/data.h"
#include "print/json.h"
#include "print/paste.h"
#include "print/table.h"
#include "records/change.h"
#include "system/tree.h"

static bool want_names, want_json, want_size;

static const struct option_spec options[] = {
	{ 0, "names", NULL, "only names, one a line", .flag = &want_names },
	{ 0, "size", NULL, "measure the space that each takes and frees", .flag = &want_size },
	{ 0, "json", NULL, "as JSON", .flag = &want_json },
	{ 0 },
};

/* The words in the column STATE */
static const char *state_words(const struct env *env)
{
	const char *state = env->state;

	if (env->problem)
		return streq(state, "moved") || starts_with(env->problem, state) ?
			       env->problem :
			       formatted("%s: %s", state, env->problem);
	if (env->gone)
		return formatted("%s: its project is gone", state);
	if (env->tool && env->project && file_exists(env->project) == 0)
		return formatted("%s: its project is not seen", state);
	return state;
}

static void add_size_cells(struct table *t, const struct env *env)
{
	struct tree_size size;

	(void)!tree_measure(AT_FDCWD, env->real.path, &size);
	table_add(t, size_text(size.allocated), COLOUR_PLAIN);
	table_add(t, size_text(size.freed), COLOUR_PLAIN);
}

static void add_env_row(struct table *t, const struct env *env)
{
	int packages = site_count(&env->found->venv);
	enum colour colour = streq(env->state, "ok") ? COLOUR_PLAIN : COLOUR_FAINT;

	table_add(t, env->active ? "*" : NULL, COLOUR_GREEN);
	table_add(t, env->name, env->active ? COLOUR_GREEN : COLOUR_PLAIN);
	table_add(t, env->project, COLOUR_PLAIN);
	table_add(t, site_version(&env->found->venv), COLOUR_PLAIN);
	table_add(t, packages < 0 ? "unknown" : formatted("%d", packages), COLOUR_PLAIN);
	table_add_words(t, state_words(env), env->problem ? COLOUR_RED : colour);
	if (want_size)
		add_size_cells(t, env);
}

void list_table(const struct known *known, FILE *out, bool numbered)
{
	static const char *const titles[] = { "",         "",      "NAME", "PROJECT", "PYTHON",
					      "PACKAGES", "STATE", "SIZE", "FREES" };
	size_t count = ARRAY_SIZE(titles) - (want_size ? 0 : 2);
	struct table t;

	table_init(&t, titles + !numbered, count - !numbered);
	for (size_t i = 0; i < known->count; i++) {
		if (numbered)
			table_add(&t, formatted("%zu", i + 1), COLOUR_PLAIN);
		add_env_row(&t, &known->list[i]);
	}
	table_print(&t, out);
}

void note_gone(const struct known *known)
{
	bool gone = false;

	for (size_t i = 0; i < known->count; i++)
		gone = gone || (known->list[i].gone && !known->list[i].active);
	if (gone)
		note("'avenv remove --gone' asks whether to delete environments whose project is "
		     "gone");
}

const char *none_known(struct context *ctx)
{
	return reason_line(reason_none_in(ctx, "no environment is known",
					  ctx->physical.path ? ctx->physical.path : "/"));
}

static void print_names(struct trust *trust, const struct known *known)
{
	for (size_t i = 0; i < known->count; i++) {
		const char *name = env_word(trust, &known->list[i]);

		/* A name with a newline would be read as two names. */
		if (!strchr(name, '\n'))
			data_line(name);
	}
}

/* N as a number, which the caller owns; null if N is unknown: -1, as SIZE_UNKNOWN is here. */
static json_t *json_count(json_int_t n)
{
	return n == -1 ? json_null() : json_integer(n);
}

static json_t *env_json(const struct env *env)
{
	int packages = site_count(&env->found->venv);
	json_t *object = json_object();
	struct tree_size size;

	json_put_text(object, "path", env->real.path);
	json_put_text(object, "name", env->name);
	json_object_set_new(object, "ambiguous", json_boolean(env->ambiguous));
	json_put_text(object, "project", env->project);
	json_put_text(object, "gone_project", env->gone ? env->project : NULL);
	json_put_text(object, "source", env->tool ? env->tool : "project");
	json_put_text(object, "python", site_version(&env->found->venv));
	json_object_set_new(object, "packages", json_count(packages));
	if (want_size) {
		(void)!tree_measure(AT_FDCWD, env->real.path, &size);
		json_object_set_new(object, "size", json_count((json_int_t)size.allocated));
		json_object_set_new(object, "frees", json_count((json_int_t)size.freed));
	}
	json_put_text(object, "state", env->state);
	json_put_text(object, "problem", env->problem);
	json_object_set_new(object, "active", json_boolean(env->active));
	return object;
}

static void print_list_json(const struct known *known)
{
	json_t *root = json_document(), *list = json_array();

	for (size_t i = 0; i < known->count; i++)
		json_array_append_new(list, env_json(&known->list[i]));
	json_object_set_new(root, "environments", list);
	json_print(root, stdout);
}

/* State "covered": in an allowed tree, to be recorded when a shell first comes there. */
static void mark_covered(struct context *ctx, struct known *known)
{
	for (size_t i = 0; i < known->count; i++)
		if (known->list[i].found->word == WORD_COVERED &&
		    !reason_is_covered(ctx, known->list[i].found))
			known->list[i].state = "not allowed";
}

static int run_list(struct context *ctx, int argc, char **argv)
{
	struct known known;

	if (want_json && want_names)
		return command_usage(&cmd_list, "'--json' and '--names' exclude each other");
	known_find_judged(ctx, &known);
	mark_covered(ctx, &known);
	if (want_json)
		print_list_json(&known);
	else if (want_names)
		print_names(&ctx->trust, &known);
	else if (known.count)
		list_table(&known, stdout, false);
	if (!want_json && !want_names)
		note_gone(&known);
	if (records_load(&ctx->trust))
		return EXIT_FAILED;
	if (!known.count && !want_json)
		note("%s", none_known(ctx));
	return EXIT_DONE;
}

const struct command cmd_list = {
	.name = "list",
	.alias = "ls",
	.args = "[--names | --json] [--size]",
	.summary = "List allowed environments, those of tools, and this directory's",
	.example = "avenv run -e \"$(avenv list --names | fzf)\" python",
	.options = options,
	.run = run_list,
};
