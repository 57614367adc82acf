/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tools, and the files from which each installs: for `up`, `check`, `create`, `recreate`,
 * `doctor` and the hints. A tool's own rows, readers and rules are in its file, poetry.c; below is
 * the search for a project that has one of the files.
 */
#ifndef AVENV_MANIFEST_H
#define AVENV_MANIFEST_H

#include "context/context.h"
#include "finders/declared_files.h"
#include "print/reason.h"

struct install;
struct manifest;
struct reading;

/** Where a tool installs that is typed in the project's directory. */
struct tool_place {
	/** set by the caller: the directory of the environment, and the environment in words */
	const char *root, *shown;
	/** what the search in `root` found: usable, or none */
	const struct verdict *found;

	/** the tool takes the active environment, which may be one of conda */
	bool takes_active;
	/** at most one of two faults: a variable whose value makes the tool install elsewhere, */
	const char *variable;
	/** or another cause of that, and the command that changes it; `why` is NULL: none */
	struct reason elsewhere;
};

/** A variable that leads a tool away from the project, whatever environment that has. */
struct away {
	const char *name;
	/** its value is a path: this one in the project is right; NULL: it is a switch */
	const char *right;
	/** a switch: this position is wrong */
	bool wrong;
};

/**
 * A tool that makes the environments of its projects, and installs into them. Its name is always
 * set, all else may be NULL.
 */
struct tool {
	const char *name;
	/**
	 * for `up -p VERSION`: an option of the command, or a command to run first, with VERSION
	 * behind
	 */
	const char *python_option, *python_command;
	/**
	 * it makes the environment anew where the project, or .python-version, asks for another
	 * Python, unless this variable chooses one; NULL: it does not
	 */
	const char *python_variable;
	/** the command that writes .python-version there, with the version behind; else NULL */
	const char *python_pin;
	/** key of the project's file with the members of a workspace; else NULL */
	const char *workspace;
	/** it works in the root of a workspace, not in its members */
	bool in_root;
	/** key of the project's file that is false for a project which is not installed itself */
	const char *package;
	/** the user has set that a lock file is installed as it is; NULL: no such variable */
	bool (*is_frozen)(void);
	/**
	 * it installs the project itself, from MANIFEST; *UNSURE: the reason why it may not. NULL:
	 * it never does
	 */
	bool (*installs_own)(const struct reading *r, const struct manifest *manifest,
			     const char **unsure);
	/** it takes GROUPS of the project in DIR by these words; NULL: by an option for each */
	void (*put_groups)(struct strings *words, const struct strings *groups, const char *dir);
	/** variables that lead it away; the last one has no name. NULL: none */
	const struct away *away;
	/** set the second part of PLACE for IN; NULL: it takes what the finders find */
	void (*find_place)(const struct install *in, struct tool_place *place);
};

/** The format of a file. The reader of LINES, requirements files, opens them itself. */
enum format {
	TOML,
	JSON,
	LINES
};

/** How a kind of declared file is read, and installed. */
struct manifest {
	/** name and table of the file */
	const struct declared_file *file;
	/** NULL: pip or uv installs, into an environment of `create` */
	const struct tool *tool;
	/** the tool's command in the project; or, for a refused file, the one that reads it */
	const char *command;
	/** options of the command before the name of an extra and of a group; NULL: none */
	const char *extra, *group;
	/**
	 * of a lock file that lacks a requirement of the project's file: `renew` installs in place
	 * of `command`; or `relock` has to be run before `command`, which refuses the file
	 */
	const char *renew, *relock;
	/** the command that says if a lock file fits the project's file; else NULL */
	const char *question;
	/** it lists the whole environment */
	bool is_lock;
	/** the directory of the file is installed, by pip for editing */
	bool is_tree;

	/** add what the file asks for to a reading; set if `file->is_compared` */
	void (*read)(struct reading *r);
	enum format format;
	/** for a lock file: queues the requirements of the project's file beside it; NULL: none */
	void (*queue)(struct reading *r);
};

/* In the order of `declared_files`, ended by NULL. */
extern const struct manifest *const manifests[];

extern const struct tool tool_uv, tool_poetry, tool_pdm, tool_pipenv, tool_hatch;
/* Ended by NULL. */
extern const struct tool *const tools[];

extern const struct manifest manifest_uv_lock, manifest_uv, manifest_poetry_lock, manifest_poetry,
	manifest_pdm_lock, manifest_pdm, manifest_pipfile_lock, manifest_pipfile, manifest_hatch,
	manifest_pylock, manifest_requirements, manifest_project;

/* TOOL takes the Python of .python-version: no variable chooses another. TOOL may be NULL. */
bool tool_reads_python_version(const struct tool *tool);

/* The pyproject.toml in DIR; NULL: there is none, or *FAULT says why it is not used. */
const struct toml *manifest_pyproject(const char *dir, const char **fault);

/* Why the pyproject.toml in DIR is not used; NULL: it is, or there is none. */
const char *manifest_fault(const char *dir);

/* The name of the project's file that the tool of M reads, and from which it makes a lock file. */
const char *manifest_project_file(const struct manifest *m);

/* The manifest of the first declared file in the directory DIR; NULL: none. */
const struct manifest *manifest_in(const char *dir);

/** A project with a file that declares packages, as `up` installs it. */
struct project {
	/** the directory with that file */
	const char *dir;
	/** NULL: there is none, or its pyproject.toml cannot be read: see `fault` */
	const struct manifest *manifest;
	const char *fault;
	/** directory of the environment: `dir`, or above it, where the tool finds its project */
	const char *root;
};

/* The nearest of the directory DIR and those above, below the home directory. */
struct project project_above(const struct settings *settings, const char *dir);

/* The `avenv up` for the project in DIR, to be typed where the shell is; or as it was typed. */
const char *up_line(const struct context *ctx, const char *dir);

#endif
