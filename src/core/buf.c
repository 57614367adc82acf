/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/buf.h"

#include <stdint.h>

#include "core/mem.h"

#include "core/banned.h"

char buf_empty[1];

void buf_reserve(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 64;
	char *data;

	if (b->cap - b->len >= n && b->cap)
		return;
	/* More than there can be is mem_alloc()'s to refuse. */
	while (cap - b->len < n && cap <= SIZE_MAX / 4)
		cap *= 2;
	data = mem_alloc(cap + 1);
	memcpy(data, b->data, b->len);
	data[b->len] = '\0';
	b->data = data;
	b->cap = cap;
}

void buf_put(struct buf *b, const char *s, size_t n)
{
	buf_reserve(b, n);
	memcpy(b->data + b->len, s, n);
	b->len += n;
	b->data[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

void buf_putv(struct buf *b, const char *const *parts)
{
	for (; *parts; parts++)
		buf_puts(b, *parts);
}

void buf_putu(struct buf *b, unsigned long long n)
{
	char digits[24];
	size_t i = sizeof(digits);

	do {
		digits[--i] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	buf_put(b, digits + i, sizeof(digits) - i);
}

void buf_put_octal(struct buf *b, char c)
{
	buf_putc(b, '\\');
	for (int shift = 6; shift >= 0; shift -= 3)
		buf_putc(b, (char)('0' + ((unsigned char)c >> shift & 7)));
}

void buf_cut(struct buf *b, size_t len)
{
	if (len < b->len) {
		b->len = len;
		b->data[len] = '\0';
	}
}

const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789-_";

char *base64_url(const uint8_t *data, size_t len, char *out)
{
	uint32_t bits = 0;
	unsigned have = 0;

	for (size_t i = 0; i < len; i++) {
		bits = bits << 8 | data[i];
		for (have += 8; have >= 6; have -= 6)
			*out++ = base64_digits[bits >> (have - 6) & 0x3F];
	}
	if (have)
		*out++ = base64_digits[bits << (6 - have) & 0x3F];
	*out = '\0';
	return out;
}
