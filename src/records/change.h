/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The room records writes the records of allowed and denied environments, and checks an environment
 * before it is recorded. trust/trust.h reads the records.
 *
 * A change of the records: collected first, then written in one step.
 */
#ifndef AVENV_CHANGE_H
#define AVENV_CHANGE_H

#include "trust/trust.h"

/* Read the records. Returns 0, or -1 after printing why they cannot be used. */
int records_load(struct trust *trust) NODISCARD;

/** The answer of the system about a group of the user's */
struct group_answer {
	gid_t gid;
	bool is_private;
};

/** A change of the records file. */
struct change {
	/** records to add */
	struct record *adds;
	size_t add_count, add_room;
	/** records to remove */
	const struct record **drops;
	size_t drop_count, drop_room;
	/** groups, of which the file keeps those that are private */
	const struct group_answer *groups;
	size_t group_count;
	/** do not print a failure */
	bool silent;
};

/*
 * Add R, and remove older records of the same slot or tree, also those from before its project was
 * moved. A denial removes only an older denial of the same directory.
 */
void change_add(struct change *change, struct trust *trust, const struct record *r);

/*
 * Check that what CHANGE adds are records of the directory NAME in DIR, which the caller holds open;
 * PATH is its path, for messages. Returns 0, or -1 after printing that it was replaced.
 */
int change_check_project(const struct change *change, int dir, const char *name,
			 const char *path) NODISCARD;

/* Remove R if it is in the user's own file. Records of AVENV_TRUST are not changed. */
void change_drop(struct change *change, const struct record *r);

/*
 * Remove the denials of PATH itself, but not those above it, and not that of a directory that was
 * moved away from PATH. Returns 0, or -1 after printing that PATH cannot be looked at.
 */
int change_lift(struct change *change, struct trust *trust, const char *path) NODISCARD;

/*
 * Write CHANGE, and read TRUST again. Returns 0, or -1 after printing why, unless CHANGE is silent.
 */
int change_commit(struct change *change, struct trust *trust) NODISCARD;

#endif
