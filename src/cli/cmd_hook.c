/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Print the hook of a shell, with the places of the two programs filled in. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/hooks_embed.h"
#include "cli/msg.h"
#include "cli/own.h"
#include "cli/shells.h"
#include "shell/shell.h"

#include "core/banned.h"

static const char *hook_text(const struct shell *shell)
{
	if (shell == &shell_bash)
		return hook_bash;
	return shell == &shell_zsh ? hook_zsh : hook_fish;
}

/* Replace each quoted hole of TEXT by a path in that shell's own quotes. */
static void fill(struct buf *b, const struct shell *shell, const char *text)
{
	static const char *const holes[] = { "'@HELPER@'", "'@AVENV@'" };
	const char *const paths[] = { own_helper(), own_program() };

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
	const struct shell *const *list;
	struct buf b = BUF_INIT;
	int status;

	(void)ctx;
	if (argc != 1)
		return command_usage(&cmd_hook, "name one shell: bash, zsh or "
						"fish");
	list = shells_named(&cmd_hook, argc, argv, &status);
	if (!list)
		return status;
	if (!own_helper()) {
		error("cannot find 'avenv-hook': install avenv again");
		return EXIT_FAILED;
	}
	fill(&b, list[0], hook_text(list[0]));
	fwrite(b.data, 1, b.len, stdout);
	return EXIT_DONE;
}

const struct command cmd_hook = {
	.name = "hook",
	.alias = "init",
	.args = "SHELL",
	.summary = "Print the code that makes bash, zsh or fish follow",
	.example = "eval \"$(avenv hook bash)\"    # in ~/.bashrc",
	.run = run,
};
