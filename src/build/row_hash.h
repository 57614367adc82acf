/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hashes in rows of RECORD (PEP 376). */
#ifndef AVENV_ROW_HASH_H
#define AVENV_ROW_HASH_H

#include "formats/dist_rows.h"

/* The hash of the LEN bytes at DATA as in RECORD: "sha256=" and base64url without padding. */
const char *dist_row_hash(const void *data, size_t len);

/* Add to ROWS the row of the file PATH with the content TEXT. */
void dist_rows_add_text(struct dist_rows *rows, const char *path, const struct buf *text);

#endif
