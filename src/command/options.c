/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options as getopt_long(3) has them, without abbreviations. */
#include "command/command.h"
#include "core/mem.h"

#include "core/banned.h"

/* The option with this LETTER, or with LETTER 0 the name of LEN bytes at NAME; or NULL. */
static const struct option_spec *find(const struct options *o, char letter, const char *name,
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

static enum options_read take_value(struct options *o)
{
	if (!o->option)
		return OPTIONS_UNKNOWN;
	if (!o->option->arg)
		return o->value ? OPTIONS_HAS_VALUE : OPTIONS_OPTION;
	if (!o->value && o->next == o->count)
		return OPTIONS_NO_VALUE;
	if (!o->value)
		o->value = o->words[o->next++];
	return OPTIONS_OPTION;
}

static enum options_read take_letter(struct options *o)
{
	char letter = *o->letters++;

	o->word = formatted("-%c", letter);
	o->option = find(o, letter, NULL, 0);
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
	len = strcspn(o->word + 2, "=");
	o->option = find(o, 0, o->word + 2, len);
	if (o->word[2 + len])
		o->value = o->word + 2 + len + 1;
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

int options_error(const struct command *cmd, const struct options *o, enum options_read read)
{
	const char *name = mem_dup(o->word, strcspn(o->word, "="));

	if (read == OPTIONS_UNKNOWN)
		return option_unknown(cmd, name);
	return command_usage(cmd, "option '%s' %s", shown(name),
			     read == OPTIONS_NO_VALUE ? "needs an argument" : "takes no argument");
}
