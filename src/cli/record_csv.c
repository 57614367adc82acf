/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/record_csv.h"

#include <sha256.h>
#include <stdlib.h>

#include "core/mem.h"

#include "core/banned.h"

enum {
	FIELDS = 3,
};

/* A field in quotes, the first of which is passed; NULL where none ends it. */
static const char *read_quoted(const char **at, const char *end)
{
	struct buf b = BUF_INIT;
	const char *s = *at;

	for (; s < end; s++) {
		if (*s == '"' && (s + 1 == end || s[1] != '"')) {
			*at = s + 1;
			return b.data;
		}
		s += *s == '"';
		buf_putc(&b, *s);
	}
	return NULL;
}

/* The field at *AT; *AT is then what ended it. */
static const char *read_field(const char **at, const char *end)
{
	const char *start = *at, *s = start;

	if (s < end && *s == '"') {
		*at = s + 1;
		return read_quoted(at, end);
	}
	while (s < end && !strchr(",\r\n\"", *s))
		s++;
	*at = s;
	return mem_dup(start, (size_t)(s - start));
}

/* The end of a row at *AT: LF, CR, CRLF, or the end of all. */
static bool take_eol(const char **at, const char *end)
{
	if (*at == end)
		return true;
	if (**at != '\r' && **at != '\n')
		return false;
	*at += **at == '\r' && *at + 1 < end && (*at)[1] == '\n' ? 2 : 1;
	return true;
}

static int read_row(const char **at, const char *end, struct record_rows *rows)
{
	const char *fields[FIELDS] = { "", "", "" };

	for (size_t i = 0; i < FIELDS; i++) {
		fields[i] = read_field(at, end);
		if (!fields[i])
			return -1;
		if (take_eol(at, end)) {
			if (i || *fields[0])
				record_rows_add(rows, fields[0],
						i ? fields[1] : "",
						i > 1 ? fields[2] : "");
			return 0;
		}
		if (**at != ',')
			return -1;
		++*at;
	}
	return -1;
}

int record_rows_parse(const char *data, size_t len, struct record_rows *rows)
{
	const char *at = data, *end = data + len;

	*rows = (struct record_rows){ 0 };
	if (memchr(data, '\0', len))
		return -1;
	while (at < end)
		if (read_row(&at, end, rows))
			return -1;
	return 0;
}

void record_rows_add(struct record_rows *rows, const char *path,
		     const char *hash, const char *size)
{
	rows->list = mem_grow(rows->list, rows->count, &rows->room,
			      sizeof(*rows->list));
	rows->list[rows->count++] = (struct record_row){
		.path = path,
		.hash = hash,
		.size = size,
	};
}

static int compare(const void *one, const void *other)
{
	const struct record_row *a = one, *b = other;
	int order = strcmp(a->path, b->path);

	if (!order)
		order = strcmp(a->hash, b->hash);
	return order ? order : strcmp(a->size, b->size);
}

static void write_field(struct buf *out, const char *text)
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

void record_rows_format(struct record_rows *rows, struct buf *out)
{
	if (rows->count)
		qsort(rows->list, rows->count, sizeof(*rows->list), compare);
	for (size_t i = 0; i < rows->count; i++) {
		write_field(out, rows->list[i].path);
		buf_putc(out, ',');
		write_field(out, rows->list[i].hash);
		buf_putc(out, ',');
		write_field(out, rows->list[i].size);
		buf_puts(out, "\r\n");
	}
}

/* of URL-safe base64 */
static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789-_";

bool record_hash_valid(const char *hash)
{
	const size_t head = strlen("sha256=");

	return strlen(hash) == RECORD_HASH - 1 &&
	       starts_with(hash, "sha256=") &&
	       strspn(hash + head, digits) == RECORD_HASH - 1 - head;
}

void record_hash_format(const uint8_t digest[RECORD_DIGEST],
			char text[RECORD_HASH])
{
	char *out = text + sizeof("sha256=") - 1;
	uint32_t bits = 0;
	unsigned have = 0;

	memcpy(text, "sha256=", sizeof("sha256=") - 1);
	for (size_t i = 0; i < RECORD_DIGEST; i++) {
		bits = bits << 8 | digest[i];
		for (have += 8; have >= 6; have -= 6)
			*out++ = digits[bits >> (have - 6) & 0x3F];
	}
	*out++ = digits[bits << (6 - have) & 0x3F];
	*out = '\0';
}

const char *record_hash(const void *data, size_t len)
{
	uint8_t digest[RECORD_DIGEST];
	char *text = mem_alloc(RECORD_HASH);
	SHA2_CTX sha;

	SHA256Init(&sha);
	SHA256Update(&sha, data, len);
	SHA256Final(digest, &sha);
	record_hash_format(digest, text);
	return text;
}
