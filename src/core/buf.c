/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/buf.h"

#include <stdint.h>
#include <stdlib.h>

#include "core/mem.h"

char buf_empty[1];

void buf_reserve(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 64;
	char *data;

	if (b->cap - b->len >= n && b->cap)
		return;
	/* mem_alloc() refuses an impossible size. */
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

const char *buf_joined(const char *const *parts)
{
	struct buf b = BUF_INIT;

	buf_putv(&b, parts);
	return b.data;
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

void buf_put_hex(struct buf *b, uint32_t value, int digits)
{
	while (digits-- > 0)
		buf_putc(b, "0123456789abcdef"[value >> 4 * digits & 0xF]);
}

void buf_put_utf8(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_putc(b, (char)c);
		return;
	}
	if (c >= 0x10000) {
		buf_putc(b, (char)(0xF0 | (c >> 18)));
		buf_putc(b, (char)(0x80 | ((c >> 12) & 0x3F)));
	} else if (c >= 0x800) {
		buf_putc(b, (char)(0xE0 | (c >> 12)));
	}
	buf_putc(b, (char)(c >= 0x800 ? 0x80 | ((c >> 6) & 0x3F) : 0xC0 | (c >> 6)));
	buf_putc(b, (char)(0x80 | (c & 0x3F)));
}

void buf_cut(struct buf *b, size_t len)
{
	if (len < b->len) {
		b->len = len;
		b->data[len] = '\0';
	}
}

/* ---- lists of strings -------------------------------------------------------- */

void strings_add(struct strings *s, const char *string)
{
	LIST_ADD(s, string);
	s->list = mem_grow(s->list, s->count, &s->room, sizeof(*s->list));
	s->list[s->count] = NULL;
}

void strings_add_all(struct strings *s, const char *const *list)
{
	for (; *list; list++)
		strings_add(s, *list);
}

int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void strings_sort(struct strings *s)
{
	if (s->count)
		qsort(s->list, s->count, sizeof(*s->list), by_bytes);
}

void strings_insert(struct strings *s, const char *string)
{
	size_t i = s->count;

	strings_add(s, string);
	for (; i && strcmp(s->list[i - 1], string) > 0; i--)
		s->list[i] = s->list[i - 1];
	s->list[i] = string;
}

bool strings_contain(const struct strings *s, const char *string)
{
	for (size_t i = 0; i < s->count; i++)
		if (streq(s->list[i], string))
			return true;
	return false;
}

bool strings_sorted_contain(const struct strings *s, const char *string)
{
	return s->count && bsearch(&string, s->list, s->count, sizeof(*s->list), by_bytes);
}
