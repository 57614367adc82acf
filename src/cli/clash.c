/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/clash.h"

#include <stdlib.h>

#include "cli/grep.h"
#include "cli/msg.h"
#include "cli/startup.h"
#include "core/path.h"

#include "core/banned.h"

/** Something that turns environments on, too. */
struct clash {
	const char *name;
	/** it is in use, by a line that matches; and not where this matches */
	const char *pattern, *unless;
	/** the file in the home directory in which else UNLESS is looked for */
	const char *elsewhere;
	/** what switches it off */
	const char *off;
};

#define ASSIGN "(^|[[:blank:];&])"

/* It may be all that an `if` or a function holds: a comment would not do. */
#define INSTEAD "'true' in place of that command"

/* NAME in oh-my-zsh's list, which may take several lines. */
#define PLUGIN(name)                                                           \
	ASSIGN "plugins\\+?=\\((([^)]|\n)*[[:blank:]\n])?" name                \
	       "([[:blank:])]|$)"

/* Not in a function or an alias, which wait for a word of the user's. */
#define SOURCED                                                                      \
	"(^|^(\\[|test[[:blank:]]|if[[:blank:]])[^()]*([[:blank:];&|]|\n[[:blank:]]" \
	"+))(\\.|source)[[:blank:]]+[^;&|]*/bin/activate(\\.fish)?"                  \
	"([\"'[:blank:];)]|$)"

static const struct clash in_shells[] = {
	{
		.name = "oh-my-zsh's python plugin",
		.pattern = ASSIGN "PYTHON_AUTO_VRUN=[\"']?true",
		.off = "PYTHON_AUTO_VRUN=false",
	},
	{
		.name = "oh-my-zsh's pyenv plugin",
		.pattern = PLUGIN("pyenv"),
		.unless = ASSIGN "ZSH_PYENV_VIRTUALENV=[\"']?false",
		.off = "ZSH_PYENV_VIRTUALENV=false, before it is loaded",
	},
	{
		.name = "oh-my-zsh's virtualenvwrapper plugin",
		.pattern = PLUGIN("virtualenvwrapper"),
		.unless = ASSIGN "DISABLE_VENV_CD=[\"']?1",
		.off = "DISABLE_VENV_CD=1, before it is loaded",
	},
	{
		.name = "oh-my-zsh's pipenv plugin",
		.pattern = PLUGIN("pipenv"),
		.unless = ":omz:plugins:pipenv.*auto-shell.*no",
		.off = "zstyle ':omz:plugins:pipenv' auto-shell no, before it "
		       "is loaded",
	},
	{
		.name = "oh-my-zsh's poetry-env plugin",
		.pattern = PLUGIN("poetry-env"),
		.off = "take it out of that list",
	},
	{
		.name = "zsh-autoswitch-virtualenv",
		.pattern = "autoswitch[-_]virtualenv",
		.unless =
			ASSIGN "DISABLE_AUTOSWITCH_VENV=[\"']?[^\"'[:blank:]]",
		.off = "DISABLE_AUTOSWITCH_VENV=1, before it is loaded",
	},
	{
		.name = "prezto's python module",
		.pattern = "prezto:module:python:virtualenv.*auto-switch.*yes",
		.off = "zstyle ':prezto:module:python:virtualenv' auto-switch "
		       "no",
	},
	{
		.name = "pyenv-virtualenv",
		.pattern = "pyenv[\"']?[[:blank:]]+virtualenv-init",
		.off = INSTEAD,
	},
	{
		.name = "a sourced activate script",
		.pattern = SOURCED,
		.off = INSTEAD,
	},
	{
		.name = "virtualfish's auto_activation",
		.pattern = "VIRTUALFISH_PLUGINS.*auto_activation",
		.off = "vf delplugins auto_activation",
	},
	{
		.name = "conda's base environment",
		.pattern = "conda[\"']?[[:blank:]]+[\"']?shell[.[:blank:]]",
		.unless = "^auto_activate(_base)?:[[:blank:]]*(false|no|off)",
		.elsewhere = ".condarc",
		.off = "conda config --set auto_activate_base false",
	},
};

static const struct clash in_direnv = {
	.name = "direnv's layout",
	.pattern = "(^|[[:blank:];&|])layout[[:blank:]]+(python|pyenv|"
		   "poetry|pipenv|uv|virtualenv)",
	.off = INSTEAD,
};

static const struct clash in_mise = {
	.name = "mise",
	.pattern =
		"^[[:blank:]]*(env\\.)?_\\.python\\.venv|^[[:blank:]]*\\["
		"env\\._\\.python\\.venv|uv_venv_auto[[:blank:]]*=[[:blank:]]"
		"*(true|\"source|\"create)",
	.off = "a '#' before each line of that entry",
};

static const struct clash in_vscode = {
	.name = "VS Code's Python extension",
	.unless = "\"python\\.terminal\\.activateEnvironment\"[[:blank:]]*:"
		  "[[:blank:]]*false|\"python-envs\\.terminal\\."
		  "autoActivationType\"[[:blank:]]*:[[:blank:]]*\"off\"",
	.off = "\"python.terminal.activateEnvironment\": false",
};

/* A file's code; NULL where there is none to be read. */
static const char *code_of(const char *path, const char *comment)
{
	struct buf why = BUF_INIT;
	struct startup_file f;

	if (startup_open(path, &f, &why) || !f.exists)
		return NULL;
	return grep_code(&f.text, comment);
}

static bool is_off(const struct settings *settings, const struct clash *clash,
		   const char *code)
{
	if (!clash->unless)
		return false;
	if (clash->elsewhere)
		code = code_of(path_join(settings->home, clash->elsewhere),
			       "#");
	return code && grep_line(code, clash->unless);
}

static void look(const struct settings *settings, const struct clash *clash,
		 const char *path, const char *code)
{
	unsigned line = grep_line(code, clash->pattern);

	if (!line || is_off(settings, clash, code))
		return;
	note("'%s', line %u: %s turns environments on, too; to leave it to "
	     "avenv: %s",
	     shown(path), line, clash->name, clash->off);
}

static void look_in_shell(const struct settings *settings, const char *path)
{
	const char *code = code_of(path, "#");

	for (size_t i = 0; code && i < ARRAY_SIZE(in_shells); i++)
		look(settings, &in_shells[i], path, code);
}

static void look_in(const struct settings *settings, const struct clash *clash,
		    const char *dir, const char *const *names)
{
	for (; *names; names++) {
		const char *path = path_join(dir, *names);
		const char *code = code_of(path, "#");

		if (code)
			look(settings, clash, path, code);
	}
}

void clash_tell_shell(const struct settings *settings,
		      const struct shell *shell)
{
	static const char *const bash[] = { ".bashrc",       ".bash_profile",
					    ".bash_login",   ".profile",
					    ".bash_aliases", NULL };
	static const char *const zsh[] = { ".zshenv",          ".zprofile",
					   ".zshrc",           ".zlogin",
					   ".zimrc",           ".zpreztorc",
					   ".zsh_plugins.txt", NULL };
	static const char *const fish[] = { "config.fish", "conf.d/pyenv.fish",
					    "conf.d/conda.fish",
					    "conf.d/virtualfish-loader.fish",
					    NULL };
	const char *const *names = shell == &shell_bash ? bash : fish;
	const char *dir = settings->home;

	if (shell == &shell_zsh) {
		dir = startup_zsh_dir(settings);
		names = zsh;
	} else if (shell == &shell_fish) {
		dir = startup_fish_dir(settings);
	}
	for (; *names; names++)
		look_in_shell(settings, path_join(dir, *names));
}

/* ---- VS Code ------------------------------------------------------------ */

static bool is_extension(void *arg, int fd, const char *name, int type)
{
	bool *found = arg;

	(void)fd;
	(void)type;
	*found = starts_with(name, "ms-python.python-");
	return !*found;
}

/* It does so unless told otherwise: where its extension is. */
static void look_in_vscode(const struct settings *settings,
			   const char *extensions, const char *path)
{
	const char *code;
	bool found = false;

	if (file_scan(path_join(settings->home, extensions), is_extension,
		      &found) ||
	    !found)
		return;
	code = code_of(path, "//");
	if (code && is_off(settings, &in_vscode, code))
		return;
	note("%s turns environments on in its terminals, too; to leave it to "
	     "avenv, in '%s': %s",
	     in_vscode.name, shown(path), in_vscode.off);
}

void clash_tell(const struct settings *settings)
{
	static const char *const direnv[] = { "direnv/direnvrc", NULL };
	static const char *const direnv_home[] = { ".direnvrc", ".envrc",
						   NULL };
	static const char *const mise[] = { "mise/config.toml", "mise.toml",
					    NULL };
	static const char *const mise_home[] = { ".mise.toml", "mise.toml",
						 NULL };
	const char *home = settings->home;
	const char *config = startup_config_dir(settings);

	look_in(settings, &in_direnv, config, direnv);
	look_in(settings, &in_direnv, home, direnv_home);
	look_in(settings, &in_mise, config, mise);
	look_in(settings, &in_mise, home, mise_home);
#ifdef __APPLE__
	config = path_join(home, "Library/Application Support");
#endif
	look_in_vscode(settings, ".vscode/extensions",
		       path_join(config, "Code/User/settings.json"));
	look_in_vscode(
		settings, ".vscode-server/extensions",
		path_join(home, ".vscode-server/data/Machine/settings.json"));
}
