/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * avenv __complete SHELL WORD...: what the last WORD can become. The words are those behind
 * `avenv`, without their quotes; the last may be empty.
 *
 * The first line says what the shell adds by its own means: "files", "dirs", "none", or "command"
 * if a command line of its own begins with WORD number N, which follows. Each line after it is a
 * candidate, in the form that SHELL takes. A value with a newline, or with another character that
 * a terminal would act on, is left out.
 */
#include <getopt.h>
#include <stdio.h>
#include <unistd.h>

#include "command/candidates.h"
#include "core/cwd.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "python/guess.h"
#include "shell/shell.h"

#include "core/banned.h"

/** The command line. */
struct line {
	/** WORD...; the last of them, and of that what an argument begins with: 3 of --python=3 */
	char **words;
	int last;
	const char *word, *value;
	/** NULL: the last word is its name */
	const struct command *cmd;
	/** the option whose argument the last word is, or has in it; NULL: none */
	const struct option_spec *wants;
	/** the last word is no option, whatever it looks like */
	bool ended;
	/** arguments before the last word, and the number of the first */
	int args, number;
};

/* ---- the words before the last ------------------------------------------- */

/* Read what stands before the command's name. Returns where that stands. */
static int read_globals(struct line *l, struct context *ctx)
{
	int i = 0;

	for (; i < l->last && l->words[i][0] == '-'; i++) {
		bool dir = streq(l->words[i], "-C");

		if (dir && ++i == l->last)
			l->wants = global_options;
		else if (dir && !chdir(l->words[i]))
			ctx->pwd = ctx->physical = cwd_physical();
	}
	return i;
}

/* Read the options and arguments of l->cmd, whose name is word number FIRST. */
static void read_arguments(struct line *l, int first, struct completions *c)
{
	char **argv = l->words + first;
	int argc = l->last - first, code;
	bool holds = starts_with(l->word, "--") && strchr(l->word, '=');
	struct parser parser;

	command_parser(&parser, l->cmd);
	/* 0, not 1: getopt's order of words, which __complete has set, is read anew. */
	optind = opterr = 0;
	while ((code = getopt_long(argc + holds, argv, parser.shorts, parser.longs, NULL)) != -1) {
		const struct option_spec *o;

		if (code == '?')
			continue;
		o = command_option(&parser, code == ':' ? optopt : code);
		if (code == ':' || (holds && o->arg && optarg == strchr(l->word, '=') + 1)) {
			l->wants = o;
			l->value = optarg ? optarg : l->word;
		} else if (o->arg && streq(o->arg, "ENV")) {
			c->env = optarg;
		}
	}
	l->ended = streq(argv[optind - 1], "--");
	l->args = argc - optind;
	l->number = first + optind + 1;
}

/* ---- what the last word can become --------------------------------------- */

/* What the synopsis of CMD calls its argument number N: "ENV"; "": it takes fewer. */
static const char *argument(const struct command *cmd, int n)
{
	const char *s = cmd->args, *of_option = NULL;
	size_t len;

	for (; *(s += strspn(s, " []|.")); s += len) {
		len = strcspn(s, " []|.");
		if (*s == '-')
			of_option = s + len + 1;
		else if (s != of_option && strncmp(s, "OPTION", len) != 0 &&
			 (!n-- || starts_with(s + len, "...")))
			return mem_dup(s, len);
	}
	return "";
}

/* An alias is there for who knows it. */
static void add_commands(struct completions *c)
{
	for (const struct command *const *cmd = commands; *cmd; cmd++)
		if (!(*cmd)->hidden)
			complete_add(c, (*cmd)->name, (*cmd)->summary);
}

static void add_options(struct completions *c, const struct option_spec *o)
{
	for (; o && o->name; o++)
		if (o->help)
			complete_add(c,
				     *o->name ? concat("--", o->name, "") :
						concat("-", (char[]){ o->letter, '\0' }, ""),
				     o->help);
}

static void add_shells(struct completions *c)
{
	for (const struct shell *const *s = shells; *s; s++)
		complete_add(c, (*s)->name, "");
}

// clang-format off
static const struct kind {
	/** as synopses call an argument */
	const char *name;
	void (*add)(struct completions *c);
	/** what the shell adds, if there is none */
	const char *adds;
} kinds[] = {
	{ "COMMAND", add_commands, "none" },
	{ "CMD", complete_programs, "command" },
	{ "DIR", NULL, "dirs" },
	{ "ENV", complete_envs, "dirs" },
	{ "FILE", complete_requirements, "files" },
	{ "PYTHON", complete_pythons, "files" },
	{ "SHELL", add_shells, "none" },
};
// clang-format on

/* Add the values of KIND. Returns what the shell adds. */
static const char *add_values(const char *kind, struct completions *c)
{
	/* The shell would look for files in a directory that -C has left. */
	bool elsewhere = c->ctx->physical != c->ctx->shell_dir && !strchr("/~", *c->prefix);
	const char *adds = "none";

	for (size_t k = 0; k < ARRAY_SIZE(kinds); k++)
		if (streq(kinds[k].name, kind)) {
			adds = kinds[k].adds;
			if (kinds[k].add)
				kinds[k].add(c);
		}
	return c->count || (elsewhere && ends_with(adds, "s")) ? "none" : adds;
}

/* Add what the last word of L can become. Returns what the shell adds. */
static const char *add_word(const struct line *l, struct completions *c)
{
	if (l->args > 0 && l->cmd->stop_early)
		return "command";
	if (!l->wants && !l->ended && *l->word == '-') {
		add_options(c, l->cmd ? l->cmd->options : cmd_plain.options);
		add_options(c, common_options);
		add_options(c, l->cmd ? NULL : global_options);
		return "none";
	}
	c->prefix = l->value;
	c->head = mem_dup(l->word, (size_t)(l->value - l->word));
	return add_values(l->wants ? l->wants->arg :
			  l->cmd   ? argument(l->cmd, l->args) :
				     "COMMAND",
			  c);
}

/* ---- what the shell gets ------------------------------------------------- */

static void put(const char *shell, const struct completion *c)
{
	const char *s = c->value;

	while (path_utf8_len(s))
		s += path_utf8_len(s);
	if (*s)
		return;
	for (s = c->value; *s; s++)
		printf("%s%c", streq(shell, "zsh") && strchr(":\\", *s) ? "\\" : "", *s);
	if (*c->description && !streq(shell, "bash"))
		printf("%c%s", streq(shell, "zsh") ? ':' : '\t', shown(c->description));
	putchar('\n');
}

static int run(struct context *ctx, int argc, char **argv)
{
	struct line l = { .words = argv + 1, .last = argc - 2, .number = argc - 1 };
	struct completions c = { .ctx = ctx, .head = "" };
	int first;

	if (argc < 2)
		return EXIT_USAGE;
	for (int i = 1; i < argc - 1; i++)
		if (starts_with(argv[i], "~/") && ctx->settings.home)
			argv[i] = mem_dups(path_join(ctx->settings.home, argv[i] + strlen("~/")));
	l.word = l.value = c.prefix = argv[argc - 1];
	first = read_globals(&l, ctx);
	if (first < l.last) {
		l.cmd = command_find(l.words[first]);
		if (!l.cmd)
			return EXIT_FAILED;
		read_arguments(&l, first, &c);
	}
	printf("%s %d\n", add_word(&l, &c), l.number);
	for (size_t i = 0; i < c.count; i++)
		put(argv[0], &c.list[i]);
	return EXIT_DONE;
}

const struct command cmd_complete = {
	.name = "__complete",
	.args = "SHELL WORD...",
	.summary = "Print what the last WORD can become.",
	.stop_early = true,
	.hidden = true,
	.run = run,
};
