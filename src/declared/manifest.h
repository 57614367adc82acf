/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tool that installs from each kind of declared file, and the search for a project that has
 * one: for `up`, `check`, `create`, `recreate`, `doctor` and the hints.
 */
#ifndef AVENV_MANIFEST_H
#define AVENV_MANIFEST_H

#include "context/context.h"
#include "formats/declared_files.h"
#include "formats/toml.h"
#include "print/paste.h"

/** The tool that installs from a kind of declared file. */
struct manifest {
	/** name and table of the file */
	const struct declared_file *file;
	/** the tool's command in the project; NULL: pip or uv, in an environment of `create` */
	const char *command;
	/** options of the command before the name of an extra and of a group; NULL: none */
	const char *extra, *group;
	/**
	 * for `up -p VERSION`: an option of `command`, or a command to run first, with VERSION
	 * behind; both NULL: `create` takes the option
	 */
	const char *python_option, *python_command;
	/** the command that renews a lock file without a requirement of the project's file */
	const char *renew;
	/** the command that renews such a lock file if `command` refuses it */
	const char *relock;
	/** the command that says if a lock file fits the project's file; else NULL */
	const char *question;
	/** it lists the whole environment */
	bool is_lock;
	/** the directory of the file is installed, by pip for editing */
	bool is_tree;
};

/** By kind: a row for each of `declared_files`, in the same order. */
extern const struct manifest manifests[DECLARED_COUNT];

/* The pyproject.toml in DIR; NULL: there is none, or *FAULT says why it is not used. */
const struct toml *manifest_pyproject(const char *dir, const char **fault);

/* The command of M is TOOL's. */
bool manifest_is_of(const struct manifest *m, const char *tool);

/* The name of the project's file that the tool of M reads, and from which it makes a lock file. */
const char *manifest_project_file(const struct manifest *m);

/* The manifest of the first declared file in the directory DIR; NULL: none. */
const struct manifest *manifest_in(const char *dir);

/** A directory with a file that declares packages. */
struct project {
	const char *dir;
	/** NULL: there is none, or its pyproject.toml cannot be read: see `fault` */
	const struct manifest *manifest;
	const char *fault;
	/** directory of the environment: `dir`, or above it, where the tool finds its project */
	const char *root;
};

/* The nearest of the directory DIR and those above, below the home directory. */
struct project project_above(const struct settings *settings, const char *dir);

/* The `avenv up` for the project in DIR, to be typed where the shell is. */
const char *up_line(const struct context *ctx, const char *dir);

/*
 * The command that gives ENV, the path of an environment which a tool fills from the project's
 * files, another Python, an argument of -p: it is made anew, and `up` installs.
 */
const char *manifest_python_line(const struct context *ctx, const char *env, const char *python);

/*
 * TOOL, which installs FILE, is not in PATH; the commands that get it. uv and pipx install into
 * ~/.local/bin. If that is not in PATH, the last command puts it there.
 */
struct reason tool_reason(const char *path, const char *tool, const char *file);

/* The project in DIR is installed from M: `avenv up`, or tool_reason() if the tool is missing. */
struct reason up_reason(const struct context *ctx, const struct manifest *m, const char *dir);

/* WHY, and the command that makes the environment of PROJECT, or gets the tool that does. */
struct reason up_makes(const struct context *ctx, const char *why, const struct project *project);

#endif
