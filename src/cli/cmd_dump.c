/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands and options, for tests of what is written by hand. */
#include <stdio.h>

#include "cli/command.h"
#include "print/msg.h"

#include "core/banned.h"

static const char *text(const char *s)
{
	return s ? s : "";
}

static void dump_options(const char *command, const struct option_spec *o)
{
	for (; o && o->name; o++)
		printf("option\t%s\t%.1s\t%s\t%s\t%s\n", command, &o->letter, o->name, text(o->arg),
		       text(o->help));
}

static int run(struct context *ctx, int argc, char **argv)
{
	(void)ctx;
	(void)argv;
	if (argc)
		return command_usage(&cmd_dump, "it takes no arguments");
	dump_options("", global_options);
	dump_options("", common_options);
	dump_options("", cmd_plain.options);
	for (const struct command *const *c = commands; *c; c++) {
		if ((*c)->hidden)
			continue;
		printf("command\t%s\t%s\t%s\t%s\n", (*c)->name, text((*c)->alias), (*c)->args,
		       (*c)->summary);
		dump_options((*c)->name, (*c)->options);
	}
	return EXIT_DONE;
}

const struct command cmd_dump = {
	.name = "__dump",
	.args = "",
	.summary = "Print the table of commands and options.",
	.hidden = true,
	.run = run,
};
