/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The environments that are known: a table, names for pipes, JSON. */
#include <fcntl.h>
#include <stdio.h>

#include "command/command.h"
#include "core/hint.h"
#include "installed/site.h"
#include "known/known.h"
#include "mend/relocate.h"
#include "print/json.h"
#include "print/table.h"
#include "system/tree.h"

#include "core/banned.h"

static bool want_names, want_nul, want_json, want_size;

static const struct option_spec options[] = {
	{ .name = "names", .help = "only names, one a line", .flag = &want_names },
	{ .letter = '0',
	  .name = "null",
	  .help = "only names, each ended by a NUL byte",
	  .flag = &want_nul },
	{ .name = "size", .help = "measure the space each takes on the disk", .flag = &want_size },
	{ .name = "json", .help = "as JSON", .flag = &want_json },
	{ 0 },
};

static uint64_t size_of(const struct env *env)
{
	struct tree_size size;

	return tree_measure(AT_FDCWD, env->path, &size) ? 0 : size.allocated;
}

/* It was moved, and its scripts have the old path in them. */
static void check_moved(struct env *env)
{
	if (env->found->outcome != FIND_ENV || env->problem)
		return;
	env->problem = relocate_moved(env->path);
	if (env->problem)
		env->state = "moved";
}

static const char *count_text(const struct env *env)
{
	struct buf b = BUF_INIT;

	buf_putu(&b, site_count(&env->found->venv));
	return b.data;
}

static void add_row(struct table *t, const struct env *env)
{
	struct buf state = BUF_INIT;
	bool ok = streq(env->state, "ok");

	if (!env->problem || !starts_with(env->problem, env->state))
		buf_putl(&state, env->state, env->problem ? ": " : "");
	buf_puts(&state, env->problem ? env->problem : "");
	table_add(t, env->active ? "*" : NULL, COLOUR_GREEN);
	table_add(t, env->name, env->active ? COLOUR_GREEN : COLOUR_PLAIN);
	table_add(t, env_where(env), env->project ? COLOUR_PLAIN : COLOUR_FAINT);
	table_add(t, site_version(&env->found->venv), COLOUR_PLAIN);
	table_add(t, count_text(env), COLOUR_PLAIN);
	table_add(t, state.data, env->problem ? COLOUR_RED : ok ? COLOUR_PLAIN : COLOUR_FAINT);
	if (want_size)
		table_add(t, size_text(size_of(env)), COLOUR_PLAIN);
}

static void print_table(const struct known *known)
{
	static const struct table_column columns[] = {
		{ "", false },        { "NAME", false },  { "PROJECT", false }, { "PYTHON", false },
		{ "PACKAGES", true }, { "STATE", false }, { "SIZE", true },
	};
	struct table t;

	table_init(&t, columns, ARRAY_SIZE(columns) - !want_size);
	for (size_t i = 0; i < known->count; i++)
		add_row(&t, &known->list[i]);
	if (known->count)
		table_print(&t, stdout);
}

static void print_names(const struct known *known)
{
	size_t left_out = 0;

	for (size_t i = 0; i < known->count; i++) {
		const char *name = env_word(&known->list[i]);

		if (want_nul || !strchr(name, '\n'))
			printf("%s%c", name, want_nul ? '\0' : '\n');
		else
			left_out++;
	}
	if (left_out)
		note("%zu left out, with a newline in the name; '-0' prints them", left_out);
}

static void json_env(struct json *j, const struct env *env)
{
	json_object(j, NULL);
	json_text(j, "path", env->path);
	json_text(j, "name", env->name);
	json_bool(j, "ambiguous", env->ambiguous);
	json_text(j, "project", env->project);
	json_text(j, "source", env->source);
	json_text(j, "python", site_version(&env->found->venv));
	json_number(j, "packages", (long long)site_count(&env->found->venv));
	if (want_size)
		json_number(j, "size", (long long)size_of(env));
	json_text(j, "state", env->state);
	json_text(j, "problem", env->problem);
	json_bool(j, "active", env->active);
	json_object_end(j);
}

static void print_json(const struct known *known)
{
	struct json j;

	json_begin(&j);
	json_list(&j, "environments");
	for (size_t i = 0; i < known->count; i++)
		json_env(&j, &known->list[i]);
	json_list_end(&j);
	json_bool(&j, "cut_short", known->cut_short);
	json_object_end(&j);
	json_print(&j);
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct buf fault = BUF_INIT;
	struct known known;

	if (want_json && (want_names || want_nul))
		return command_usage(&cmd_list, "'--json' goes with neither '--names' nor '-0'");
	known_find(ctx, KNOWN_ALL, &known);
	known_judge(ctx, &known);
	for (size_t i = 0; i < known.count && !want_names && !want_nul; i++)
		check_moved(&known.list[i]);
	if (want_json)
		print_json(&known);
	else if (want_names || want_nul)
		print_names(&known);
	else
		print_table(&known);
	known_tell_cut_short(&known);
	if (ctx->trust.closed) {
		hint_store(&fault, &ctx->trust);
		error("%s", fault.data);
		return EXIT_FAILED;
	}
	if (!known.count && !want_json)
		note("no environment is known; 'avenv create' makes one");
	return EXIT_DONE;
}

const struct command cmd_list = {
	.name = "list",
	.alias = "ls",
	.args = "[--names | -0 | --json] [--size]",
	.summary = "List the environments that are known",
	.example = "avenv run -e \"$(avenv list --names | fzf)\" python",
	.options = options,
	.run = run,
};
