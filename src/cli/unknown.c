/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that are not known: slips of the hand. */
#include "cli/command.h"
#include "core/mem.h"
#include "lookup/suggest.h"

int command_unknown(const char *word)
{
	const char *near = NULL;

	for (const struct command *const *c = commands; *c && !near; c++)
		near = !(*c)->hidden && suggest_near(word, (*c)->name) ? (*c)->name : NULL;
	error("unknown command '%s'%s", shown(word),
	      suggest_text(near, "; 'avenv help' lists the commands"));
	return EXIT_USAGE;
}

int options_error(const struct command *cmd, const struct options *o)
{
	const char *option = mem_dup(o->word, strcspn(o->word, "="));
	const char *near = NULL;

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
