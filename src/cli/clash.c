/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/clash.h"

#include "cli/grep.h"
#include "cli/startup.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

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
	/** it turns nothing on, but hides what every environment has */
	bool alias;
};

#define ASSIGN "(^|[[:blank:];&])"

/* It may be all that an `if` or a function holds: a comment would not do. */
#define INSTEAD "'true' in place of that command"

/* NAME in oh-my-zsh's list, which may take several lines. */
#define PLUGIN(name) ASSIGN "plugins\\+?=\\((([^)]|\n)*[[:blank:]\n])?" name "([[:blank:])]|$)"

/* Not in a function or an alias, which wait for a word of the user's. */
#define SOURCED                                                                                    \
	"(^|^(\\[|test[[:blank:]]|if[[:blank:]])[^()]*([[:blank:];&|]|\n[[:blank:]]"               \
	"+))(\\.|source)[[:blank:]]+[^;&|]*/bin/activate(\\.fish)?"                                \
	"([\"'[:blank:];)]|$)"

/* To a path or to one version: what a name alone leads to follows PATH. */
#define ALIAS                                                                                      \
	ASSIGN "alias[[:blank:]]+(-[gs][[:blank:]]+)?(python|pip)3?"                               \
	       "(=|[[:blank:]])[[:blank:]]*[\"']?"                                                 \
	       "([^\"'[:blank:];&|]*/|(python|pip)[0-9]+\\.[0-9])"

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
		.unless = ASSIGN "DISABLE_AUTOSWITCH_VENV=[\"']?[^\"'[:blank:]]",
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
	{
		.name = "an alias",
		.pattern = ALIAS,
		.off = "take that out",
		.alias = true,
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
	.pattern = "^[[:blank:]]*(env\\.)?_\\.python\\.venv|^[[:blank:]]*\\["
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

static bool is_off(const struct settings *settings, const struct clash *clash, const char *code)
{
	if (!clash->unless)
		return false;
	if (clash->elsewhere)
		code = code_of(path_join(settings->home, clash->elsewhere), "#");
	return code && grep_line(code, clash->unless);
}

/* LINE of PATH, or 0 where it does so unless that file says no. */
static void add(struct clashes *clashes, const struct clash *clash, const char *path, unsigned line)
{
	struct clash_seen *seen;

	clashes->list =
		mem_grow(clashes->list, clashes->count, &clashes->room, sizeof(*clashes->list));
	seen = &clashes->list[clashes->count++];
	*seen = (struct clash_seen){
		.name = clash->name,
		.path = path,
		.line = line,
		.off = clash->off,
		.alias = clash->alias,
	};
}

const char *clash_text(const struct clash_seen *seen)
{
	struct buf b = BUF_INIT;

	if (!seen->line) {
		buf_putl(&b, seen->name, " turns environments on");
		buf_puts(&b, " in its terminals, too; to leave it to avenv");
		buf_putl(&b, ", in '", shown(seen->path), "': ", seen->off);
		return b.data;
	}
	buf_putl(&b, "'", shown(seen->path), "', line ");
	buf_putu(&b, seen->line);
	buf_putl(&b, ": ", seen->name);
	buf_puts(&b, seen->alias ? " comes before what every environment has" :
				   " turns environments on, too");
	buf_putl(&b, "; to leave it to avenv: ", seen->off);
	return b.data;
}

static void look(const struct settings *settings, const struct clash *clash, const char *path,
		 const char *code, struct clashes *clashes)
{
	unsigned line = grep_line(code, clash->pattern);

	if (line && !is_off(settings, clash, code))
		add(clashes, clash, path, line);
}

static void look_in_shell(const struct settings *settings, const char *path,
			  struct clashes *clashes)
{
	const char *code = code_of(path, "#");

	for (size_t i = 0; code && i < ARRAY_SIZE(in_shells); i++)
		look(settings, &in_shells[i], path, code, clashes);
}

static void look_in(const struct settings *settings, const struct clash *clash, const char *dir,
		    const char *const *names, struct clashes *clashes)
{
	for (; *names; names++) {
		const char *path = path_join(dir, *names);
		const char *code = code_of(path, "#");

		if (code)
			look(settings, clash, path, code, clashes);
	}
}

static void look_in_files(const struct settings *settings, const char *dir,
			  const char *const *names, struct clashes *clashes)
{
	for (; *names; names++)
		look_in_shell(settings, path_join(dir, *names), clashes);
}

void clash_find_shell(const struct settings *settings, const struct shell *shell,
		      struct clashes *clashes)
{
	static const char *const bash[] = { ".bash_aliases", NULL };
	static const char *const zsh[] = { ".zshenv", ".zprofile",  ".zshrc",           ".zlogin",
					   ".zimrc",  ".zpreztorc", ".zsh_plugins.txt", NULL };
	static const char *const fish[] = { "config.fish", "conf.d/pyenv.fish", "conf.d/conda.fish",
					    "conf.d/virtualfish-loader.fish", NULL };
	const char *const *names = shell == &shell_bash ? bash : fish;
	const char *dir = settings->home;

	if (shell == &shell_zsh) {
		dir = startup_zsh_dir(settings);
		names = zsh;
	} else if (shell == &shell_fish) {
		dir = startup_fish_dir(settings);
	}
	if (shell == &shell_bash)
		look_in_files(settings, dir, startup_of_bash, clashes);
	look_in_files(settings, dir, names, clashes);
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
static void look_in_vscode(const struct settings *settings, const char *extensions,
			   const char *path, struct clashes *clashes)
{
	const char *code;
	bool found = false;

	if (file_scan(path_join(settings->home, extensions), is_extension, &found) || !found)
		return;
	code = code_of(path, "//");
	if (code && is_off(settings, &in_vscode, code))
		return;
	add(clashes, &in_vscode, path, 0);
}

void clash_find(const struct settings *settings, struct clashes *clashes)
{
	static const char *const direnv[] = { "direnv/direnvrc", NULL };
	static const char *const direnv_home[] = { ".direnvrc", ".envrc", NULL };
	static const char *const mise[] = { "mise/config.toml", "mise.toml", NULL };
	static const char *const mise_home[] = { ".mise.toml", "mise.toml", NULL };
	const char *home = settings->home;
	const char *config = startup_config_dir(settings);

	look_in(settings, &in_direnv, config, direnv, clashes);
	look_in(settings, &in_direnv, home, direnv_home, clashes);
	look_in(settings, &in_mise, config, mise, clashes);
	look_in(settings, &in_mise, home, mise_home, clashes);
#ifdef __APPLE__
	config = path_join(home, "Library/Application Support");
#endif
	look_in_vscode(settings, ".vscode/extensions", path_join(config, "Code/User/settings.json"),
		       clashes);
	look_in_vscode(settings, ".vscode-server/extensions",
		       path_join(home, ".vscode-server/data/Machine/settings.json"), clashes);
}
