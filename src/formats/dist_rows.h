/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RECORD files (PEP 376, PEP 627): rows of path, hash and size, as Python's
 * csv module reads and writes them.
 */
#ifndef AVENV_DIST_ROWS_H
#define AVENV_DIST_ROWS_H

#include "core/buf.h"

/** A row; a missing field is "" */
struct dist_row {
	/** relative to site-packages, with '/' */
	const char *path;
	/** "sha256=" and 43 characters of URL-safe base64 */
	const char *hash;
	/** bytes, in decimal */
	const char *size;
};

struct dist_rows {
	struct dist_row *list;
	size_t count, room;
};

enum {
	/** largest RECORD that is read, in bytes: some 100,000 files */
	DIST_RECORD_MAX = 16 * 1024 * 1024,
};

/*
 * Parse the LEN bytes of a RECORD. Returns 0, or -1 if a row is malformed or DATA contains a NUL.
 */
int dist_rows_parse(const char *data, size_t len, struct dist_rows *rows) NODISCARD;

/* dist_rows_parse() without a copy: ROWS refer to DATA, which is changed and has a NUL at LEN. */
int dist_rows_take(char *data, size_t len, struct dist_rows *rows) NODISCARD;

/*
 * A row's PATH relative to ENV, as text; NULL: PATH is outside of ENV. PATH is relative to SITE,
 * the directory that contains the .dist-info. ENV and SITE are absolute and clean.
 */
const char *dist_row_below(const char *env, const char *site, const char *path);

void dist_rows_add(struct dist_rows *rows, const char *path, const char *hash, const char *size);

/* Add to ROWS the row of the file PATH with the content TEXT. */
void dist_rows_add_text(struct dist_rows *rows, const char *path, const struct buf *text);

/* The hash of the LEN bytes at DATA as in RECORD: "sha256=" and base64url without padding. */
const char *dist_row_hash(const void *data, size_t len);

/* Sort the rows by path, as pip sorts them. */
void dist_rows_sort(struct dist_rows *rows);

/* The row of PATH in ROWS, which are sorted; NULL: none. */
const struct dist_row *dist_rows_find(const struct dist_rows *rows, const char *path);

/* Append TEXT as a field, in quotes if it needs them. */
void dist_field_put(struct buf *out, const char *text);

/* Sort the rows and append them to OUT, with CRLF. */
void dist_rows_format(struct dist_rows *rows, struct buf *out);

#endif
