/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing the records: put together first, then written in one step. */
#ifndef AVENV_CHANGE_H
#define AVENV_CHANGE_H

#include "core/trust.h"

/* Read the records. Returns 0, or -1 after printing why they are not read. */
int records_load(struct trust *trust) NODISCARD;

/** What is to become of the file. */
struct change {
	/** new records */
	struct record *adds;
	size_t add_count, add_room;
	/** old ones that go */
	const struct record **drops;
	size_t drop_count, drop_room;
	/** a failure is not printed */
	bool silent;
};

/*
 * Add R: an older record of the same slot or tree goes, or with a denial the older denial of the
 * same directory.
 */
void change_add(struct change *change, struct trust *trust, const struct record *r);

/* R, of the user's own file, goes; those of AVENV_TRUST stay. */
void change_drop(struct change *change, const struct record *r);

/* The denial NO is of what INFO says, not of a directory that was moved away from its path. */
bool denial_is_of(const struct record *no, const struct file_info *info);

/*
 * The denials of PATH itself go. Those above it stay, and so does one of a directory that was
 * moved away from PATH. Returns 0, or -1 after printing that PATH cannot be looked at.
 */
int change_lift(struct change *change, struct trust *trust, const char *path) NODISCARD;

/* Write CHANGE, and read TRUST anew. Returns 0, or -1 after printing why. */
int change_commit(struct change *change, struct trust *trust) NODISCARD;

#endif
