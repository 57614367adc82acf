/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Growing strings, and growing lists of strings.
 *
 * A buffer holds bytes, NULs included; `data` always has a NUL at `len`. `struct buf b = BUF_INIT;`
 * makes a buffer ready. The memory is mem.h's: nothing has to be released, and a pointer to `data`
 * remains readable after the buffer has grown.
 */
#ifndef AVENV_BUF_H
#define AVENV_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "core/base.h"

struct buf {
	/** the bytes, never NULL */
	char *data;
	/** number of bytes, without the final NUL */
	size_t len;
	/** number of bytes that fit, without the final NUL */
	size_t cap;
};

extern char buf_empty[1];

#define BUF_INIT ((struct buf){ .data = buf_empty })

/* Make room for N more bytes, so that adding them does not copy the buffer. */
void buf_reserve(struct buf *b, size_t n);

void buf_put(struct buf *b, const char *s, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);

/* Append each string of PARTS, which ends with NULL. */
void buf_putv(struct buf *b, const char *const *parts);
#define buf_putl(b, ...) buf_putv((b), (const char *const[]){ __VA_ARGS__, NULL })

/* The strings of PARTS, which ends with NULL, joined into one. */
const char *buf_joined(const char *const *parts);
#define joined(...) buf_joined((const char *const[]){ __VA_ARGS__, NULL })

/* Append N in decimal. */
void buf_putu(struct buf *b, unsigned long long n);

/* Append the byte C as \ooo, a backslash and three octal digits. */
void buf_put_octal(struct buf *b, char c);

/* Append the last DIGITS hexadecimal digits of VALUE. */
void buf_put_hex(struct buf *b, uint32_t value, int digits);

/* Append the character C, a Unicode scalar value, in UTF-8. */
void buf_put_utf8(struct buf *b, uint32_t c);

/* Cut B to its first LEN bytes; a shorter B is unchanged. */
void buf_cut(struct buf *b, size_t len);

/* ---- lists of strings: file names, paths, a program's arguments --------------- */

/** A list of strings; all zero is the empty list. */
struct strings {
	/** the strings, then a NULL; the empty list may be NULL itself */
	const char **list;
	size_t count, room;
};

/* Add STRING, not a copy of it. */
void strings_add(struct strings *strings, const char *string);

/* Add each string of LIST, which ends with NULL. */
void strings_add_all(struct strings *strings, const char *const *list);

/* For qsort() and bsearch(): strings, or structures that begin with one, by bytes. */
int by_bytes(const void *a, const void *b);

/* Sort by bytes. */
void strings_sort(struct strings *strings);

/* Add STRING to STRINGS, which are sorted by bytes, at its place. */
void strings_insert(struct strings *strings, const char *string);

/* STRING is in STRINGS. */
bool strings_contain(const struct strings *strings, const char *string);

/* STRING is in STRINGS, which are sorted: a binary search. */
bool strings_sorted_contain(const struct strings *strings, const char *string);

#endif
