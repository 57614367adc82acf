/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slots of a project, and trees: their records, and the reasons against recording them. */
#ifndef AVENV_SLOTS_H
#define AVENV_SLOTS_H

#include "plan/search.h"
#include "records/change.h"

/** The conditions under which a slot may be recorded. */
struct allow_how {
	/** accept other users with write access; they are printed */
	bool shared;
	/** accept one that git tracks, or that came with its directory */
	bool tracked;
	/** only one that was made at its path: the user named a directory around it */
	bool only_made_here;
	/** ignore a denial of the project or environment itself, which is to be lifted */
	bool lifts_denial;
	/** only find the reason: follow no link, print nothing, name no option */
	bool look_only;
	/** with look_only: a record allowed the search to follow the link */
	bool followed;
};

/** The slots of a project that may have an environment. */
struct slots {
	/** real path */
	const char *project;
	/** the user named the project: links to elsewhere are followed */
	bool follow_links;
	/** candidates, by name */
	struct candidate *list;
	size_t count, room;
};

/*
 * Find the slots in DIR, a real path. FOLLOW_LINKS: the user named DIR, so links are followed. Returns 0,
 * or -1 with errno if DIR cannot be read.
 */
int slots_in(struct trust *trust, const char *dir, bool follow_links,
	     struct slots *slots) NODISCARD;

/*
 * Fill in C for NAME in PROJECT, as a finder does. Returns false if NAME cannot be a slot: it is
 * missing or has another type.
 */
bool slot_named(const char *project, const char *name, struct candidate *c);

/*
 * The command that removes the pointer C, which has PROBLEM. NULL: no removal is sure to help,
 * because a tool keeps that file, or because the pointer itself is right.
 */
const char *pointer_removal(const struct candidate *c, const char *problem);

/*
 * The record for C in PROJECT, a real path, which the user speaks of: where it leads is
 * followed. Returns 0, or -1 with the reason against it added to WHY: a denial, git, who may write;
 * R then has the options of the command that accepts it.
 */
int slot_record(struct trust *trust, const char *project, const struct candidate *c,
		const struct allow_how *how, struct record *r, struct buf *why) NODISCARD;

/*
 * Add the record of slot_record() to CHANGE. Returns 0, or -1 after printing the reason against it.
 */
int slot_allow(struct trust *trust, const char *project, const struct candidate *c,
	       const struct allow_how *how, struct change *change) NODISCARD;

/*
 * Fill in R, the record of DIR, a real path, as a tree: a denial if DENY, else an allow, which a
 * denial above DIR refuses. Returns 0, or -1 with the reason added to WHY.
 */
int tree_record(struct trust *trust, const char *dir, bool deny, struct record *r,
		struct buf *why) NODISCARD;

#endif
