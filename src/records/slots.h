/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would be recorded: the slots of a project and trees, and the reasons against one. */
#ifndef AVENV_SLOTS_H
#define AVENV_SLOTS_H

#include "plan/search.h"
#include "records/change.h"

/** What the user accepts. */
struct allow_how {
	/** even if others may write to it; who they are is printed */
	bool shared;
	/** even if git tracks it, or it is a clone */
	bool tracked;
	/** only if it was made where it stands: the user spoke of a directory around it */
	bool around;
	/** a denial of the project itself is lifted */
	bool lifts;
	/** only for the reason: no link is followed, nothing is printed, no option is named */
	bool look_only;
	/** with that: a record let the search follow the link */
	bool followed;
};

/** All slots of a project that have something which may be an environment. */
struct slots {
	/** a real path */
	const char *project;
	/** the user speaks of the project: what leads elsewhere is followed */
	bool word;
	/** names in it */
	struct candidate *list;
	size_t count, room;
};

/*
 * The slots in DIR, a real path; WORD: the user speaks of it. Returns 0, or -1 with errno if it
 * cannot be read.
 */
int slots_in(struct trust *trust, const char *dir, bool word, struct slots *slots) NODISCARD;

/* The candidate NAME in PROJECT, as a finder would see it. Returns false: nothing is there. */
bool slot_named(const char *project, const char *name, struct candidate *c);

/*
 * The record for C in PROJECT, a real path, which the user speaks of: where it leads is
 * followed. Returns 0, or -1 with the reason against it added to WHY: a denial, git, who may write;
 * R then has the options of the command that accepts it.
 */
int slot_record(struct trust *trust, const char *project, const struct candidate *c,
		const struct allow_how *how, struct record *r, struct buf *why) NODISCARD;

/* Add that record to CHANGE. Returns 0, or -1 after printing the reason against it. */
int slot_allow(struct trust *trust, const char *project, const struct candidate *c,
	       const struct allow_how *how, struct change *change) NODISCARD;

/*
 * The record of DIR, a real path, as a tree: DENY, or allow if no denial above says otherwise.
 * Returns 0, or -1 with the reason against it added to WHY.
 */
int tree_record(struct trust *trust, const char *dir, bool deny, struct record *r,
		struct buf *why) NODISCARD;

/* DIR, a real path, is $HOME or the root: what is allowed there is on nearly everywhere. */
bool is_home(const struct settings *settings, const char *dir);

/* If it is, print that. */
void warn_home(const struct settings *settings, const char *dir);

#endif
