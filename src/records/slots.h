/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The environments of a project, each in its slot, and what speaks against one. */
#ifndef AVENV_SLOTS_H
#define AVENV_SLOTS_H

#include "core/search.h"

/** How the user said it. */
struct allow_how {
	/** others may write to it, which the user is shown */
	bool shared;
	/** git tracks it, or it is a clone: no matter */
	bool tracked;
	/** a denial of the project itself is lifted */
	bool lifts;
	/** nothing is done: nothing is followed, and what would do it all the same is not said */
	bool look_only;
};

/** All slots of a project that have something which may be an environment. */
struct slots {
	/** names in `project`, a real path; a link or redirect is not followed */
	struct candidate *list;
	size_t count, room, entries;
	const char *project;
	/** the user speaks of the project: what leads elsewhere is followed */
	bool word;
	/** a tool's own environment of this project answers, which needs no record; or NULL */
	const char *tool;
};

/*
 * Look at DIR, a real path; WORD: the user speaks of it. Returns 0, or -1 with errno where it
 * cannot be read.
 */
int slots_in(struct trust *trust, const char *dir, bool word, struct slots *slots) NODISCARD;

/*
 * The record for C in PROJECT, a real path, which the user speaks of: where it leads is
 * followed. Returns 0, or -1 with the reason against it added to WHY: a denial, git, who
 * may write.
 */
int slot_record(struct trust *trust, const char *project, const struct candidate *c,
		const struct allow_how *how, struct record *r, struct buf *why) NODISCARD;

/* The candidate NAME in PROJECT, as a finder would see it. Returns false: nothing is there. */
bool slot_named(const char *project, const char *name, struct candidate *c);

/* The record of DIR, a real path, as a tree. Returns 0, or -1 with errno. */
int tree_record(const char *dir, bool deny, struct record *r) NODISCARD;

/*
 * Does git track what is at PATH, a real path, or give no clear answer? Returns 0, or -1
 * with the reason added to WHY.
 */
int slot_tracked(const char *path, struct buf *why) NODISCARD;

#endif
