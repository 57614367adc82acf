/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Print the hook of a shell, or its completion, with the paths of the two programs filled in. */
#include <stdio.h>

#include "command/command.h"
#include "command/hooks_embed.h"
#include "command/program.h"

#include "core/banned.h"

static bool want_completion;

static const struct option_spec options[] = {
	{ .name = "completion", .help = "print the completion instead", .flag = &want_completion },
	{ 0 },
};

/* Print TEXT with each quoted hole replaced by a path, as a word of SHELL. */
static void print_filled(const struct shell *shell, const char *text, const char *helper)
{
	static const char *const holes[] = { "'@HELPER@'", "'@AVENV@'" };
	const char *const paths[] = { helper, program_path() };

	for (size_t i = 0; i < ARRAY_SIZE(holes); i++) {
		struct buf b = BUF_INIT;

		for (const char *at; (at = strstr(text, holes[i])); text = at + strlen(holes[i])) {
			buf_put(&b, text, (size_t)(at - text));
			shell->quote(&b, paths[i]);
		}
		buf_puts(&b, text);
		text = b.data;
	}
	fputs(text, stdout);
}

static int run(struct context *ctx, int argc, char **argv)
{
	const struct shell *shell = command_shell(&cmd_hook, argv[0]);
	const char *helper = program_helper();
	size_t i = 0;

	if (!shell)
		return EXIT_USAGE;
	if (!helper) {
		error("cannot find 'avenv-hook' beside '%s': install avenv again",
		      shown(program_path()));
		return EXIT_FAILED;
	}
	while (!streq(embedded[i].shell, shell->name))
		i++;
	print_filled(shell, want_completion ? embedded[i].completion : embedded[i].hook, helper);
	return EXIT_DONE;
}

const struct command cmd_hook = {
	.name = "hook",
	.alias = "init",
	.args = "SHELL",
	.args_min = 1,
	.summary = "Print the code that makes a shell load avenv",
	.example = "eval \"$(avenv hook bash)\"    # in ~/.bashrc",
	.options = options,
	.run = run,
};
