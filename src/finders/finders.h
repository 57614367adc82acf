/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finders: each is one way to find the environment of a directory, in a file of its own. A finder
 * only looks; whether its answer may be used is decided in src/plan.
 */
#ifndef AVENV_FINDERS_H
#define AVENV_FINDERS_H

#include "core/settings.h"
#include "core/trust.h"
#include "core/venv.h"

/** How a project leads to an environment elsewhere. */
enum pointer {
	POINTER_NONE,
	POINTER_LINK,
	/** a PEP 832 redirect file */
	POINTER_REDIRECT,
	/** another tool's store or setting: `target` */
	POINTER_STORE,
};

/** What a finder saw in a directory. */
struct candidate {
	/** the path as seen: DIR/.venv, which may lead elsewhere */
	const char *path;
	/** its name in the project, for people */
	const char *name;
	/** the directory that a person calls the project; logical */
	const char *project;
	enum pointer pointer;
	/** for POINTER_STORE: the environment's absolute path, and the tool: "poetry" */
	const char *target, *tool;
	/** the tool made it for this directory, in the user's own store: no record is needed */
	bool made_by_tool;
	/** for FIND_AMBIGUOUS: the names, each quoted, separated by commas */
	const char *several;
};

/** One search; the caller sets the first part. */
struct search {
	struct trust *trust;
	/** the working directory's real path; NULL: not known */
	const char *physical;
	/** the user speaks of this project: where a tool's setting leads is looked at */
	bool user_named_project;
	/** what finders have seen of other tools' stores; NULL: nothing yet */
	struct stores *stores;

	/** the directory that is looked at */
	const char *dir;
	/** the shell's own directory, not one above */
	bool in_shell_dir;
	/** a link that could be an environment, not followed for want of trust */
	struct candidate unfollowed_link;
	/** names that are not in the shell's own directory, in the order of looking */
	struct strings missing;
};

/** One way to find a project's environment. */
struct finder {
	/** Look at search->dir; true: answered, and C says what with. */
	bool (*look)(struct search *search, struct candidate *c);
	/** it asks other tools, each of which may answer beside the project's own names */
	bool tools;
};

/* In the order in which a directory is searched, up to a NULL. */
extern const struct finder *const finders[];

/* NAME is not in search->dir: remember it for the idle test, if that is the shell's own. */
void search_missing(struct search *search, const char *name);

extern const struct finder find_self, find_dotvenv, find_names, find_scan, find_uv, find_stores;

#endif
