/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finders: each is one way to find the environment of a directory, in a file of its own. A finder
 * only searches; src/plan decides whether its answer may be used.
 */
#ifndef AVENV_FINDERS_H
#define AVENV_FINDERS_H

#include "core/venv.h"
#include "trust/trust.h"

/** How a project refers to an environment elsewhere */
enum pointer {
	POINTER_NONE,
	POINTER_LINK,
	/** a PEP 832 redirect file */
	POINTER_REDIRECT,
	/** another tool's store or setting: see `target` */
	POINTER_STORE,
};

/** The answer of a finder for a directory */
struct candidate {
	/** path in the project, not resolved: DIR/.venv */
	const char *path;
	/** name of `path` in the project, for people */
	const char *name;
	/** logical path of the project */
	const char *project;
	/** attributes of `path`; all zero: not read yet */
	struct file_info info;
	enum pointer pointer;
	/**
	 * for POINTER_STORE: the environment's absolute path, and the tool: "poetry"; for a link
	 * that `use` is to make: the path
	 */
	const char *target, *tool;
	/** the variable that names `target`; NULL: the file `path` does */
	const char *variable;
	/** the tool made it for this directory, in the user's own store: it needs no record */
	bool made_by_tool;
	/**
	 * several candidates, none of them chosen: their names in quotes, with commas between;
	 * `name` or, in a store, `target` is one of them
	 */
	const char *several;
};

/** One search; the caller sets the first part */
struct search {
	struct trust *trust;
	/** the working directory; NULL: unknown */
	struct real_path physical;
	/** the user named this project: settings of tools are followed without a record */
	bool user_named_project;
	/** stores of other tools that exist; NULL: not looked up yet */
	struct stores *stores;

	/** directory that is searched now */
	const char *dir;
	/** `dir` is the shell's directory, not one above */
	bool in_shell_dir;
	/** a link that may be an environment, but that no record allows to follow */
	struct candidate unfollowed_link;
	/** a linked worktree was searched */
	bool linked;
	/** a project's TOML file that was not read, being beyond STORE_TOML_MAX; NULL: none */
	const char *too_large;
	/** usual names that are missing in the shell's directory, in search order */
	struct strings missing;
	/** paths that appear once a tool makes the environment that a project's files name */
	struct strings awaited;
};

/** One way to find a project's environment */
struct finder {
	/** Search search->dir. Returns true with the answer in C. Called by finder_look() only. */
	bool (*look)(struct search *search, struct candidate *c);
	/** searches other tools' stores, in addition to the project's own names */
	bool tools;
};

/* The finders in search order, ended by NULL. */
extern const struct finder *const finders[];

/*
 * Ask FINDER about search->dir. Returns true with the answer in C. An environment whose name ends
 * in ".old" is no answer: see path_is_backup().
 */
bool finder_look(const struct finder *finder, struct search *search, struct candidate *c);

/*
 * Record for the idle test that NAME is missing in search->dir, if that is the shell's directory.
 */
void search_missing(struct search *search, const char *name);

/* Record for the idle test that the absolute PATH is missing, which a tool of the project makes. */
void search_await(struct search *search, const char *path);

extern const struct finder find_dotvenv, find_names, find_scan, find_uv, find_stores;

#endif
