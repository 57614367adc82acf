/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `avenv help`, and the --help of each command. */
#include <stdio.h>

#include "cli/command.h"
#include "setup/program.h"

/* The headings in the list of commands, each printed above the command `first` */
static const struct {
	const struct command *first;
	const char *text;
} headings[] = {
	{ &cmd_setup, "to begin" },
	{ &cmd_status, "choose what is active" },
	{ &cmd_list, "look" },
	{ &cmd_doctor, "repair and move" },
	{ &cmd_hook, "for scripts and startup files" },
};

static void print_options(const struct option_spec *o)
{
	for (; o && o->name; o++) {
		const char *name = o->arg ? formatted("%s %s", o->name, o->arg) : o->name;
		const char letter[] = { '-', o->letter, ',', '\0' };

		if (o->help)
			printf("  %3s --%-24s %s\n", o->letter ? letter : "", name, o->help);
	}
}

/* Explain the argument ENV of CMD. */
static void print_env(const struct command *cmd)
{
	const char *without =
		cmd == &cmd_activate ? "this directory's" : "this directory's, else the active one";

	printf("\nENV: a path%s", cmd->names_here ?
					  " or the name of one here that is allowed" :
					  ", a project's directory or a name of 'avenv list'");
	if (strstr(cmd->args, "ENV]") || strstr(cmd->args, "ENV...]"))
		printf(";\n  without it, %s", without);
	printf("\n");
}

void command_help(const struct command *cmd)
{
	printf("usage: avenv %s%s%s\n%s\n", cmd->name, *cmd->args ? " " : "", cmd->args,
	       cmd->summary);
	printf("\n");
	print_options(cmd->options);
	print_options(common_options);
	if (strstr(cmd->args, "ENV"))
		print_env(cmd);
	if (cmd->notes)
		printf("\n%s\n", cmd->notes);
	if (cmd->example)
		printf("\nexample:\n  %s\n", cmd->example);
}

static void list_command(const struct command *cmd)
{
	const char *names = cmd->alias ? formatted("%s, %s", cmd->name, cmd->alias) : cmd->name;

	for (size_t i = 0; i < ARRAY_SIZE(headings); i++)
		if (headings[i].first == cmd)
			printf("%s%s\n", i ? "" : "\n", headings[i].text);
	printf("  %-11s %s\n", names, cmd->summary);
}

static void list_commands(void)
{
	const char *last;

	printf("usage: avenv [-C DIR] [-q] [COMMAND] [ARG...]\n"
	       "       avenv [-C DIR] [--json] | --version\n"
	       "Without a command: show what is active, why, and what to type next.\n"
	       "-C DIR: as if in DIR; -q: no messages but errors\n");
	for (const struct command *const *c = commands; *c; c++)
		if (!(*c)->hidden)
			list_command(*c);
	last = formatted("'avenv COMMAND --help' explains a command, %s all of it.",
			 program_manual());
	printf("\n%s\n", shell_lines(last));
}

static int run_help(struct context *ctx, int argc, char **argv)
{
	const struct command *cmd = argc ? command_find(argv[0]) : NULL;

	if (argc && !cmd)
		return command_unknown(ctx, argv[0]);
	if (cmd)
		command_help(cmd);
	else
		list_commands();
	return EXIT_DONE;
}

const struct command cmd_help = {
	.name = "help",
	.args = "[COMMAND]",
	.summary = "Explain how avenv, or one command of it, is used",
	.example = "avenv help create",
	.run = run_help,
};
