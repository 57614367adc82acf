/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that are not known: slips of the hand, and what is gone. */
#include "command/command.h"
#include "core/mem.h"
#include "known/suggest.h"

#include "core/banned.h"

/** Commands and options of the first edition, and their replacements; OPTION "": the command */
static const struct {
	const char *command, *option, *instead;
} gone[] = {
	{ "bench", "", "'make bench' in avenv's source measures it" },
	{ "allow", "--by-path", "set AVENV_TRUST" },
	{ "create", "--copies", "'python3 -m venv --copies DIR' makes a copy" },
	{ "create", "--keep", "if pip fails, run the same command again" },
	{ "freeze", "-r", "'avenv freeze > FILE' writes the list" },
	{ "list", "--sort", "'avenv list | sort -k 3' sorts by a column" },
	{ "packages", "--diff", "'diff <(avenv freeze A) <(avenv freeze B)' compares A and B" },
	{ "packages", "--files", "'avenv run python -m pip show -f NAME' lists them" },
	{ "recreate", "--offline", "set PIP_NO_INDEX=1 and PIP_FIND_LINKS=DIR" },
	{ "select", "--print", "'avenv list --names | fzf' prints the choice" },
	{ "setup", "--found", "'avenv allow --found DIR' allows environments that exist" },
	{ "setup", "--purge", "README names the directory to delete" },
};

static const char *instead_of(const char *command, const char *option)
{
	for (size_t i = 0; i < ARRAY_SIZE(gone); i++)
		if (streq(gone[i].command, command) && streq(gone[i].option, option))
			return gone[i].instead;
	return NULL;
}

int command_unknown(const char *word)
{
	const char *instead = instead_of(word, ""), *near = NULL;

	for (const struct command *const *c = commands; *c && !near; c++)
		near = !(*c)->hidden && suggest_near(word, (*c)->name) ? (*c)->name : NULL;
	if (instead)
		error("'%s' is gone: %s", word, instead);
	else
		error("unknown command '%s'%s", shown(word),
		      suggest_text(near, "; 'avenv help' lists the commands"));
	return EXIT_USAGE;
}

int options_error(const struct command *cmd, const struct options *o)
{
	const char *option = mem_dup(o->word, strcspn(o->word, "="));
	const char *instead = instead_of(cmd->name, option), *near = NULL;

	if (instead)
		return command_usage(cmd, "'%s' is gone: %s", option, instead);
	if (o->option)
		return command_usage(cmd, "option '%s' %s", option,
				     o->option->arg ? "needs an argument" : "takes no argument");
	for (size_t t = 0; t < ARRAY_SIZE(o->tables) && option[1] == '-'; t++)
		for (const struct option_spec *spec = o->tables[t]; spec && spec->name; spec++)
			if (spec->help && suggest_near(option + 2, spec->name))
				near = spec->name;
	if (!near)
		return command_usage(cmd, "unknown option '%s'", shown(option));
	error("unknown option '%s'%s", shown(option), suggest_text(formatted("--%s", near), ""));
	return EXIT_USAGE;
}
