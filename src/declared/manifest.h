/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tools, and the files from which each installs: for `up`, `check`, `create`, `recreate`,
 * `doctor` and the hints. A tool's own rows, readers and rules are in its file, poetry.c; project.h
 * has the project in which a file was found.
 */
#ifndef AVENV_MANIFEST_H
#define AVENV_MANIFEST_H

#include "context/context.h"
#include "finders/declared_files.h"
#include "print/reason.h"

enum {
	/** largest declared file that is read, in bytes */
	DECLARED_MAX = 16 * 1024 * 1024,
};

struct install;
struct manifest;
struct reading;

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
	/** it takes the extras and groups of IN by these words; NULL: by an option for each */
	void (*put_chosen)(const struct install *in, struct strings *words);
	/** names of its other files in a project, ended by NULL; NULL: none */
	const char *const *reads;
	/** it reads them, and the project's file, in each directory above the project, too */
	bool reads_above;
	/** variables that lead it away; the last one has no name. NULL: none */
	const struct away *away;
	/** why the command of IN would install into another environment; NULL: never */
	struct reason (*elsewhere)(const struct install *in);
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

#define MANIFEST(kind) extern const struct manifest manifest_##kind;
DECLARED_FILES(MANIFEST)
#undef MANIFEST

/* All of them, in their order, ended by NULL. */
extern const struct manifest *const manifests[];

/* TOOL takes the Python of .python-version: no variable chooses another. TOOL may be NULL. */
bool tool_reads_python_version(const struct tool *tool);

/* The pyproject.toml in DIR; NULL: there is none, or *FAULT says why it is not used. */
const struct toml *manifest_pyproject(const char *dir, const char **fault);

/* The name of the project's file that the tool of M reads, and from which it makes a lock file. */
const char *manifest_project_file(const struct manifest *m);

/* The kind of the file at PATH, by its name; another name is a requirements file's. */
const struct manifest *manifest_of(const char *path);

/* The manifest of the first declared file in the directory DIR; NULL: none. */
const struct manifest *manifest_in(const char *dir);

#endif
