/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A search for a project's environment: what it found, and what its finders, in
 * src/finders, may call. From a directory upwards, the first in which a finder answers is the
 * project.
 */
#ifndef AVENV_SEARCH_H
#define AVENV_SEARCH_H

#include "core/base.h"
#include "core/chain.h"
#include "core/settings.h"
#include "core/trust.h"
#include "core/venv.h"

enum outcome {
	/** no finder answered */
	FIND_NONE,
	/** trusted and healthy */
	FIND_ENV,
	/** no record allows it */
	FIND_UNTRUSTED,
	/** what was allowed is not what stands there now */
	FIND_CHANGED,
	FIND_DENIED,
	/** somebody else may write to it, or to a directory above */
	FIND_REFUSED,
	/** somebody else's, and nothing was said about it: silence */
	FIND_FOREIGN,
	/** it is there but cannot work; `problem` says why */
	FIND_BROKEN,
	/** several, and nothing says which */
	FIND_AMBIGUOUS,
};

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
	bool tied;
	/** for FIND_AMBIGUOUS: the names, each quoted, separated by commas */
	const char *several;
};

/** The answer. */
struct found {
	enum outcome outcome;
	/** what answered; project and name are NULL for FIND_NONE */
	struct candidate candidate;
	/** the project's real path, once it is known */
	const char *project_real;
	/** its path is NULL where it was not followed */
	struct venv venv;
	/** which record decided */
	struct judgement judgement;
	enum refusal refusal;
	/** what was refused */
	const char *refused_path;
	/** for FIND_BROKEN and FIND_REFUSED, and for FIND_ENV with PYTHON_UPGRADED */
	const char *problem;
};

/** A way from the working directory, which a shell holds, and a path that has to lead there, too. */
struct held {
	const char *way, *path;
	/** it leads by way of the environment */
	bool by_env;
};

/** One search; the caller sets the first part. */
struct search {
	struct trust *trust;
	/** the working directory's real path; NULL: not known */
	const char *physical;
	/** the user speaks of this project: where a tool's setting leads is looked at */
	bool asked;
	/** what finders have seen of other tools' stores; NULL: nothing yet */
	struct stores *stores;

	/** the directory that is looked at */
	const char *dir;
	/** the shell's own directory, not one above */
	bool own;
	/** a link that could be an environment, not followed for want of trust */
	struct candidate maybe;
	/** names that are not in the shell's own directory, in the order of looking */
	struct strings missing;
	/** search_holds() sets it */
	struct held held;
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

/* A person's name for the environment: its name in the project, or in its tool's store. */
const char *found_name(const struct found *found);

/* For FIND_CHANGED: "was moved from ...", "changed since you allowed it". */
const char *found_changed(const struct found *found);

/* NAME is not in search->dir: remember it for the idle test, if that is the shell's own. */
void search_missing(struct search *search, const char *name);

/*
 * Search from START, absolute, upwards by text; then, where that finds nothing, from
 * search->physical, unless NULL or the same.
 */
void find_env(struct search *search, const char *start, struct found *found);

/*
 * A shell that stands where the search from START has FOUND an environment can notice that its
 * project is replaced, by search->held.
 */
bool search_holds(struct search *search, const char *start, const struct found *found);

/* What answers in the directory DIR, a real path, by TRUST. */
void find_in(struct trust *trust, const char *dir, struct found *found);

/*
 * Judge C, which a finder could have answered with: follow its pointer where that may be done,
 * ask the records, look at owners, modes and health.  NAMED: the user named it on the
 * command line, so no record is needed, but what a record accepts holds.
 */
void find_judge(struct trust *trust, const struct candidate *c, bool named, struct found *found);

/* The same of the environment at PATH, as where a finder answered in its parent directory. */
void find_at(struct trust *trust, const char *path, bool named, struct found *found);

/*
 * Follow C, a link, a redirect or the file of a tool, all of which come with the project: ENV
 * becomes the directory that it leads to. Returns NULL, or in words why there is none.
 */
const char *pointer_follow(const struct candidate *c, struct chain *env) NODISCARD;

/*
 * The path in a PEP 832 redirect file of LEN bytes: the whole file less one newline; NULL
 * where that is empty, or several lines.
 */
const char *pointer_redirect_line(const char *data, size_t len);

#endif
