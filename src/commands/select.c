/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pick an environment from a numbered list and turn it on. The hook's function evaluates standard
 * output, so the list and the question go to standard error.
 */
#include <stdlib.h>

#include "command/command.h"
#include "commands/activate.h"
#include "commands/list.h"
#include "core/mem.h"

#include "core/banned.h"

/*
 * How well ENV fits TEXT: 3 by its name, 2 by a part of it, 1 by a part of its path, as the list
 * shows it or in full; 0 not at all.
 */
static int fit(const struct env *env, const char *text)
{
	if (streq(env->name, text))
		return 3;
	if (strcasestr(env->name, text))
		return 2;
	return strcasestr(env->path, text) || strcasestr(shown(env->path), text);
}

/* Leave in KNOWN those that fit TEXT best, unless none does. */
static void narrow(struct known *known, const char *text)
{
	struct known left = { .list = mem_array(known->count, sizeof(*left.list)) };
	int best = 1;

	for (size_t i = 0; i < known->count; i++) {
		int n = fit(&known->list[i], text);

		if (n > best)
			left.count = 0;
		if (n < best)
			continue;
		left.list[left.count++] = known->list[i];
		best = n;
	}
	if (left.count)
		*known = left;
	else
		error("no environment '%s'", shown(text));
}

/* Ask until an environment is chosen and on. Returns an exit status. */
static int ask(struct context *ctx, struct here *h, const struct known *all)
{
	struct known left = *all;
	size_t room = 0;
	char *line = NULL;

	for (;;) {
		char *end;
		size_t number;

		list_table(&left, stderr, true);
		fputs("environment, or ^D: ", stderr);
		if (getline(&line, &room, stdin) < 0) {
			fputc('\n', stderr);
			return EXIT_FAILED;
		}
		line[strcspn(line, "\n")] = '\0';
		number = strtoul(line, &end, 10);
		if (!*line)
			left = *all;
		else if (!*end && number - 1 < left.count)
			left = (struct known){ .list = &left.list[number - 1], .count = 1 };
		else
			narrow(&left, line);
		if (*line && left.count == 1) {
			if (!turn_on(ctx, h, left.list[0].path))
				return EXIT_DONE;
			left = *all;
		}
	}
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct known known;
	struct here h;

	here_look(ctx, &h);
	if (!h.hook)
		return hookless(ctx, &h);
	if (!question_possible()) {
		error("there is no terminal to ask on; 'avenv list --names' prints the names");
		return EXIT_FAILED;
	}
	list_known(ctx, &known);
	if (!known.count) {
		error("no environment is known; 'avenv create' makes one");
		return EXIT_FAILED;
	}
	return ask(ctx, &h, &known);
}

const struct command cmd_select = {
	.name = "select",
	.args = "",
	.summary = "Pick an environment from a list and turn it on",
	.example = "avenv select",
	.run = run,
};
