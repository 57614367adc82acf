/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that installs what the files of a project declare. */
#ifndef AVENV_INSTALL_H
#define AVENV_INSTALL_H

#include "declared/declared.h"
#include "print/reason.h"

/**
 * The first versions of pip that know an extra in each spelling (PEP 685), and that install groups
 * (PEP 735) and a pylock.toml (PEP 751)
 */
#define PIP_WITH_EXTRAS "23.3"
#define PIP_WITH_GROUPS "25.1"
#define PIP_WITH_PYLOCK "26.1"

struct install {
	const struct context *ctx;
	/** `dir` is the directory of the command */
	struct project project;
	/** what was found as the project's environment */
	const struct verdict *found;
	/** the environment; NULL: it is still to be made */
	const struct venv *venv;
	/** Python of the environment; version of its pip, NULL: there is none */
	const char *python, *pip;
	/** PATH of the tools */
	const char *path;
	/** requirements files or the lock file; names of extras and groups */
	struct strings files, extras, groups;
	/** the comparison that was made of the project, which knows its lock file; or NULL */
	const struct comparison *compared;
};

/* Set the environment of IN to VENV, or to one that is still to be made: its Python and PATH. */
void install_set_env(struct install *in, const struct venv *venv);

/* The version of pip among DISTS; NULL: it is not installed. */
const char *pip_version(const struct dists *dists);

/* The version PIP of pip, or NULL, is at least VERSION. */
bool pip_is(const char *pip, const char *version);

/* The command that upgrades the pip of PYTHON. */
const char *pip_upgrade(const char *python);

/* The reason why IN's pip is to be upgraded first: "does not install groups"; NULL: none. */
const char *pip_lack(const struct install *in);

/*
 * Add the words of COMMAND, of a tool, which spaces separate. If the environment of IN has the
 * tool, the first word is its path there.
 */
void add_tool(const struct install *in, struct strings *words, const char *command);

/* Add OPTION, or nothing if that is NULL, before each of VALUES. */
void put_options(struct strings *words, const char *option, const struct strings *values);

/* Add an option of the command of IN for each of its extras and groups. */
void put_chosen(const struct install *in, struct strings *words);

/* Set WORDS to the command of IN, with its name or a relative path as the first word. */
void install_words(const struct install *in, struct strings *words);

/* The environment's pip installs for IN, neither a tool nor uv: install_words() has its words. */
bool install_is_by_pip(const struct install *in);

/* WORDS, to be pasted in the directory DIR, or NULL, and run in PROJECT. */
const char *install_line(const struct strings *words, const char *project, const char *dir);

/*
 * Why the command of IN would install into another environment than that of IN, by a variable, a
 * setting or a file, and the command that changes it. `why` is NULL: it would not.
 */
struct reason install_elsewhere(const struct install *in);

/*
 * The setting, a PIP_* variable or one in a file called pip.conf, by which the pip of ENV, a path,
 * would install elsewhere, or nothing. ENV is NULL: there is none yet. `why` is NULL: none.
 */
struct reason pip_elsewhere(const char *env);

/* For a tool's `elsewhere`: because of VARIABLE; because of conda, as it takes the active one. */
struct reason install_by_variable(const struct install *in, const char *variable);
struct reason install_by_conda(const struct install *in);

/*
 * The tool uses no environment as its setting KEY is false, in the file LOCAL of the project, or
 * without a word there in USER, which may be NULL. `why` is NULL: it is not.
 */
struct reason install_by_setting(const struct install *in, const char *key, const char *local,
				 const char *user);

/* "'/p/.venv'", the environment of IN in words: "an environment of '/p'". */
const char *install_place(const struct install *in);

/* COMMAND, of the tool of IN, with the word LAST behind it, to be typed where the shell is. */
const char *install_command(const struct install *in, const char *command, const char *last);

/*
 * Why nothing is read from the file at PATH, an absolute path, by its name: it is a script, or of
 * environments that avenv does not handle; and the command for it. `why` is NULL: it may be read.
 */
struct reason install_refusal(const struct context *ctx, const char *path);

/*
 * The command that installs a package into FOUND, which uv made without pip, so that `pip install`
 * installs elsewhere: uv's own. A pip that ensurepip brings, the next `uv sync` would take away.
 * `next` is NULL if it has a pip, uv is not there, or a tool installs what the project declares.
 * helper_fail_pip() (helper.h) answers a `pip` that was typed.
 */
struct reason way_without_pip(const struct verdict *found);

#endif
