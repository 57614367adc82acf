/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory: a bump allocator, whose memory is valid until the process ends.
 *
 * Both programs run for milliseconds, so no memory has an owner. Page faults limit the helper's
 * speed, and a bump allocator touches the fewest pages. A loop over files, environments or records
 * releases in each turn the memory of that turn. With AddressSanitizer each allocation is a
 * malloc() of its own, so that overflows and uses of released memory are found.
 */
#ifndef AVENV_MEM_H
#define AVENV_MEM_H

#include <stddef.h>

#include "core/base.h"

/*
 * Called when memory runs out, before the process exits; must not allocate. NULL, as in the helper:
 * nothing is printed.
 */
extern void (*mem_exhausted)(void);

/* Call mem_exhausted, and exit with 1. */
NORETURN void out_of_memory(void);

/*
 * N bytes, not cleared, aligned for any type.  Never NULL: when memory runs
 * out the process exits with status 1.
 */
void *mem_alloc(size_t n) MALLOC(1);

/* As mem_alloc(), for COUNT elements of SIZE bytes, cleared. */
void *mem_array(size_t count, size_t size);

/*
 * Make room for one more element in LIST, which has COUNT elements of SIZE bytes and room for
 * *ROOM. Returns LIST itself, or a copy with *ROOM doubled. New elements are not cleared.
 */
void *mem_grow(void *list, size_t count, size_t *room, size_t size);

/* Add an element to the structure with the members `list`, `count` and `room` that L points to. */
#define LIST_ADD(l, ...)                                                                           \
	((l)->list = mem_grow((l)->list, (l)->count, &(l)->room, sizeof(*(l)->list)),              \
	 (l)->list[(l)->count++] = __VA_ARGS__)

/* A NUL-terminated copy of the first N bytes at S; mem_dups(): of the whole string S. */
char *mem_dup(const char *s, size_t n);
char *mem_dups(const char *s);

/* A copy of the bytes from S to END without the ASCII white space of Python's str.strip(). */
char *mem_stripped(const char *s, const char *end);

/** A position of the allocator; all zero: its start */
struct mem_mark {
	struct piece *last;
	char *at;
};

/*
 * Release all memory that was allocated since MARK, a result of mem_mark(). No pointer to that
 * memory may be used later. A list or buffer that is older than MARK must not have grown since
 * MARK.
 */
struct mem_mark mem_mark(void);
void mem_release(struct mem_mark mark);

/* mem_release(), but keep a copy of the N bytes at DATA, and return it. */
void *mem_keep(struct mem_mark mark, const void *data, size_t n);

/* mem_keep() of the string TEXT; for a NULL TEXT mem_release(), and NULL. */
const char *mem_keep_text(struct mem_mark mark, const char *text);

#endif
