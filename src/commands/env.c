/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Print what activation sets, as code for a shell or as JSON: eval "$(avenv env --shell bash)". */
#include <stdio.h>
#include <stdlib.h>

#include "command/command.h"
#include "known/here.h"
#include "known/target.h"
#include "print/json.h"
#include "print/paste.h"

#include "core/banned.h"

static const char *shell_name;
static bool as_json;

static const struct option_spec options[] = {
	{ .name = "shell",
	  .arg = "SHELL",
	  .help = "the shell to print for; default: yours",
	  .value = &shell_name },
	{ .name = "json", .help = "as JSON", .flag = &as_json },
	{ 0 },
};

static const char *const unset[] = { "PYTHONHOME", "AVENV_ENV" };

static void print_json(const char *const (*set)[2], size_t count)
{
	struct json j;

	json_begin(&j);
	json_object(&j, "set");
	for (size_t i = 0; i < count; i++)
		json_text(&j, set[i][0], set[i][1]);
	json_object_end(&j);
	json_list(&j, "unset");
	for (size_t i = 0; i < ARRAY_SIZE(unset); i++)
		json_text(&j, NULL, unset[i]);
	json_list_end(&j);
	json_object_end(&j);
	json_print(&j);
}

static void print_code(const struct shell *shell, const char *const (*set)[2], size_t count)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < count; i++)
		shell_export(&b, shell, set[i][0], set[i][1]);
	for (size_t i = 0; i < ARRAY_SIZE(unset); i++)
		if (getenv(unset[i]))
			shell_put(&b, shell, shell->unset_variable, unset[i], NULL);
	fwrite(b.data, 1, b.len, stdout);
}

static int run(struct context *ctx, int argc, char **argv)
{
	const struct shell *shell;
	struct found found;

	if (as_json && shell_name)
		return command_usage(&cmd_env, "'--shell' and '--json' exclude each other");
	shell = shell_name ? command_shell(&cmd_env, shell_name) : paste_shell();
	if (!shell)
		return EXIT_USAGE;
	if (target_use(ctx, argc ? argv[0] : NULL, &found))
		return EXIT_FAILED;

	const char *const set[][2] = {
		{ "VIRTUAL_ENV", found.venv.path },
		{ "VIRTUAL_ENV_PROMPT", venv_prompt(&found.venv, found.project_real) },
		{ "PATH", here_path(&found.venv) },
	};

	if (as_json)
		print_json(set, ARRAY_SIZE(set));
	else
		print_code(shell, set, ARRAY_SIZE(set));
	return EXIT_DONE;
}

const struct command cmd_env = {
	.name = "env",
	.args = "[--shell SHELL | --json] [ENV]",
	.summary = "Print what turning an environment on would set",
	.example = "eval \"$(avenv env --shell bash)\"",
	.options = options,
	.run = run,
};
