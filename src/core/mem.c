/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void (*mem_exhausted)(void);

void out_of_memory(void)
{
	if (mem_exhausted)
		mem_exhausted();
	_exit(1);
}

/** The header of a piece of memory from the system */
static struct piece {
	_Alignas(16) struct piece *before;
	size_t size;
} * last;

/*
 * The Makefile defines MEM_CHECKED for builds with sanitizers: each allocation is a piece of its
 * own.
 */
#ifdef MEM_CHECKED

enum {
	ALIGNMENT = 1,
	FIRST = 1,
	PIECE_MIN = 0
};

static struct piece *take(size_t size)
{
	return malloc(size);
}

static void give_back(struct piece *piece)
{
	free(piece);
}

#else

enum {
	ALIGNMENT = 16,
	/** bytes of the first memory, which asks the system for nothing: most looks need no more */
	FIRST = 128 * 1024,
	/** bytes of a piece; only touched pages cost time and memory */
	PIECE_MIN = 256 * 1024
};

/**
 * A released piece, for reuse: a loop that starts near the end of a piece needs a new one in each
 * turn.
 */
static struct piece *spare;

static struct piece *take(size_t size)
{
	void *p = spare;

	if (p && size <= spare->size) {
		spare = NULL;
		return p;
	}
	p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED ? NULL : p;
}

static void give_back(struct piece *piece)
{
	if (!spare && piece->size <= sizeof(*piece) + PIECE_MIN)
		spare = piece;
	else
		munmap(piece, piece->size);
}

#endif

static _Alignas(struct piece) char first[FIRST];

/** the unused rest of the last piece; before there is one, of `first` */
static char *free_at = first, *free_end = first + FIRST;

static void add_piece(size_t size)
{
	struct piece *piece = take(size);

	if (!piece)
		out_of_memory();
	*piece = (struct piece){ last, size };
	last = piece;
	free_at = (char *)(piece + 1);
	free_end = (char *)piece + size;
}

void *mem_alloc(size_t n)
{
	char *p;

	if (n > SIZE_MAX / 4)
		out_of_memory();
	n = (n + ALIGNMENT - 1) & ~((size_t)ALIGNMENT - 1);
	if ((size_t)(free_end - free_at) < n)
		add_piece(sizeof(*last) + (n > PIECE_MIN ? n : PIECE_MIN));
	p = free_at;
	free_at += n;
	return p;
}

/*
 * The heap of a static helper: musl calls malloc() in setenv() alone, and musl's own heap takes 7
 * KB. Each allocation has its size before it.
 */
#if defined(MEM_IS_HEAP) && !defined(__GLIBC__)

void *malloc(size_t size)
{
	size_t *p = mem_alloc(size + ALIGNMENT);

	*p = size;
	return (char *)p + ALIGNMENT;
}

void free(void *p)
{
	(void)p;
}

void *realloc(void *old, size_t size)
{
	void *p = malloc(size);
	size_t was = old ? *(size_t *)(void *)((char *)old - ALIGNMENT) : 0;

	if (old)
		memcpy(p, old, was < size ? was : size);
	return p;
}

#endif

/* ---- releasing -------------------------------------------------------------- */

struct mem_mark mem_mark(void)
{
	return (struct mem_mark){ last, free_at };
}

/* Set the position to MARK. Returns the newest piece, which is not released yet. */
static struct piece *rewind_to(struct mem_mark mark)
{
	struct piece *newest = last;

	last = mark.last;
	free_at = mark.at ? mark.at : first;
	free_end = last ? (char *)last + last->size : first + FIRST;
	return newest;
}

static void give_back_newer(struct piece *piece, struct mem_mark mark)
{
	while (piece != mark.last) {
		struct piece *before = piece->before;

		give_back(piece);
		piece = before;
	}
}

void mem_release(struct mem_mark mark)
{
	give_back_newer(rewind_to(mark), mark);
}

void *mem_keep(struct mem_mark mark, const void *data, size_t n)
{
	struct piece *newest = rewind_to(mark);
	void *kept = memmove(mem_alloc(n), data, n);

	give_back_newer(newest, mark);
	return kept;
}

const char *mem_keep_text(struct mem_mark mark, const char *text)
{
	if (text)
		return mem_keep(mark, text, strlen(text) + 1);
	mem_release(mark);
	return NULL;
}

/* ---- copies ------------------------------------------------------------------ */

/* As mem_array(), but not cleared. */
static void *alloc_array(size_t count, size_t size)
{
	if (size && count > SIZE_MAX / 4 / size)
		out_of_memory();
	return mem_alloc(count * size);
}

void *mem_array(size_t count, size_t size)
{
	return memset(alloc_array(count, size), 0, count * size);
}

void *mem_grow(void *list, size_t count, size_t *room, size_t size)
{
	void *more;

	if (count < *room)
		return list;
	*room = *room ? *room * 2 : 8;
	/* Not cleared: that touches pages which may never be used. */
	more = alloc_array(*room, size);
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

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
}

char *mem_stripped(const char *s, const char *end)
{
	while (s < end && is_space(*s))
		s++;
	while (s < end && is_space(end[-1]))
		end--;
	return mem_dup(s, (size_t)(end - s));
}
