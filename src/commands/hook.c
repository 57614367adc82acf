/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Print the hook of a shell, or its completion, with the paths of both programs filled in. */
#include "cli/command.h"
#include "print/data.h"
#include "records/private_group.h"
#include "setup/program.h"

static bool want_completion;

static const struct option_spec options[] = {
	{ 0, "completion", NULL, "print the completion instead", .flag = &want_completion },
	{ 0 },
};

static int run_hook(struct context *ctx, int argc, char **argv)
{
	const struct shell *shell = command_shell(&cmd_hook, argv[0]);
	const char *text = shell ? program_hook(shell, want_completion) : NULL;

	if (!shell)
		return EXIT_USAGE;
	if (!text)
		return EXIT_FAILED;
	data_text(text);
	private_group_expect(&ctx->trust);
	return EXIT_DONE;
}

const struct command cmd_hook = {
	.name = "hook",
	.alias = "init",
	.args = "[--completion] SHELL",
	.summary = "Print the code that loads avenv into a shell",
	.notes = "SHELL: bash, zsh, fish, tcsh, elvish, xonsh, nu",
	.example = "eval \"$(avenv hook bash)\"    # in ~/.bashrc",
	.options = options,
	.run = run_hook,
};
