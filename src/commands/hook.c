/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Print the hook of a shell, or its completion, with the places of the two programs filled in. */
#include <stdio.h>

#include "command/command.h"
#include "command/hooks_embed.h"
#include "command/program.h"
#include "command/shells.h"
#include "print/msg.h"
#include "shell/shell.h"

#include "core/banned.h"

static bool want_completion;

static const struct option_spec options[] = {
	{ .name = "completion",
	  .help = "print the completion, loaded at the first TAB",
	  .flag = &want_completion },
	{ 0 },
};

static const struct {
	const struct shell *shell;
	const char *hook;
	const char *completion;
} texts[] = {
	{ &shell_bash, hook_bash, completion_bash },
	{ &shell_zsh, hook_zsh, completion_zsh },
	{ &shell_fish, hook_fish, completion_fish },
};

static const char *text_for(const struct shell *shell)
{
	size_t i = 0;

	while (texts[i].shell != shell)
		i++;
	return want_completion ? texts[i].completion : texts[i].hook;
}

/* Replace each quoted hole of TEXT by a path in that shell's own quotes. */
static void fill(struct buf *b, const struct shell *shell, const char *text,
		 const char *const paths[])
{
	static const char *const holes[] = { "'@HELPER@'", "'@AVENV@'" };

	for (;;) {
		const char *helper = strstr(text, holes[0]);
		const char *program = strstr(text, holes[1]);
		size_t hole = helper && (!program || helper < program) ? 0 : 1;
		const char *at = hole ? program : helper;

		if (!at)
			break;
		buf_put(b, text, (size_t)(at - text));
		shell->quote(b, paths[hole]);
		text = at + strlen(holes[hole]);
	}
	buf_puts(b, text);
}

static int run(struct context *ctx, int argc, char **argv)
{
	const struct shell *shell;
	const char *paths[2];
	struct buf b = BUF_INIT;

	(void)ctx;
	if (argc != 1)
		return command_usage(&cmd_hook, "name one shell: bash, zsh or fish");
	shell = shells_find(&cmd_hook, argv[0]);
	if (!shell)
		return EXIT_USAGE;
	paths[0] = program_helper();
	paths[1] = program_path();
	if (!paths[0])
		return error("cannot find 'avenv-hook' beside '%s': install avenv again",
			     shown(paths[1])) ?
			       EXIT_FAILED :
			       EXIT_DONE;
	fill(&b, shell, text_for(shell), paths);
	fwrite(b.data, 1, b.len, stdout);
	return EXIT_DONE;
}

const struct command cmd_hook = {
	.name = "hook",
	.alias = "init",
	.args = "SHELL",
	.summary = "Print the code that makes bash, zsh or fish follow",
	.example = "eval \"$(avenv hook bash)\"    # in ~/.bashrc",
	.options = options,
	.run = run,
};
