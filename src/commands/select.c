/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pick an environment from a numbered list and turn it on. The hook's function evaluates standard
 * output, so the list and the question go to standard error.
 */
#include <bsd/stdlib.h>
#include <locale.h>
/* readline.h needs FILE */
#include <stdio.h>
#include <stdlib.h>

#include <readline/readline.h>

#include "cli/command.h"
#include "commands/activate.h"
#include "commands/list.h"
#include "context/calling_shell.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "lookup/why_off.h"
#include "print/question.h"

/* the environments that can still be picked */
static struct known left;

/*
 * How well TEXT matches ENV: 3 as the name, 2 as a part of the name, 1 as a part of the path, in
 * full or as the list shows the path, 0 not at all.
 */
static int match_rank(const struct env *env, const char *text)
{
	if (streq(env->name, text))
		return 3;
	if (strcasestr(env->name, text))
		return 2;
	return strcasestr(env->real.path, text) || strcasestr(shown(env->real.path), text);
}

/* Reduce `left` to the best matches of TEXT; print an error if there are none. */
static void keep_matches(const char *text)
{
	struct known matches = { .list = mem_array(left.count, sizeof(*matches.list)) };
	int best = 1;

	for (size_t i = 0; i < left.count; i++) {
		int rank = match_rank(&left.list[i], text);

		if (rank > best)
			matches.count = 0;
		if (rank < best)
			continue;
		matches.list[matches.count++] = left.list[i];
		best = rank;
	}
	if (matches.count)
		left = matches;
	else
		error("no environment '%s'", shown(text));
}

/*
 * Generator for readline: the next name that begins with TEXT, allocated by malloc(). Readline
 * prints names as they are, so one that is not printable is left out.
 */
static char *next_name(const char *text, int state)
{
	static size_t at;

	for (at = state ? at : 0; at < left.count; at++)
		if (starts_with(left.list[at].name, text) && utf8_is_printable(left.list[at].name))
			return strdup(left.list[at++].name);
	return NULL;
}

static char **select_prefix(const char *text, int start, int end)
{
	/* Readline sets this to a blank before each completion. */
	rl_completion_append_character = '\0';
	return rl_completion_matches(text, next_name);
}

static void set_up_readline(void)
{
	setlocale(LC_CTYPE, "");
	rl_outstream = stderr;
	rl_attempted_completion_function = select_prefix;
	/* Names may contain blanks. */
	rl_completer_word_break_characters = "";
}

/* Ask until an environment is chosen and on. Returns an exit status. */
static int ask_which(struct context *ctx, struct calling_shell *s, const struct known *all)
{
	set_up_readline();
	for (left = *all;;) {
		const char *no_number;
		long long number;
		char *line;

		list_table(&left, stderr, true);
		line = readline("number, name or part of it (q: none): ");
		if (!line)
			fputc('\n', stderr);
		if (!line || !*line || streq(line, "q"))
			return EXIT_FAILED;
		number = strtonum(line, 1, (long long)left.count, &no_number);
		if (!no_number)
			left = (struct known){ .list = &left.list[number - 1], .count = 1 };
		else
			keep_matches(line);
		if (left.count == 1) {
			if (!activate_named(ctx, s, left.list[0].real.path))
				return EXIT_DONE;
			left = *all;
		}
	}
}

static int run_select(struct context *ctx, int argc, char **argv)
{
	struct known known;
	struct calling_shell s;
	struct verdict found;
	size_t count = 0;

	calling_shell_read(ctx, EVENT_PROMPT, &s);
	if (!s.hook)
		return fail_without_hook();
	if (!question_possible())
		return error("there is no terminal to ask on; 'avenv list --names' prints names");
	known_find_judged(ctx, &known);
	for (size_t i = 0; i < known.count; i++)
		if (known_has_name(&ctx->trust, &known.list[i]))
			known.list[count++] = known.list[i];
	known.count = count;
	if (count)
		return ask_which(ctx, &s, &known);
	find_pwd(ctx, &found);
	return found.candidate.path ? reason_error(ctx, &found) : error("%s", none_known(ctx));
}

const struct command cmd_select = {
	.name = "select",
	.args = "",
	.summary = "Pick an environment from a list, and activate it",
	.notes = "Type a number, a name or a part of one; TAB completes.",
	.example = "avenv select",
	.run = run_select,
};
