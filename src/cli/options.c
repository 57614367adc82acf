/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A parser of options as in getopt_long(3), without abbreviations. */
#include "cli/command.h"
#include "core/mem.h"
#include "lookup/suggest.h"

/* The option LETTER; if LETTER is 0, the option with the name of LEN bytes at NAME. NULL: none. */
static const struct option_spec *find_option(const struct options *o, char letter, const char *name,
					     size_t len)
{
	for (size_t t = 0; t < ARRAY_SIZE(o->tables); t++)
		for (const struct option_spec *spec = o->tables[t]; spec && spec->name; spec++)
			if (letter ? spec->letter == letter :
				     len && strlen(spec->name) == len &&
					     !memcmp(spec->name, name, len))
				return spec;
	return NULL;
}

/* Check the value in the option's own word, or take the next word as value. */
static enum options_read take_value(struct options *o)
{
	const char *arg = o->option ? o->option->arg : NULL;

	if (!o->option)
		return OPTIONS_ERROR;
	if (!arg)
		return o->value ? OPTIONS_ERROR : OPTIONS_OPTION;
	if (!o->value && o->next == o->count)
		return OPTIONS_ERROR;
	if (!o->value)
		o->value = o->words[o->next++];
	return OPTIONS_OPTION;
}

/* Read the next option in a word like "-qn" or "-p3.12". */
static enum options_read take_letter(struct options *o)
{
	char letter = *o->letters++;

	o->word = formatted("-%c", letter);
	o->option = find_option(o, letter, NULL, 0);
	if (o->option && o->option->arg && *o->letters) {
		o->value = o->letters;
		o->letters = NULL;
	}
	return take_value(o);
}

enum options_read options_next(struct options *o)
{
	size_t len;

	o->option = NULL;
	o->value = NULL;
	if (o->letters && *o->letters)
		return take_letter(o);
	if (o->next == o->count)
		return OPTIONS_END;
	o->word = o->words[o->next++];
	if (o->ended || o->word[0] != '-' || !o->word[1]) {
		o->ended |= o->stop_early;
		return OPTIONS_ARGUMENT;
	}
	if (o->word[1] != '-') {
		o->letters = o->word + 1;
		return take_letter(o);
	}
	if (!o->word[2]) {
		o->ended = true;
		return options_next(o);
	}
	len = strcspn(o->word, "=");
	o->option = find_option(o, 0, o->word + 2, len - 2);
	o->value = o->word[len] ? o->word + len + 1 : NULL;
	return take_value(o);
}

void options_set(const struct options *o)
{
	if (o->option->flag)
		*o->option->flag = true;
	else if (o->option->value)
		*o->option->value = o->value;
	else
		strings_add(o->option->values, o->value);
}

int options_error(const struct command *cmd, const struct options *o)
{
	const char *option = mem_dup(o->word, strcspn(o->word, "="));
	const char *near = NULL;

	if (o->option)
		return command_usage(cmd, "option '%s' %s", option,
				     o->option->arg ? "needs an argument" : "takes no argument");
	if (starts_with(option, "-C"))
		return command_usage(cmd, "'-C' goes before the command: 'avenv -C DIR %s'",
				     cmd->name);
	for (size_t t = 0; t < ARRAY_SIZE(o->tables) && option[1] == '-'; t++)
		for (const struct option_spec *spec = o->tables[t]; spec && spec->name; spec++)
			if (spec->help && suggest_near(option + 2, spec->name))
				near = spec->name;
	if (!near)
		return command_usage(cmd, "unknown option '%s'", shown(option));
	error("unknown option '%s'%s", shown(option), suggest_text(formatted("--%s", near), ""));
	return EXIT_USAGE;
}
