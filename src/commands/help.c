/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is, and how one command is used. */
#include <stdio.h>

#include "command/command.h"
#include "command/manual.h"
#include "print/msg.h"

#include "core/banned.h"

/* What the commands from FIRST on, up to the next of these, are for. */
static const struct {
	const struct command *first;
	const char *text;
} headings[] = {
	{ &cmd_setup, "once for a shell, and once for a project" },
	{ &cmd_status, "what there is" },
	{ &cmd_create, "make and change" },
	{ &cmd_activate, "turn on and off in this shell" },
	{ &cmd_run, "for scripts, and where there is no hook" },
};

static void print_heading(const struct command *cmd)
{
	for (size_t i = 0; i < ARRAY_SIZE(headings); i++)
		if (headings[i].first == cmd)
			printf("%s%s\n", i ? "" : "\n", headings[i].text);
}

static void print_command(const struct command *cmd)
{
	struct buf names = BUF_INIT;

	buf_puts(&names, cmd->name);
	if (cmd->alias)
		buf_putl(&names, ", ", cmd->alias);
	printf("  %-11s %s\n", names.data, cmd->summary);
}

static void list_commands(void)
{
	printf("usage: avenv [-C DIR] [-q] [COMMAND] [ARG...]\n"
	       "       avenv [-C DIR] [--json] | --version\n"
	       "Without a command: say what is on, and why.\n"
	       "-C DIR: as if in DIR; -q: say only what went wrong\n");
	for (const struct command *const *c = commands; *c; c++) {
		if ((*c)->hidden)
			continue;
		print_heading(*c);
		print_command(*c);
	}
	printf("\n'avenv COMMAND --help' tells more, 'avenv help COMMAND' tells "
	       "all.\n");
}

static int run(struct context *ctx, int argc, char **argv)
{
	const struct command *cmd;
	const char *why;

	(void)ctx;
	if (argc > 1)
		return command_usage(&cmd_help, "one command at a time");
	if (argc == 0) {
		list_commands();
		return EXIT_DONE;
	}
	cmd = command_find(argv[0]);
	if (!cmd)
		return command_unknown(argv[0]);
	if (!manual_show(cmd, &why))
		return EXIT_DONE;
	note("%s; this is what 'avenv %s --help' prints", why, cmd->name);
	command_help(cmd);
	return EXIT_DONE;
}

const struct command cmd_help = {
	.name = "help",
	.args = "[COMMAND]",
	.summary = "Tell how avenv, or one command of it, is used",
	.example = "avenv help create",
	.run = run,
};
