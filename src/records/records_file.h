/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records file: locked, read, and replaced as a whole or not at all. Errors are returned as
 * text, not printed.
 */
#ifndef AVENV_RECORDS_FILE_H
#define AVENV_RECORDS_FILE_H

#include "print/reason.h"
#include "trust/trust.h"

/** The records file, open and locked. */
struct records_file {
	const char *path;
	/** its content; empty if the file does not exist */
	struct text text;
	/** descriptors of its directory and of the lock file; -1: not open */
	int dir, lock;
};

/*
 * TRUST->fault, which is set, and the command that ends it; "" if none is sure to.
 */
struct reason records_fault(const struct trust *trust);

/*
 * Open the directory of TRUST's records file, creating it if needed, lock the file against other
 * writers, waiting at most 5 seconds, and read it and TRUST again. Returns 0, or -1 with the reason
 * added to WHY.
 */
int records_open(struct records_file *file, struct trust *trust, struct buf *why) NODISCARD;

/*
 * Replace the file by TEXT: write a temporary file, sync it and rename it. Returns 0, or -1 with
 * the reason added to WHY; the old file is unchanged then, unless only syncing the directory
 * failed.
 */
int records_replace(struct records_file *file, const struct buf *text, struct buf *why) NODISCARD;

/*
 * Append lines: TEXT is the current content and the new lines. The file is not synced: a crash of
 * the machine may lose them. Returns 0, or -1 with the reason added to WHY.
 */
int records_append(struct records_file *file, const struct buf *text, struct buf *why) NODISCARD;

/* Release the lock and close the descriptors. */
void records_close(struct records_file *file);

#endif
