/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Growing strings, and growing lists of strings.
 *
 * A string of bytes: `data` is NUL-terminated at `len` once anything was added, and
 * is "" before; NULs may stand inside.  `struct buf b = BUF_INIT;` is ready
 * for use.  Its memory is mem.h's: nothing to release, and a pointer to the
 * data taken earlier stays readable after the buffer has grown.
 */
#ifndef AVENV_BUF_H
#define AVENV_BUF_H

#include <stddef.h>

#include "core/base.h"

struct buf {
	/** the bytes, never NULL */
	char *data;
	/** how many there are, the final NUL not counted */
	size_t len;
	/** how many there is room for, the final NUL not counted */
	size_t cap;
};

extern char buf_empty[1];

#define BUF_INIT ((struct buf){ .data = buf_empty })

/* Room for N more bytes, so that adding them copies nothing. */
void buf_reserve(struct buf *b, size_t n);

void buf_put(struct buf *b, const char *s, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);

/* All of PARTS, up to a NULL. */
void buf_putv(struct buf *b, const char *const *parts);
#define buf_putl(b, ...) buf_putv((b), (const char *const[]){ __VA_ARGS__, NULL })

/* All of PARTS, up to a NULL, as one string. */
const char *buf_joined(const char *const *parts);
#define joined(...) buf_joined((const char *const[]){ __VA_ARGS__, NULL })

/* A number in decimal. */
void buf_putu(struct buf *b, unsigned long long n);

/* The byte C as \ooo, a backslash and three octal digits. */
void buf_put_octal(struct buf *b, char c);

/* Cut to the first LEN bytes. */
void buf_cut(struct buf *b, size_t len);

/* ---- lists of strings: file names, paths, a program's arguments --------------- */

/** All zero is an empty list. */
struct strings {
	/** After the last string comes a NULL. The empty list may be NULL itself. */
	const char **list;
	size_t count, room;
};

/* Add STRING, not a copy of it. */
void strings_add(struct strings *strings, const char *string);

/* Add each string of LIST, which ends with NULL. */
void strings_add_all(struct strings *strings, const char *const *list);

/* Sort by bytes. */
void strings_sort(struct strings *strings);

/* STRING is in the sorted list. */
bool strings_has(const struct strings *strings, const char *string);

#endif
