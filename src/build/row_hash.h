/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hashes in RECORD rows. */
#ifndef AVENV_ROW_HASH_H
#define AVENV_ROW_HASH_H

#include "formats/dist_rows.h"

/* "sha256=…" of the LEN bytes at DATA. */
const char *dist_row_hash(const void *data, size_t len);

/* Add the row of the file PATH with this TEXT. */
void dist_rows_add_text(struct dist_rows *rows, const char *path, const struct buf *text);

#endif
