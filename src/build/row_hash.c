/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/row_hash.h"

#include "core/mem.h"
#include "formats/hash.h"

enum {
	/** bytes of "sha256=" and 43 characters of base64, with the final NUL */
	RECORD_HASH = 7 + 43 + 1,
};

const char *dist_row_hash(const void *data, size_t len)
{
	static const char kind[] = "sha256=";
	uint8_t sum[SHA256_SIZE];
	char *text = mem_alloc(RECORD_HASH);

	sha256(data, len, sum);
	memcpy(text, kind, sizeof(kind) - 1);
	base64_url(sum, sizeof(sum), text + sizeof(kind) - 1);
	return text;
}

void dist_rows_add_text(struct dist_rows *rows, const char *path, const struct buf *text)
{
	struct buf size = BUF_INIT;

	buf_putu(&size, text->len);
	dist_rows_add(rows, path, dist_row_hash(text->data, text->len), size.data);
}
