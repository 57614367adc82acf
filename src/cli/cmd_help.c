/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is, and how one command is used. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/msg.h"

#include "core/banned.h"

static void list_commands(void)
{
	printf("usage: avenv [-C DIR] [-q] [COMMAND] [ARG...]\n"
	       "Python virtual environments that follow you: cd into a "
	       "project and its\nenvironment is on, leave and it is off.\n\n"
	       "With no command: what is on, and why.\n\n");
	for (const struct command *const *c = commands; *c; c++)
		if (!(*c)->hidden)
			printf("  %-11s %s\n", (*c)->name, (*c)->summary);
	printf("\n'avenv COMMAND --help' tells more; avenv(1) tells all.\n");
}

static int run(struct context *ctx, int argc, char **argv)
{
	const struct command *cmd;

	(void)ctx;
	if (argc > 1)
		return command_usage(&cmd_help, "one command at a time");
	if (argc == 0) {
		list_commands();
		return EXIT_DONE;
	}
	cmd = command_find(argv[0]);
	if (!cmd) {
		error("unknown command '%s'; 'avenv help' lists the commands",
		      shown(argv[0]));
		return EXIT_USAGE;
	}
	command_help(cmd);
	return EXIT_DONE;
}

const struct command cmd_help = {
	.name = "help",
	.args = "[COMMAND]",
	.summary = "Print how avenv, or one command of it, is used.",
	.run = run,
};
