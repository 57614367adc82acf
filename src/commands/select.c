/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pick an environment from a numbered list and turn it on. The hook's function evaluates standard
 * output, so the list and the question go to standard error.
 */
#include <fcntl.h>
#include <locale.h>
/* readline.h needs FILE */
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>
#include <readline/tilde.h>

#include "command/command.h"
#include "commands/activate.h"
#include "core/path.h"
#include "installed/site.h"
#include "known/known.h"
#include "known/target.h"
#include "print/msg.h"
#include "print/table.h"

#include "core/banned.h"

#define HISTORY_LINES 100
#define DIGITS        "0123456789"

static struct known known;
static bool given_up;

/* ---- the list ------------------------------------------------------------------- */

/* How well ENV fits TEXT: 3 by its name, 2 by a part of it, 1 by a part of its path, 0 not at all */
static int fit(const struct env *env, const char *text)
{
	if (streq(env->name, text))
		return 3;
	return strcasestr(env->name, text) ? 2 : strcasestr(env->path, text) != NULL;
}

/* Print the environments that fit TEXT as well as BEST, by their numbers. */
static void show(const char *text, int best)
{
	static const struct table_column columns[] = {
		{ "", true },         { "", false },       { "NAME", false },
		{ "PROJECT", false }, { "PYTHON", false }, { "STATE", false },
	};
	struct table t;

	table_init(&t, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < known.count; i++) {
		const struct env *env = &known.list[i];

		if (fit(env, text) != best)
			continue;
		table_add(&t, formatted("%zu", i + 1), COLOUR_PLAIN);
		table_add(&t, env->active ? "*" : NULL, COLOUR_GREEN);
		table_add(&t, env->name, env->active ? COLOUR_GREEN : COLOUR_PLAIN);
		table_add(&t, env_where(env), COLOUR_FAINT);
		table_add(&t, site_version(&env->found->venv), COLOUR_PLAIN);
		table_add(&t, env->state, env->problem ? COLOUR_RED : COLOUR_FAINT);
	}
	table_print(&t, stderr);
}

/* The path or the name that TEXT chooses; NULL, having printed the list, if several fit. */
static const char *choose(const char *text)
{
	size_t number = strtoul(text, NULL, 10), count = 0;
	const char *path = text;
	int best = 1;

	if (!text[strspn(text, DIGITS)] && number - 1 < known.count)
		return known.list[number - 1].path;
	if (strchr(text, '/') && file_exists(AT_FDCWD, text) > 0)
		return text;
	for (size_t i = 0; i < known.count; i++) {
		int n = fit(&known.list[i], text);

		if (n < best)
			continue;
		count = n > best ? 1 : count + 1;
		best = n;
		path = known.list[i].path;
	}
	if (*text && count <= 1)
		return path;
	show(text, best);
	return NULL;
}

/* ---- the question --------------------------------------------------------------- */

static int give_up(int count, int key)
{
	given_up = true;
	rl_done = 1;
	return 0;
}

/*
 * The question is asked inside $( ) of a shell's function, which a signal would stop half-way: the
 * terminal sends none, and the interrupt key is a key like others.
 */
static void prepare_terminal(int meta)
{
	struct termios t;

	rl_prep_terminal(meta);
	if (tcgetattr(STDIN_FILENO, &t))
		return;
	t.c_lflag &= ~(tcflag_t)ISIG;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &t);
}

/* Readline's generator: the next name that begins with TEXT, allocated. */
static char *next_name(const char *text, int state)
{
	static size_t at;

	for (at = state ? at : 0; at < known.count; at++)
		if (starts_with(known.list[at].name, text))
			return strdup(known.list[at++].name);
	return NULL;
}

/* If there is none, readline completes paths. */
static char **complete(const char *text, int start, int end)
{
	rl_completion_append_character = '\0';
	return rl_completion_matches(text, next_name);
}

static void set_up_readline(void)
{
	setlocale(LC_CTYPE, "");
	rl_readline_name = "avenv";
	rl_outstream = stderr;
	/* Names have blanks. */
	rl_completer_word_break_characters = "";
	rl_attempted_completion_function = complete;
	rl_prep_term_function = prepare_terminal;
	rl_initialize();
	rl_bind_key('\003', give_up);
	rl_bind_key_in_map('\003', give_up, vi_movement_keymap);
}

/* ---- the command ---------------------------------------------------------------- */

/* Ask until an environment is chosen that can be used. Returns an exit status. */
static int ask(struct context *ctx, struct found *found)
{
	const char *store = ctx->settings.store, *path;
	const char *file = store ? path_join(path_parent(store), "select_history") : "/dev/null";
	char *line;

	set_up_readline();
	stifle_history(HISTORY_LINES);
	read_history(file);
	choose("");
	while ((line = readline("environment, or ^D: ")) && !given_up) {
		path = choose(tilde_expand(line));
		if (!path || target_use(ctx, path, found))
			continue;
		/* A number means another one tomorrow. */
		add_history(line[strspn(line, DIGITS)] ? line : found->venv.path);
		/* With `sudo -E` the file would be root's in the user's directory. */
		if (store && !ctx->trust.closed)
			write_history(file);
		return EXIT_DONE;
	}
	fputc('\n', stderr);
	return given_up ? EXIT_INTERRUPTED : EXIT_FAILED;
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct found found;
	struct here h;
	int status;

	here_look(ctx, &h);
	if (!h.hook)
		return turn_on_hookless(ctx, &h);
	if (!question_possible()) {
		error("there is no terminal to ask on; 'avenv list --names' prints the names");
		return EXIT_FAILED;
	}
	known_find(ctx, KNOWN_ALL, &known);
	known_judge(ctx, &known);
	if (!known.count) {
		error("no environment is known; 'avenv create' makes one");
		return EXIT_FAILED;
	}
	status = ask(ctx, &found);
	return status ? status : turn_on(ctx, &h, &found);
}

const struct command cmd_select = {
	.name = "select",
	.args = "",
	.summary = "Pick an environment from a list and turn it on",
	.example = "avenv select",
	.run = run,
};
