/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Print the hook of a shell, or its completion, with the paths of the two programs filled in. */
#include "cli/command.h"
#include "cli/program.h"
#include "print/data.h"

static bool want_completion;

static const struct option_spec options[] = {
	{ 0, "completion", NULL, "print the completion instead", .flag = &want_completion },
	{ 0 },
};

/* TEXT with each HOLE replaced by PATH, as a word of SHELL. */
static const char *fill(const struct shell *shell, const char *text, const char *hole,
			const char *path)
{
	struct buf b = BUF_INIT;

	for (const char *at; (at = strstr(text, hole)); text = at + strlen(hole)) {
		buf_put(&b, text, (size_t)(at - text));
		shell->quote(&b, path);
	}
	buf_puts(&b, text);
	return b.data;
}

static int run(struct context *ctx, int argc, char **argv)
{
	const struct shell *shell = command_shell(&cmd_hook, argv[0]);
	const char *helper = program_helper(), *text;
	const struct embedded *e = embedded;

	if (!shell)
		return EXIT_USAGE;
	if (!helper)
		return error("cannot find 'avenv-hook' beside '%s': install avenv again",
			     shown(program_path()));
	while (!streq(e->shell, shell->name))
		e++;
	text = fill(shell, want_completion ? e->completion : e->hook, "'@HELPER@'", helper);
	data_text(fill(shell, text, "'@AVENV@'", program_path()));
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
