/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The search for a project's environment. The project is the first directory, from the working
 * directory upwards, in which a finder answers. The answer comes with its verdict.
 */
#ifndef AVENV_SEARCH_H
#define AVENV_SEARCH_H

#include "finders/finders.h"
#include "plan/verdict.h"

/**
 * Two paths that must refer to one directory, as long as a shell stays in it: `relative` to the
 * shell's working directory, and `absolute`
 */
struct anchor {
	const char *relative, *absolute;
	/** the environment is in the project: if its Python is there, so is the environment */
	bool has_env;
	/** link in the project that must lead to the environment; NULL: none */
	const char *link;
};

/*
 * Search from the absolute START upwards, by its text; if no finder answers, from search->physical,
 * unless that is NULL or equal to START. FOUND is the verdict on the answer; without one its
 * candidate.path is NULL.
 */
void find_env(struct search *search, const char *start, struct verdict *found);

/*
 * Set ANCHOR, by which a shell in the directory PHYSICAL (NULL: unknown) notices that its project
 * was replaced; the search from START gave FOUND. Returns false if it was replaced already.
 */
bool anchor_set(struct anchor *anchor, struct real_path physical, const char *start,
		const struct verdict *found);

/*
 * The environment of the directory DIR: only that is looked at, none above. FOUND: as for
 * find_env(). DIR that is an environment has none.
 */
void find_in(struct trust *trust, const char *dir, struct verdict *found);

/*
 * The verdict on the environment at PATH, as the answer of a finder in its parent directory. NAMED:
 * the user named it on the command line, and it needs no record.
 */
void find_at(struct trust *trust, const char *path, bool named, struct verdict *found);

#endif
