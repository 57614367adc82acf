/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing trust records.  A change is put together first, may be tried on the
 * records in memory, and then reaches the store in one step.
 */
#ifndef AVENV_RECORD_H
#define AVENV_RECORD_H

#include "core/buf.h"
#include "core/trust.h"

/** What of a place is to be forgotten. */
enum forgotten {
	/** all that is said of the path, also of what was there and moved, and of what is
	 * there; and that environments right in it are allowed */
	FORGET_PATH,
	/** the same but for what was there and moved: of what is there */
	FORGET_ITSELF,
	/** that it is allowed, and environments right in it are */
	FORGET_ALLOWS,
	/** one record, and nothing else that is said of the path */
	FORGET_RECORD,
};

struct forget {
	/** absolute and clean; it need not exist */
	const char *path;
	enum forgotten of;
	/** what stands there; an ino of 0: nothing */
	struct file_info info;
	/** of FORGET_RECORD: which */
	struct record record;
};

/** What is to become of the store. */
struct change {
	/** new records; each replaces what contradicts it */
	struct record *adds;
	size_t add_count, add_room;
	struct forget *forgets;
	size_t forget_count, forget_room;
	/** after record_write(): how many records went */
	size_t dropped;
	/** and the first line that is not a record and was left as it is, or 0 */
	unsigned damaged;
};

/* A record of what CHAIN leads to: its path, identity and owner. */
struct record record_of(const struct chain *chain);

/*
 * Add R to CHANGE, in place of what CHANGE says of the same so far.  In the store a
 * denial that R speaks of in half, by path or by identity where these have come apart,
 * is left as its other half.
 */
void change_add(struct change *change, const struct record *r);

/* Add all that MORE adds. */
void change_add_all(struct change *change, const struct change *more);

/* Add what record_kept() kept, as it was. */
void change_restore(struct change *change, const struct change *kept);

/* Forget of PATH what OF says; INFO, what stands there, may be NULL. */
void change_forget(struct change *change, const char *path, enum forgotten of,
		   const struct file_info *info);

/* Forget R alone, whatever else is said of its path. */
void change_forget_record(struct change *change, const struct record *r);

/* The record that allows ENV, a real path, by itself, whatever stands there by now; or NULL. */
const struct record *record_env(struct trust *trust, const char *env);

/* TRUST denies what is at PATH, by a record of that path. */
bool record_denies(const struct trust *trust, const char *path);

/* Add to KEPT what CHANGE takes from the user's store. */
void record_kept(struct trust *trust, const struct change *change, struct change *kept);

/* TRUST as it would be after CHANGE; TRUST itself stays as it is. */
struct trust record_try(struct trust *trust, const struct change *change);

/* How many records CHANGE takes away, those that deny only if DENIES. */
size_t record_losses(struct trust *trust, const struct change *change, bool denies);

/*
 * Make CHANGE in the store.  Returns 0, or -1 with the reason added to WHY and
 * the store as it was.
 */
int record_write(const struct trust *trust, struct change *change, struct buf *why) NODISCARD;

/* As record_write(), for commands: says what is wrong.  Returns 0 or -1. */
int record_commit(const struct trust *trust, struct change *change) NODISCARD;

/* The same; where it fails, what is wrong ends in REST, "; and so ...". */
int record_commit_or(const struct trust *trust, struct change *change, const char *rest) NODISCARD;

#endif
