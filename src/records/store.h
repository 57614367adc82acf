/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The file of records: locked, read, and replaced as a whole or not at all.
 * Problems are put in words; nothing is printed here.
 */
#ifndef AVENV_STORE_H
#define AVENV_STORE_H

#include "core/trust.h"

/** An open and locked store. */
struct store {
	const char *path;
	/** its bytes; none of a file that is not there yet */
	struct text text;
	/** its directory and the lock beside it */
	int dir, lock;
};

/*
 * Open the store of TRUST, making its directory where needed, wait for other writers, and read it
 * and TRUST anew. Returns 0, or -1 with the reason added to WHY.
 */
int store_open(struct store *store, struct trust *trust, struct buf *why) NODISCARD;

/*
 * Put TEXT in the store's place: written beside it, on disk, then renamed.
 * Returns 0, or -1 with the reason added to WHY and the old one untouched.
 */
int store_replace(struct store *store, const struct buf *text, struct buf *why) NODISCARD;

/*
 * TEXT is what stands in the store, and lines behind that: append them. Nothing waits for the
 * disk: a machine that crashes forgets them. Returns 0, or -1 with the reason added to WHY.
 */
int store_append(struct store *store, const struct buf *text, struct buf *why) NODISCARD;

/* The first edition's file was converted: it stays under another name. */
void store_retire_first(const struct store *store);

/* Let other writers go on. */
void store_close(struct store *store);

#endif
