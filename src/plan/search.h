/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The search for a project's environment, and the checks before its use. The project is the first
 * directory, from the working directory upwards, in which a finder answers.
 */
#ifndef AVENV_SEARCH_H
#define AVENV_SEARCH_H

#include "core/real_path.h"
#include "core/venv.h"
#include "finders/finders.h"
#include "trust/trust.h"

enum outcome {
	/** no finder answered */
	FIND_NONE,
	/** trusted and healthy */
	FIND_ENV,
	/** no record allows it */
	FIND_UNTRUSTED,
	/** allowed earlier, but changed since */
	FIND_CHANGED,
	FIND_DENIED,
	/** another user owns it or a directory above, or may write there */
	FIND_REFUSED,
	/** another user's, without a record: nothing is printed */
	FIND_FOREIGN,
	/** exists, but cannot work: see `problem` */
	FIND_BROKEN,
	/** several candidates, and no record chooses one */
	FIND_AMBIGUOUS,
};

/** The result of a search */
struct found {
	enum outcome outcome;
	/** the finder's answer; all zero for FIND_NONE */
	struct candidate candidate;
	/** real path of the project; NULL: not resolved yet */
	const char *project_real;
	/** the environment; its path is NULL if it was not resolved */
	struct venv venv;
	/** verdict and deciding record */
	struct judgement judgement;
	enum refusal refusal;
	/** the path that was refused */
	const char *refused_path;
	/** reason in words, for FIND_BROKEN, FIND_REFUSED, and FIND_ENV with PYTHON_UPGRADED */
	const char *problem;
};

/**
 * Two paths that must refer to one directory: `way` is relative to the shell's working directory,
 * `path` is absolute
 */
struct held {
	const char *way, *path;
	/** `path` includes the environment, so that the test shows its removal, too */
	bool by_env;
};

/* A person's name for the environment: its name in the project, or in its tool's store. */
const char *found_name(const struct found *found);

/* The change in words, for FIND_CHANGED: "was moved from ...", "changed since you allowed it". */
const char *found_changed(const struct found *found);

/*
 * Search from the absolute START upwards, by its text; if no finder answers, from search->physical,
 * unless that is NULL or equal to START. The answer is checked by check_env().
 */
void find_env(struct search *search, const char *start, struct found *found);

/*
 * Set HELD, by which a shell in the directory PHYSICAL (NULL: unknown) notices that its project was
 * replaced; the search from START gave FOUND. Returns false if it was replaced already.
 */
bool found_holds(const char *physical, const char *start, const struct found *found,
		 struct held *held);

/* The environment of the directory DIR itself, a real path; FIND_NONE if there is none. */
void find_in(struct trust *trust, const char *dir, struct found *found);

/*
 * Check C, the answer of a finder: resolve its pointer if allowed, ask the records, check owners,
 * modes and health. NAMED: the user named it on the command line, so that no record is needed;
 * owners and modes that a record accepts are still accepted.
 */
void check_env(struct trust *trust, const struct candidate *c, bool named, struct found *found);

/** The environment that a linked worktree's main checkout has at the same place. */
struct main_env {
	const char *path;
	/** its project, and the directory of the worktree at the same place */
	const char *project, *place;
	/** the path to type: of the environment, or of a project whose environment is elsewhere */
	const char *word;
};

/*
 * Find it for DIR, a real path, if it is allowed and worktree and repository name each other. Returns
 * whether there is one.
 */
bool find_main_env(struct trust *trust, const char *dir, struct main_env *main);

/* The word to type for it, if one like it would be made in DIR, and DIR is not denied; else NULL. */
const char *main_env_to_copy(struct trust *trust, const char *dir);

/* The environment of another checkout that a search from DIR leaves out; NULL: there is none. */
const char *find_left_out(struct trust *trust, const char *dir);

/* check_env() of the environment at PATH, as the answer of a finder in its parent directory. */
void find_at(struct trust *trust, const char *path, bool named, struct found *found);

#endif
