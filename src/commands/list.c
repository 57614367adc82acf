/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The environments that are known: a table, names for pipes, JSON. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "command/command.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "known/envs.h"
#include "known/progress.h"
#include "known/unseen.h"
#include "print/json.h"
#include "print/msg.h"
#include "print/table.h"
#include "system/tree.h"

#include "core/banned.h"

static bool want_names, want_nul, want_json, want_size;
static const char *sort_key = "name";
static const char *const sort_keys[] = { "name", "path", "python", "packages", "size", NULL };

static const struct option_spec options[] = {
	{ .name = "names", .help = "only what each is called, one a line", .flag = &want_names },
	{ .letter = '0',
	  .name = "null",
	  .help = "the same, each ended by a NUL byte",
	  .flag = &want_nul },
	{ .name = "sort",
	  .arg = "KEY",
	  .help = "by name, path, python, packages or size",
	  .value = &sort_key },
	{ .name = "size", .help = "measure what each takes on the disk", .flag = &want_size },
	{ .name = "json", .help = "as JSON", .flag = &want_json },
	{ 0 },
};

/** One environment, with what only a list asks. */
struct row {
	const struct env *env;
	const char *python;
	/** negative: nobody can tell */
	long long packages;
	/** on the disk, in bytes, as far as that could be seen */
	uint64_t size;
};

struct rows {
	struct row *list;
	size_t count;
	/** of what they are not shown as they may be, the first; NULL: of nothing */
	const char *unseen;
};

static int by_path(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	return strcmp(x->env->venv.path, y->env->venv.path);
}

static int by_name(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order = strcmp(x->env->name, y->env->name);

	return order ? order : by_path(a, b);
}

static int by_python(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order = strverscmp(x->python ? x->python : "", y->python ? y->python : "");

	return order ? order : by_name(a, b);
}

/* The largest first. */
static int by_packages(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->packages != y->packages)
		return x->packages < y->packages ? 1 : -1;
	return by_name(a, b);
}

static int by_size(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return by_name(a, b);
}

typedef int comparison(const void *a, const void *b);

/* By sort_key; NULL: there is no such key. */
static comparison *comparison_wanted(void)
{
	/* as in sort_keys[] */
	static comparison *const by[] = { by_name, by_path, by_python, by_packages, by_size };

	for (size_t i = 0; i < ARRAY_SIZE(by); i++)
		if (streq(sort_keys[i], sort_key))
			return by[i];
	return NULL;
}

static uint64_t size_of(const struct env *env)
{
	struct tree_size size;

	if (tree_measure(AT_FDCWD, env->venv.path, &size))
		unseen(tree_fault(env->venv.path));
	return size.allocated;
}

static void look_at(struct row *row)
{
	unseen_begin();
	if (!want_names || streq(sort_key, "python"))
		row->python = env_python(&row->env->venv);
	if (!want_names || streq(sort_key, "packages"))
		row->packages = (long long)env_packages(&row->env->venv);
	if (unseen_text())
		row->packages = -1;
	/* How large the rest is still says something. */
	if (want_size)
		row->size = size_of(row->env);
}

static void look_inside(const struct envs *envs, struct rows *rows)
{
	rows->list = mem_array(envs->count + 1, sizeof(*rows->list));
	rows->count = envs->count;
	for (size_t i = 0; i < envs->count; i++) {
		rows->list[i].env = &envs->list[i];
		look_at(&rows->list[i]);
		if (!rows->unseen)
			rows->unseen = unseen_text();
		progress_step(i + 1, envs->count);
	}
}

static const char *number(long long n)
{
	struct buf b = BUF_INIT;

	if (n < 0)
		return NULL;
	buf_putu(&b, (size_t)n);
	return b.data;
}

static void add_row(struct table *t, const struct row *row)
{
	const struct env *env = row->env;
	const char *state = env_state(env);
	enum colour colour = COLOUR_PLAIN;

	if (env->problem)
		colour = COLOUR_RED;
	else if (!streq(state, "ok"))
		colour = COLOUR_FAINT;
	table_add(t, env->active ? "*" : NULL, COLOUR_GREEN);
	table_add(t, env->name, env->active ? COLOUR_GREEN : COLOUR_PLAIN);
	table_add(t, env_where(env), env->project ? COLOUR_PLAIN : COLOUR_FAINT);
	table_add(t, row->python, COLOUR_PLAIN);
	table_add(t, number(row->packages), COLOUR_PLAIN);
	table_add(t, state, colour);
	if (want_size)
		table_add(t, size_text(row->size), COLOUR_PLAIN);
}

static void print_table(const struct rows *rows)
{
	static const struct table_column columns[] = {
		{ "", false },        { "NAME", false },  { "PROJECT", false }, { "PYTHON", false },
		{ "PACKAGES", true }, { "STATE", false }, { "SIZE", true },
	};
	struct table t;

	table_init(&t, columns, ARRAY_SIZE(columns) - !want_size);
	for (size_t i = 0; i < rows->count; i++)
		add_row(&t, &rows->list[i]);
	if (rows->count)
		table_print(&t, stdout);
}

/* What names each as ENV, in this directory: its path where nothing else. */
static void print_names(const struct rows *rows)
{
	size_t left_out = 0;

	for (size_t i = 0; i < rows->count; i++) {
		const char *name = env_word(rows->list[i].env);

		if (!want_nul && strchr(name, '\n')) {
			left_out++;
			continue;
		}
		fputs(name, stdout);
		putchar(want_nul ? '\0' : '\n');
	}
	if (left_out)
		note("%zu left out, with a newline in the name; '-0' prints "
		     "them",
		     left_out);
}

static void json_env(struct json *j, const struct row *row)
{
	const struct env *env = row->env;

	json_object(j, NULL);
	json_text(j, "path", env->venv.path);
	json_text(j, "name", env->name);
	json_bool(j, "ambiguous", env->ambiguous);
	json_text(j, "project", env->project);
	json_text(j, "source", env->source);
	json_text(j, "python", row->python);
	if (row->packages < 0)
		json_text(j, "packages", NULL);
	else
		json_number(j, "packages", row->packages);
	if (want_size)
		json_number(j, "size", (long long)row->size);
	json_text(j, "health", env->health);
	json_text(j, "problem", env->problem);
	json_bool(j, "active", env->active);
	json_bool(j, "allowed", env->verdict == VERDICT_ALLOWED);
	json_bool(j, "denied", env->verdict == VERDICT_DENIED);
	json_object_end(j);
}

static void print_json(const struct rows *rows, bool cut_short)
{
	struct json j;

	json_begin(&j);
	json_list(&j, "environments");
	for (size_t i = 0; i < rows->count; i++)
		json_env(&j, &rows->list[i]);
	json_list_end(&j);
	json_bool(&j, "cut_short", cut_short);
	json_object_end(&j);
	json_print(&j);
}

static int list(struct context *ctx, comparison *compare)
{
	struct buf fault = BUF_INIT;
	struct envs envs;
	struct rows rows;

	unseen_begin();
	envs_find(ctx, &envs);
	rows.unseen = unseen_text();
	look_inside(&envs, &rows);
	progress_end();
	if (rows.count)
		qsort(rows.list, rows.count, sizeof(*rows.list), compare);
	if (want_json)
		print_json(&rows, envs.cut_short);
	else if (want_names)
		print_names(&rows);
	else
		print_table(&rows);
	if (!rows.count && !rows.unseen && !want_json && !ctx->trust.closed)
		note("no environment is known; 'avenv create' makes one");
	if (rows.unseen)
		note("%s", rows.unseen);
	envs_tell_cut_short(&envs);
	if (!ctx->trust.closed)
		return EXIT_DONE;
	hint_store(&fault, &ctx->trust);
	error("%s", fault.data);
	return EXIT_FAILED;
}

static int run(struct context *ctx, int argc, char **argv)
{
	comparison *compare = comparison_wanted();

	(void)argv;
	want_names = want_names || want_nul;
	want_size = want_size || streq(sort_key, "size");
	if (argc)
		return command_usage(&cmd_list, "it takes no arguments");
	if (want_json && want_names)
		return command_usage(&cmd_list, "'--json' goes with neither '--names' nor '-0'");
	if (!compare)
		return command_usage(&cmd_list,
				     "unknown key '%s'; there are name, path, "
				     "python, packages and size",
				     shown(sort_key));
	return list(ctx, compare);
}

const struct command cmd_list = {
	.name = "list",
	.alias = "ls",
	.args = "[--names | -0 | --json] [--size] [--sort KEY]",
	.summary = "List the environments that are known",
	.example = "avenv run -e \"$(avenv list --names | fzf)\" python",
	.options = options,
	.run = run,
};
