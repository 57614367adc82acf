/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pick an environment and turn it on: a numbered list, and a line on which
 * what is typed narrows it.  All that people see goes to standard error, since
 * the hook's function evaluates standard output.
 */
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <readline/tilde.h>

#include "command/command.h"
#include "commands/turn_on.h"
#include "known/place.h"
#include "known/select.h"
#include "print/msg.h"
#include "print/table.h"

#include "core/banned.h"

enum {
	/** as a shell has it for a command that ^C ended */
	EXIT_INTERRUPTED = 130,
	/** lines of a terminal that are not the list: its title, one that says
	 * how many more there are, the question */
	LINES_BESIDE = 3,
	LINES_LEAST = 10,
};

static bool want_print;

static const struct option_spec options[] = {
	{ .name = "print",
	  .help = "print the path of the choice and turn nothing on",
	  .flag = &want_print },
	{ 0 },
};

static size_t lines_for_list(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || size.ws_row < LINES_LEAST + LINES_BESIDE)
		return LINES_LEAST;
	return size.ws_row - (size_t)LINES_BESIDE;
}

static void add_row(struct table *t, size_t number, const struct env *env)
{
	struct buf n = BUF_INIT;

	buf_putu(&n, number);
	table_add(t, n.data, COLOUR_PLAIN);
	table_add(t, env->active ? "*" : NULL, COLOUR_BOLD);
	table_add(t, env->name, env->active ? COLOUR_BOLD : COLOUR_PLAIN);
	table_add(t, env_where(env), COLOUR_FAINT);
	table_add(t, env_python(&env->venv), COLOUR_PLAIN);
	table_add(t, env_state(env), env->problem ? COLOUR_RED : COLOUR_FAINT);
}

/* What is left, by the numbers it had from the beginning. */
static void show(const struct choice *c)
{
	static const struct table_column columns[] = {
		{ "", true },         { "", false },       { "NAME", false },
		{ "PROJECT", false }, { "PYTHON", false }, { "STATE", false },
	};
	size_t room = lines_for_list(), shown = 0;
	struct table t;

	table_init(&t, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < c->envs->count && shown < room; i++) {
		if (!c->left[i])
			continue;
		add_row(&t, i + 1, &c->envs->list[i]);
		shown++;
	}
	table_print(&t, stderr);
	if (shown < c->count)
		fprintf(stderr, "and %zu more: type a part of a name or a path\n",
			c->count - shown);
}

/* TEXT is a path to something that is there; NULL: it is not. */
static const char *as_path(const char *text)
{
	const char *path = tilde_expand(text);
	struct file_info info;

	return strchr(path, '/') && !file_stat(path, &info) ? path : NULL;
}

/* The path that TEXT chooses, or NULL: it does not choose one yet. */
static const char *chosen(struct choice *c, const char *text)
{
	const struct env *env = choice_number(c, text);
	const char *path = env ? env->venv.path : as_path(text);
	size_t count;

	if (path)
		return path;
	count = choice_narrow(c, text);
	if (count == 1)
		return choice_first(c)->venv.path;
	if (count)
		show(c);
	else
		error("none of them is called '%s' or has that in its name or "
		      "path",
		      shown(text));
	return NULL;
}

/* What brings PATH back another time. */
static const char *to_remember(const struct envs *envs, const char *path)
{
	for (size_t i = 0; i < envs->count; i++)
		if (streq(envs->list[i].venv.path, path) && !envs->list[i].ambiguous)
			return envs->list[i].name;
	return path;
}

/* Ask until one is chosen that can be used.  Returns an exit status. */
static int ask(struct context *ctx, const struct envs *envs, struct found *found)
{
	struct choice c;
	const char *text, *path;
	bool interrupted;

	choice_init(&c, envs);
	select_history_load(&ctx->settings);
	show(&c);
	while ((text = select_line(envs, &interrupted))) {
		if (!*text) {
			choice_reset(&c);
			show(&c);
			continue;
		}
		path = chosen(&c, text);
		if (!path)
			continue;
		if (!place_env(ctx, path, found)) {
			select_history_add(&ctx->settings, to_remember(envs, found->venv.path));
			return EXIT_DONE;
		}
		choice_reset(&c);
	}
	return interrupted ? EXIT_INTERRUPTED : EXIT_FAILED;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct envs envs;
	struct found found;
	struct here h;
	int status;

	(void)argv;
	if (argc)
		return command_usage(&cmd_select, "it takes no arguments");
	here_look(ctx, &h);
	if (!want_print && !h.hook)
		return turn_on_hookless(ctx, &h);
	if (!question_possible()) {
		error("there is no terminal to ask on; 'avenv list --names | "
		      "fzf' picks a name, too");
		return EXIT_FAILED;
	}
	envs_find(ctx, &envs);
	if (!envs.count) {
		error("no environment is known; 'avenv create' makes one");
		return EXIT_FAILED;
	}
	status = ask(ctx, &envs, &found);
	if (status != EXIT_DONE)
		return status;
	if (!want_print)
		return turn_on(ctx, &h, &found);
	printf("%s\n", found.venv.path);
	return EXIT_DONE;
}

const struct command cmd_select = {
	.name = "select",
	.args = "[--print]",
	.summary = "Pick an environment from a list and turn it on",
	.example = "cd \"$(avenv select --print)/..\"",
	.options = options,
	.run = run,
};
