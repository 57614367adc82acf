/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A search for a project's environment, and all that has to hold before it is used. From a
 * directory upwards, the first in which a finder answers is the project.
 */
#ifndef AVENV_SEARCH_H
#define AVENV_SEARCH_H

#include "core/real_path.h"
#include "core/trust.h"
#include "core/venv.h"
#include "finders/finders.h"

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

/* A person's name for the environment: its name in the project, or in its tool's store. */
const char *found_name(const struct found *found);

/* For FIND_CHANGED: "was moved from ...", "changed since you allowed it". */
const char *found_changed(const struct found *found);

/*
 * Search from START, absolute, upwards by text; then, where that finds nothing, from
 * search->physical, unless NULL or the same.
 */
void find_env(struct search *search, const char *start, struct found *found);

/*
 * A shell that stands in PHYSICAL, NULL if that is not known, where a search from START has FOUND an
 * environment, can notice by HELD that its project is replaced.
 */
bool found_holds(const char *physical, const char *start, const struct found *found,
		 struct held *held);

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

#endif
