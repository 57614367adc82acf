/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Print what activation would set, as code for a shell or as JSON: for
 * scripts and agents, `eval "$(avenv env --shell bash)"`.
 */
#include <stdio.h>
#include <stdlib.h>

#include "command/command.h"
#include "known/place.h"
#include "print/json.h"
#include "print/msg.h"

#include "core/banned.h"

static const char *shell_name;
static bool as_json;

static const struct option_spec options[] = {
	{ .name = "shell",
	  .arg = "SHELL",
	  .help = "for bash, zsh or fish (default: the login shell)",
	  .value = &shell_name },
	{ .name = "json", .help = "as JSON", .flag = &as_json },
	{ 0 },
};

/** What activation unsets. */
static const char *const unset_names[] = { "PYTHONHOME", "AVENV_ENV" };

static void print_json(const struct found *found, const char *prompt)
{
	struct json j;

	json_begin(&j);
	json_object(&j, "set");
	json_text(&j, "VIRTUAL_ENV", found->venv.path);
	json_text(&j, "VIRTUAL_ENV_PROMPT", prompt);
	json_text(&j, "PATH", place_path(found));
	json_object_end(&j);
	json_list(&j, "unset");
	for (size_t i = 0; i < ARRAY_SIZE(unset_names); i++)
		json_text(&j, NULL, unset_names[i]);
	json_list_end(&j);
	json_object_end(&j);
	json_print(&j);
}

static void print_code(const struct shell *shell, const struct found *found, const char *prompt)
{
	struct buf b = BUF_INIT;

	shell_export(&b, shell, "VIRTUAL_ENV", found->venv.path);
	shell_export(&b, shell, "VIRTUAL_ENV_PROMPT", prompt);
	shell_export(&b, shell, "PATH", place_path(found));
	for (size_t i = 0; i < ARRAY_SIZE(unset_names); i++)
		if (getenv(unset_names[i]))
			shell_put(&b, shell, shell->unset_variable, unset_names[i], NULL);
	fwrite(b.data, 1, b.len, stdout);
}

/* The shell that was named, else the user's own, else the plainest. */
static const struct shell *choose_shell(void)
{
	const char *login = getenv("SHELL");
	const struct shell *shell;

	if (shell_name)
		return command_shell(&cmd_env, shell_name);
	shell = is_set(login) ? shell_find(login) : NULL;
	return shell ? shell : &shell_bash;
}

static int run(struct context *ctx, int argc, char **argv)
{
	const struct shell *shell;
	struct found found;
	const char *prompt;

	if (argc > 1)
		return command_usage(&cmd_env, "one environment at a time");
	if (as_json && shell_name)
		return command_usage(&cmd_env, "'--shell' and '--json' exclude each other");
	shell = choose_shell();
	if (!shell)
		return EXIT_USAGE;
	if (place_env_or_active(ctx, argc ? argv[0] : NULL, &found))
		return EXIT_FAILED;
	prompt = venv_prompt(&found.venv, found.project_real);
	if (as_json)
		print_json(&found, prompt);
	else
		print_code(shell, &found, prompt);
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
