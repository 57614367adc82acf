/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Print the variables of activation as code for a shell: eval "$(avenv env --shell bash)". */
#include <stdlib.h>

#include "cli/command.h"
#include "context/calling_shell.h"
#include "lookup/target.h"
#include "print/data.h"
#include "print/paste.h"

static const char *shell_name;

static const struct option_spec options[] = {
	{ 0, "shell", "SHELL", "the shell to print for; default: yours", .value = &shell_name },
	{ 0 },
};

static int run_env(struct context *ctx, int argc, char **argv)
{
	static const char *const unset[] = { "PYTHONHOME", "AVENV_ENV" };
	const struct shell *shell =
		shell_name ? command_shell(&cmd_env, shell_name) : paste_shell();
	struct buf b = BUF_INIT;
	struct verdict found;

	if (!shell)
		return EXIT_USAGE;
	if (target_find(ctx, argv[0], TO_USE, &found))
		return EXIT_FAILED;
	shell_export(&b, shell, "VIRTUAL_ENV", found.venv.path);
	shell_export(&b, shell, "VIRTUAL_ENV_PROMPT", venv_prompt(&found.venv, found.project.path));
	shell_export(&b, shell, "PATH", calling_shell_path(&found.venv));
	for (size_t i = 0; i < ARRAY_SIZE(unset); i++)
		if (getenv(unset[i]))
			shell_put(&b, shell, shell->unset_variable, unset[i], NULL);
	data_text(b.data);
	return EXIT_DONE;
}

const struct command cmd_env = {
	.name = "env",
	.args = "[--shell SHELL] [ENV]",
	.summary = "Print the shell code that activates an environment",
	.example = "eval \"$(avenv env --shell bash)\"",
	.options = options,
	.run = run_env,
};
