/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"
#include "lookup/reason.h"
#include "lookup/suggest.h"

#define COMMAND_ROW(name) &cmd_##name,
const struct command *const commands[] = { COMMANDS(COMMAND_ROW) NULL };

bool command_help_wanted, command_version_wanted;
const char *command_start_dir;

const struct option_spec common_options[] = {
	{ .letter = 'q', .name = "quiet", .help = "no messages but errors", .flag = &msg_quiet },
	{ .letter = 'h', .name = "help", .help = "print this", .flag = &command_help_wanted },
	{ 0 },
};

const struct option_spec global_options[] = {
	{ .letter = 'C',
	  .name = "",
	  .arg = "DIR",
	  .help = "as if in DIR",
	  .value = &command_start_dir },
	{ .letter = 'V',
	  .name = "version",
	  .help = "print the version",
	  .flag = &command_version_wanted },
	{ 0 },
};

const struct command *command_find(const char *name)
{
	for (const struct command *const *c = commands; *c; c++)
		if (streq(name, (*c)->name) || ((*c)->alias && streq(name, (*c)->alias)))
			return *c;
	return NULL;
}

/* The effect of PIP, "pip install NAME"; or how to get an environment on which it acts */
static const char *pip_way(struct context *ctx, const char *pip)
{
	struct verdict found;

	if (is_set(getenv("VIRTUAL_ENV")) || is_set(getenv("CONDA_PREFIX")))
		return formatted("'%s' acts on the environment that is on", pip);
	find_pwd(ctx, &found);
	if (!verdict_is_usable(&found))
		return reason_text(ctx, &found);
	return formatted("'avenv run %s' acts on '%s'", pip, shown(found.venv.path));
}

int command_unknown(struct context *ctx, const char *word)
{
	/* Commands of other tools: avenv's own, or else pip's */
	static const struct {
		const char *word, *own, *pip;
	} others[] = {
		{ "install", NULL, "pip install NAME" },
		{ "add", NULL, "pip install NAME" },
		{ "uninstall", NULL, "pip uninstall NAME" },
		{ "update", NULL, "pip install --upgrade NAME" },
		{ "upgrade", NULL, "pip install --upgrade NAME" },
		{ "delete", "remove", NULL },
		{ "rebuild", "recreate", NULL },
		{ "sync", "up", NULL },
		{ "venv", "create", NULL },
	};
	const char *own = NULL, *pip = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (streq(word, others[i].word)) {
			own = others[i].own;
			pip = others[i].pip;
		}
	for (const struct command *const *c = commands; *c && !own && !pip; c++)
		own = !(*c)->hidden && suggest_near(word, (*c)->name) ? (*c)->name : NULL;
	for (size_t i = 0; i < ARRAY_SIZE(others) && !own && !pip; i++)
		if (suggest_near(word, others[i].word)) {
			own = others[i].own;
			pip = others[i].pip;
		}
	if (pip)
		error("unknown command '%s'; %s", shown(word), pip_way(ctx, pip));
	else
		error("unknown command '%s'%s", shown(word),
		      suggest_text(own, "; 'avenv help' lists the commands"));
	return EXIT_USAGE;
}

int command_usage(const struct command *cmd, const char *fmt, ...)
{
	const char *text;
	va_list args;

	va_start(args, fmt);
	text = formatted_args(fmt, args);
	va_end(args);
	error("%s; see 'avenv %s%s--help'", text, cmd->name, *cmd->name ? " " : "");
	return EXIT_USAGE;
}

const struct shell *command_shell(const struct command *cmd, const char *name)
{
	const struct shell *shell = shell_find(name);
	struct buf b = BUF_INIT;

	if (shell)
		return shell;
	for (const struct shell *const *s = shells; *s; s++)
		buf_putl(&b, s == shells ? "" : ", ", (*s)->name);
	command_usage(cmd, "unknown shell '%s'; there are %s", shown(name), b.data);
	return NULL;
}

const char *command_argument(const struct command *cmd, int n)
{
	const char *s = cmd->args, *option_value = NULL;
	size_t len;

	/* In "[-e ENV] CMD [ARG...]" the arguments are CMD and each ARG: ENV is the option's. */
	for (; *(s += strspn(s, " []|.")); s += len) {
		len = strcspn(s, " []|.");
		if (*s == '-')
			option_value = s + len + 1;
		else if (s == option_value || !strncmp(s, "OPTION", len))
			continue;
		else if (!n-- || starts_with(s + len, "..."))
			return mem_dup(s, len);
	}
	return NULL;
}

int command_run(const struct command *cmd, struct context *ctx, int argc, char **argv)
{
	struct options o = { .tables = { cmd->options, common_options },
			     .stop_early = cmd->stop_early,
			     .words = argv + 1,
			     .count = argc - 1 };
	char **args = mem_array((size_t)argc, sizeof(*args));
	enum options_read read;
	int count = 0;

	while ((read = options_next(&o)) != OPTIONS_END) {
		if (read == OPTIONS_ARGUMENT)
			args[count++] = o.words[o.next - 1];
		else if (read == OPTIONS_OPTION)
			options_set(&o);
		else
			return options_error(cmd, &o);
	}
	if (command_help_wanted) {
		command_help(cmd);
		return EXIT_DONE;
	}
	for (int i = 0; i < count; i++)
		if (!command_argument(cmd, i))
			return command_usage(cmd, "unexpected argument '%s'", shown(args[i]));
	if (count < cmd->args_min)
		return command_usage(cmd, "an argument is missing: %s",
				     command_argument(cmd, count));
	return cmd->run(ctx, count, args);
}
