/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RECORD files (PEP 376, PEP 627): rows of path, hash and size, as Python's
 * csv module reads and writes them.
 */
#ifndef AVENV_RECORD_CSV_H
#define AVENV_RECORD_CSV_H

#include <stdint.h>

#include "core/buf.h"

/** A row; what it does not say is "". */
struct record_row {
	/** relative to site-packages, with '/' */
	const char *path;
	/** "sha256=" and 43 characters of URL-safe base64 */
	const char *hash;
	/** bytes, in decimal */
	const char *size;
};

struct record_rows {
	struct record_row *list;
	size_t count, room;
};

/*
 * Read the LEN bytes of a RECORD.  Returns 0, or -1 where it is not well-formed
 * CSV, has a row of more than three fields or a NUL in it.
 */
int record_rows_parse(const char *data, size_t len,
		      struct record_rows *rows) NODISCARD;

void record_rows_add(struct record_rows *rows, const char *path,
		     const char *hash, const char *size);

/* Sorted as pip sorts them, with CRLF. */
void record_rows_format(struct record_rows *rows, struct buf *out);

enum {
	/** bytes of a SHA-256 */
	RECORD_DIGEST = 32,
	/** characters of a row's hash, with the final NUL */
	RECORD_HASH = 7 + 43 + 1,
};

/* The hash of a row from a SHA-256; touches nothing else: for threads. */
void record_hash_format(const uint8_t digest[RECORD_DIGEST],
			char text[RECORD_HASH]);

/* HASH has the form of one. */
bool record_hash_valid(const char *hash);

/* "sha256=…" of the LEN bytes at DATA. */
const char *record_hash(const void *data, size_t len);

#endif
