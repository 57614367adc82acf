/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records file: locked, read, and replaced as a whole or not at all.
 * Problems are put in words; nothing is printed here.
 */
#ifndef AVENV_RECORDS_FILE_H
#define AVENV_RECORDS_FILE_H

#include "core/trust.h"

/** The records file, open and locked. */
struct records_file {
	const char *path;
	/** its bytes; none of a file that is not there yet */
	struct text text;
	/** its directory and the lock beside it */
	int dir, lock;
};

/*
 * Open the records file of TRUST, making its directory where needed, wait for other writers, and read it
 * and TRUST anew. Returns 0, or -1 with the reason added to WHY.
 */
int records_open(struct records_file *file, struct trust *trust, struct buf *why) NODISCARD;

/*
 * Put TEXT in the file's place: written beside it, on disk, then renamed.
 * Returns 0, or -1 with the reason added to WHY and the old file untouched.
 */
int records_replace(struct records_file *file, const struct buf *text, struct buf *why) NODISCARD;

/*
 * TEXT is what stands in the file, and lines behind that: append them. Nothing waits for the
 * disk: a machine that crashes forgets them. Returns 0, or -1 with the reason added to WHY.
 */
int records_append(struct records_file *file, const struct buf *text, struct buf *why) NODISCARD;

/* Let other writers go on. */
void records_close(struct records_file *file);

#endif
