/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/banned.h"

#define ALIGNMENT ((size_t)16)

void (*mem_exhausted)(void);

static NORETURN void out_of_memory(void)
{
	if (mem_exhausted)
		mem_exhausted();
	_exit(1);
}

/* The Makefile defines it for builds with sanitizers. */
#ifdef MEM_CHECKED

/** A piece of memory follows its header. */
static union header {
	union header *next;
	char aligned[ALIGNMENT];
} * pieces;

void *mem_alloc(size_t n)
{
	union header *piece = n > SIZE_MAX / 4 ? NULL : malloc(sizeof(*piece) + n);

	if (!piece)
		out_of_memory();
	piece->next = pieces;
	pieces = piece;
	return piece + 1;
}

void mem_reset(void)
{
	while (pieces) {
		union header *next = pieces->next;

		free(pieces);
		pieces = next;
	}
}

#else

/* Only touched pages cost anything. */
#define CHUNK_SIZE ((size_t)256 * 1024)

static char *free_at, *free_end;

void *mem_alloc(size_t n)
{
	char *p;

	if (n > SIZE_MAX / 4)
		out_of_memory();
	n = (n + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	if ((size_t)(free_end - free_at) < n) {
		size_t size = n > CHUNK_SIZE ? n : CHUNK_SIZE;

		free_at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			       0);
		if (free_at == MAP_FAILED)
			out_of_memory();
		free_end = free_at + size;
	}
	p = free_at;
	free_at += n;
	return p;
}

#endif

void *mem_array(size_t count, size_t size)
{
	if (size && count > SIZE_MAX / 4 / size)
		out_of_memory();
	return memset(mem_alloc(count * size), 0, count * size);
}

void *mem_grow(void *list, size_t count, size_t *room, size_t size)
{
	void *more;

	if (count < *room)
		return list;
	*room = *room ? *room * 2 : 8;
	more = mem_array(*room, size);
	if (count)
		memcpy(more, list, count * size);
	return more;
}

char *mem_dup(const char *s, size_t n)
{
	char *p = mem_alloc(n + 1);

	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *mem_dups(const char *s)
{
	return mem_dup(s, strlen(s));
}
