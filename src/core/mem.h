/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory: a bump allocator that lives as long as the process.
 *
 * Both programs run for milliseconds, so nothing has an owner: a pointer stays good
 * until the process ends.  Page faults are the helper's budget, and a bump allocator
 * touches the fewest pages.  A loop over files, environments or records gives back in
 * each turn what that turn allocated.  With AddressSanitizer each allocation is its own
 * malloc(), so that overflows are seen, and uses of memory that was given back.
 */
#ifndef AVENV_MEM_H
#define AVENV_MEM_H

#include <stddef.h>

#include "core/base.h"

/*
 * What is called when memory runs out, before the process ends; it must not
 * allocate.  NULL, as in the helper: nothing, so that nothing is printed.
 */
extern void (*mem_exhausted)(void);

/*
 * N bytes, not cleared, aligned for any type.  Never NULL: when memory runs
 * out the process exits with status 1.
 */
void *mem_alloc(size_t n) MALLOC(1);

/* As mem_alloc(), for COUNT elements of SIZE bytes, cleared. */
void *mem_array(size_t count, size_t size);

/*
 * LIST of COUNT elements of SIZE bytes with room for one more: itself, or a
 * copy with *ROOM doubled, where new elements are cleared.
 */
void *mem_grow(void *list, size_t count, size_t *room, size_t size);

/* A NUL-terminated copy of the first N bytes at S, and of a whole string. */
char *mem_dup(const char *s, size_t n);
char *mem_dups(const char *s);

/** A point in time; zero: the start. */
struct mem_mark {
	struct piece *last;
	char *at;
};

/*
 * Give back what was allocated since MARK, where nothing points to it: no list or buffer of an
 * earlier time has grown since, and nothing was read for later.
 */
struct mem_mark mem_mark(void);
void mem_release(struct mem_mark mark);

/* The same, but for a copy of the N bytes at DATA. Returns the copy. */
void *mem_keep(struct mem_mark mark, const void *data, size_t n);

#endif
