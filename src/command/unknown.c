/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that are not known: slips of the hand, words of other tools, and what is gone. */
#include "command/command.h"
#include "known/suggest.h"

#include "core/banned.h"

/** Words of direnv, mise, uv, pyenv, poetry and virtualenvwrapper, each between blanks. */
static const struct {
	const char *words, *command;
} others[] = {
	{ " trust permit ", "avenv allow" },
	{ " block ", "avenv deny" },
	{ " revoke untrust ", "avenv forget" },
	{ " info why current ", "avenv status" },
	{ " new venv virtualenv mkvirtualenv ", "avenv create" },
	{ " local link ", "avenv use" },
	{ " shell enter start workon ", "avenv activate" },
	{ " exit leave stop ", "avenv deactivate" },
	{ " delete rmvirtualenv ", "avenv remove" },
	{ " exec ", "avenv run" },
	{ " pip install ", "avenv run python -m pip install" },
	{ " python versions ", "avenv pythons" },
};

/** Commands and options of the first edition, and their replacements; OPTION "": the command */
static const struct {
	const char *command, *option, *instead;
} gone[] = {
	{ "bench", "", "'make bench' in avenv's source measures it" },
	{ "allow", "--by-path", "set AVENV_TRUST" },
	{ "create", "--keep", "if pip fails, run the same command again" },
	{ "freeze", "--portable",
	  "'avenv run python -m pip list --format=freeze' prints versions" },
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
	const char *instead = instead_of(word, ""), *blanks = formatted(" %s ", word);
	struct suggestion near = { .typed = word };
	struct buf b = BUF_INIT;

	if (instead) {
		error("'%s' is gone: %s", word, instead);
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (strstr(others[i].words, blanks)) {
			error("unknown command '%s'; did you mean '%s'?", word, others[i].command);
			return EXIT_USAGE;
		}
	for (const struct command *const *c = commands; *c; c++) {
		if ((*c)->hidden)
			continue;
		suggest_offer(&near, (*c)->name);
		if ((*c)->alias)
			suggest_offer(&near, (*c)->alias);
	}
	if (!suggest_put(&b, &near, ""))
		buf_puts(&b, "; 'avenv help' lists the commands");
	error("unknown command '%s'%s", shown(word), b.data);
	return EXIT_USAGE;
}

int option_unknown(const struct command *cmd, const char *option)
{
	const struct option_spec *const tables[] = { cmd->options, common_options,
						     cmd == &cmd_plain ? global_options : NULL };
	const char *instead = instead_of(cmd->name, option);
	struct suggestion near = { .typed = option + strspn(option, "-") };
	struct buf b = BUF_INIT;

	if (instead)
		return command_usage(cmd, "'%s' is gone: %s", option, instead);
	for (size_t t = 0; t < ARRAY_SIZE(tables) && option[1] == '-'; t++)
		for (const struct option_spec *o = tables[t]; o && o->name; o++)
			if (o->help && *o->name)
				suggest_offer(&near, o->name);
	if (!suggest_put(&b, &near, "--"))
		return command_usage(cmd, "unknown option '%s'", shown(option));
	error("unknown option '%s'%s", shown(option), b.data);
	return EXIT_USAGE;
}
