/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A word that is no command: a slip of the hand, or another tool's word. */
#include "command/command.h"
#include "known/suggest.h"
#include "print/msg.h"

#include "core/banned.h"

/*
 * What people type who come from direnv, mise, uv, pyenv, poetry, pipenv,
 * virtualenvwrapper or conda, and what is an everyday word for one of ours.
 * WORDS are separated by a space.
 */
static const struct {
	const char *words, *says;
} others[] = {
	{ "bench", "'make bench' in avenv's source measures it" },
	{ "trust permit grant accept approve", "'avenv allow' does that" },
	{ "block refuse distrust", "'avenv deny' does that" },
	{ "untrust revoke disallow unallow",
	  "'avenv forget' takes an allow back, 'avenv deny' says never" },
	{ "enable", "'avenv allow' is for a project, 'avenv on' for a shell" },
	{ "disable", "'avenv deny' is for a project, 'avenv off' for a shell" },
	{ "why explain info current showvirtualenv", "'avenv status' does that" },
	{ "check diagnose examine health", "'avenv doctor' does that" },
	{ "reload refresh rehash", "each prompt does that; 'avenv status' tells what it sees" },
	{ "new make mk add venv virtualenv mkvirtualenv mkproject", "'avenv create' does that" },
	{ "mktmpenv", "'avenv create \"$(mktemp -d)\"' makes one for a while" },
	{ "copy cp clone cpvirtualenv",
	  "'avenv create' makes a new one, 'avenv freeze' tells what to "
	  "install in it" },
	{ "local set link setvirtualenvproject", "'avenv use' does that for a project" },
	{ "global", "'avenv use' chooses for a project, there is no choice for all" },
	{ "shell enter start source workon", "'avenv activate' turns one on in this shell" },
	{ "exit leave stop quit", "'avenv deactivate' does that" },
	{ "pick choose switch", "'avenv select' does that" },
	{ "delete del destroy erase rmvirtualenv", "'avenv remove' does that" },
	{ "rename", "'avenv move' does that" },
	{ "envs lsvirtualenv virtualenvs", "'avenv list' does that" },
	{ "exec x execute", "'avenv run' does that" },
	{ "export", "'avenv env' does that" },
	{ "where root prefix location", "'avenv path' does that" },
	{ "which whence", "'avenv run which' looks for a program in it" },
	{ "cdvirtualenv", "'cd \"$(avenv path)\"' goes there" },
	{ "interpreters versions", "'avenv pythons' does that" },
	{ "python", "'avenv run python' runs it, 'avenv pythons' lists those that are "
		    "installed" },
	{ "pip", "'avenv run python -m pip' does that" },
	{ "install sync", "'avenv run python -m pip install' does that, or 'avenv create -r' "
			  "for a file of requirements" },
	{ "uninstall", "'avenv remove' is for an environment, 'avenv run python -m pip "
		       "uninstall' for a package" },
	{ "update upgrade", "'avenv create --upgrade' is for a Python upgraded in place, 'avenv "
			    "run python -m pip install -U' for a package" },
	{ "show dists deps tree graph", "'avenv packages' tells what is installed" },
	{ "diff compare", "'diff <(avenv freeze A) <(avenv freeze B)' does that" },
	{ "files", "'avenv run python -m pip show -f NAME' does that" },
	{ "verify audit", "'avenv packages --verify' does that" },
	{ "lock requirements",
	  "avenv writes no lock file; 'avenv freeze' tells what is installed" },
	{ "fix mend relink", "'avenv repair' does that" },
	{ "rebuild remake reset",
	  "'avenv recreate' makes one anew with the same packages, 'avenv create "
	  "--clear' with none" },
	{ "prune clean", "'avenv remove' is for environments, 'avenv forget' for records" },
	{ "edit", "there is no file to edit; 'avenv use' chooses what a project has" },
	{ "config settings", "settings are environment variables, see 'man avenv'" },
	{ "version", "'avenv --version' does that" },
	{ "completion completions", "'avenv hook' brings completion, too" },
	{ "commands", "'avenv help' lists them" },
};

/** An option that an earlier edition had, and what does its work now. */
static const struct {
	const struct command *cmd;
	const char *option, *instead;
} gone[] = {
	{ &cmd_create, "--keep",
	  "if pip fails, the environment stays, and the same command goes on" },
	{ &cmd_create, "--compile", "'python -m compileall' in it does that" },
	{ &cmd_freeze, "-r", "'avenv freeze > FILE' writes the list" },
	{ &cmd_freeze, "--requirement", "'avenv freeze > FILE' writes the list" },
	{ &cmd_packages, "--diff", "'diff <(avenv freeze A) <(avenv freeze B)' compares A and B" },
	{ &cmd_packages, "--files", "'avenv run python -m pip show -f NAME' lists them" },
	{ &cmd_recreate, "--offline", "set PIP_NO_INDEX=1 and PIP_FIND_LINKS=DIR" },
	{ &cmd_setup, "--found", "'avenv allow --found DIR' is for environments that exist" },
	{ &cmd_setup, "--print", "'avenv setup' prints the line that it writes" },
	{ &cmd_setup, "--purge", "README says which two directories to delete" },
};

const char *option_gone(const struct command *cmd, const char *option)
{
	for (size_t i = 0; i < ARRAY_SIZE(gone); i++)
		if (gone[i].cmd == cmd && streq(gone[i].option, option))
			return gone[i].instead;
	return NULL;
}

/* WORD is one of those in WORDS. */
static bool is_among(const char *word, const char *words)
{
	size_t len = strlen(word), n;

	for (; *words; words += n + (words[n] == ' ')) {
		n = strcspn(words, " ");
		if (n == len && !strncmp(words, word, n))
			return true;
	}
	return false;
}

static const char *of_others(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (is_among(word, others[i].words))
			return others[i].says;
	return NULL;
}

int command_unknown(const char *word)
{
	const char *says = of_others(word);
	struct suggestion near;
	struct buf b = BUF_INIT;

	suggest_init(&near, word);
	for (const struct command *const *c = commands; *c; c++) {
		if ((*c)->hidden)
			continue;
		suggest_offer(&near, (*c)->name);
		if ((*c)->alias)
			suggest_offer(&near, (*c)->alias);
	}
	if (says)
		buf_putl(&b, "; ", says);
	else if (!suggest_put(&b, &near, ""))
		buf_puts(&b, "; 'avenv help' lists the commands");
	error("unknown command '%s'%s", shown(word), b.data);
	return EXIT_USAGE;
}
