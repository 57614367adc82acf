/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Print the path of an environment. */
#include "cli/command.h"
#include "lookup/target.h"
#include "print/data.h"

static int run_path(struct context *ctx, int argc, char **argv)
{
	struct verdict found;

	if (target_find(ctx, argv[0], TO_USE, &found))
		return EXIT_FAILED;
	data_line(found.venv.path);
	return EXIT_DONE;
}

const struct command cmd_path = {
	.name = "path",
	.args = "[ENV]",
	.summary = "Print where an environment is",
	.example = "ls \"$(avenv path)/bin\"",
	.run = run_path,
};
