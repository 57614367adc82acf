/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"
#include "lookup/suggest.h"
#include "lookup/why_off.h"
#include "print/paste.h"

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
static const char *pip_text(struct context *ctx, const char *pip)
{
	struct verdict found;

	/* What was typed is wrong: no command repeats it. */
	paste_set_typed(NULL, 0);
	if (is_set(getenv("VIRTUAL_ENV")) || is_set(getenv("CONDA_PREFIX")))
		return formatted("'%s' acts on the environment that is on", pip);
	find_pwd(ctx, &found);
	if (!verdict_is_usable(&found))
		return reason_text(ctx, &found);
	return formatted("'avenv run %s' acts on '%s'", pip, shown(found.venv.path));
}

/** Commands of other tools: avenv's own for the same, or else pip's */
static const struct other {
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

/* The first of others[] whose word is LIKE WORD; NULL: none. */
static const struct other *find_other(const char *word, bool (*like)(const char *, const char *))
{
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (like(word, others[i].word))
			return &others[i];
	return NULL;
}

int command_unknown(struct context *ctx, const char *word)
{
	/* First another tool's word as typed, then a near one of ours, then a near one of theirs */
	const struct other *other = find_other(word, streq);
	const char *own = NULL;

	for (const struct command *const *c = commands; *c && !other && !own; c++)
		own = !(*c)->hidden && suggest_near(word, (*c)->name) ? (*c)->name : NULL;
	if (!other && !own)
		other = find_other(word, suggest_near);
	if (other && other->pip)
		error("unknown command '%s'; %s", shown(word), pip_text(ctx, other->pip));
	else
		error("unknown command '%s'%s", shown(word),
		      suggest_text(other ? other->own : own, "; 'avenv help' lists the commands"));
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

const char *command_argument(const struct command *cmd, int n, bool *needed)
{
	const char *s = cmd->args, *option_value = NULL;
	size_t len;

	/*
	 * In "[-e ENV] CMD [ARG...]" the arguments are CMD and each ARG: a word one blank behind an
	 * option is its value.
	 */
	for (int i = 0; *(s += strspn(s, " []|.")); s += len) {
		len = strcspn(s, " []|.");
		if (*s == '-') {
			option_value = s + len + 1;
		} else if (s != option_value && !starts_with(s, "OPTION")) {
			/* In "ENV | --clear" the option may stand in place of ENV. */
			if (needed)
				*needed = i == n && !strchr(cmd->args, '|') &&
					  (s == cmd->args || s[-1] != '[');
			if (i++ == n || starts_with(s + len, "..."))
				return mem_dup(s, len);
		}
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
	const char *missing;
	enum options_read read;
	int count = 0;
	bool needed;

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
	for (int i = 0; i < count; i++) {
		if (command_argument(cmd, i, NULL))
			continue;
		if (!cmd->pip)
			return command_usage(cmd, "unexpected argument '%s'", shown(args[i]));
		error("unexpected argument '%s'; %s", shown(args[i]), pip_text(ctx, cmd->pip));
		return EXIT_USAGE;
	}
	missing = command_argument(cmd, count, &needed);
	if (missing && needed)
		return command_usage(cmd, "an argument is missing: %s", missing);
	return cmd->run(ctx, count, args);
}
