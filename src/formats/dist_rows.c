/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/dist_rows.h"

#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/hash.h"

enum {
	FIELDS = 3,
	/** bytes of "sha256=" and 43 characters of base64, with the final NUL */
	RECORD_HASH = 7 + 43 + 1,
};

/*
 * Remove the quotes of the field at S, in place; *OUT is the end of the text. Returns the byte
 * after the closing quote; NULL: the quote is not closed.
 */
static char *unquote(char *s, char **out)
{
	for (*out = s++; *s; s++) {
		if (*s == '"' && s[1] != '"')
			return s + 1;
		s += *s == '"';
		*(*out)++ = *s;
	}
	return NULL;
}

/*
 * Read the field at *AT; *ENDED is the byte that ends it: a comma, an end of line or NUL. NULL:
 * malformed.
 */
static const char *take_row_field(char **at, char *ended)
{
	char *start = *at, *out, *s;

	if (*start == '"')
		s = unquote(start, &out);
	else
		out = s = start + strcspn(start, ",\r\n\"");
	if (!s || !strchr(",\r\n", *s))
		return NULL;
	*ended = *s;
	*at = s + (*s != '\0');
	*out = '\0';
	return start;
}

int dist_rows_take(char *data, size_t len, struct dist_rows *rows)
{
	char *at = data;

	*rows = (struct dist_rows){ 0 };
	if (strlen(at) != len)
		return -1;
	for (at += strspn(at, "\r\n"); *at; at += strspn(at, "\r\n")) {
		const char *fields[FIELDS] = { "", "", "" };
		char ended = ',';

		for (size_t i = 0; ended == ','; i++) {
			const char *field = take_row_field(&at, &ended);

			if (!field || i == FIELDS)
				return -1;
			fields[i] = field;
		}
		dist_rows_add(rows, fields[0], fields[1], fields[2]);
	}
	return 0;
}

int dist_rows_parse(const char *data, size_t len, struct dist_rows *rows)
{
	return dist_rows_take(mem_dup(data, len), len, rows);
}

const char *dist_row_below(const char *env, const char *site, const char *path)
{
	const char *file = path_clean(path_join(site, path));

	if (!path_under(file, env) || streq(file, env))
		return NULL;
	return path_relative(file, env);
}

void dist_rows_add(struct dist_rows *rows, const char *path, const char *hash, const char *size)
{
	LIST_ADD(rows, (struct dist_row){ .path = path, .hash = hash, .size = size });
}

void dist_rows_sort(struct dist_rows *rows)
{
	if (rows->count)
		qsort(rows->list, rows->count, sizeof(*rows->list), by_bytes);
}

const struct dist_row *dist_rows_find(const struct dist_rows *rows, const char *path)
{
	const struct dist_row key = { .path = path };

	return rows->count ? bsearch(&key, rows->list, rows->count, sizeof(key), by_bytes) : NULL;
}

void dist_field_put(struct buf *out, const char *text)
{
	if (!strpbrk(text, ",\"\r\n")) {
		buf_puts(out, text);
		return;
	}
	buf_putc(out, '"');
	for (; *text; text++) {
		if (*text == '"')
			buf_putc(out, '"');
		buf_putc(out, *text);
	}
	buf_putc(out, '"');
}

void dist_rows_format(struct dist_rows *rows, struct buf *out)
{
	dist_rows_sort(rows);
	for (size_t i = 0; i < rows->count; i++) {
		dist_field_put(out, rows->list[i].path);
		buf_putc(out, ',');
		dist_field_put(out, rows->list[i].hash);
		buf_putc(out, ',');
		dist_field_put(out, rows->list[i].size);
		buf_puts(out, "\r\n");
	}
}

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
