/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/banned.h"

#if defined(MEM_CHECKED)
/* The Makefile says so, for valgrind. */
#elif defined(__SANITIZE_ADDRESS__)
#define MEM_CHECKED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEM_CHECKED 1
#endif
#endif
#ifndef MEM_CHECKED
#define MEM_CHECKED 0
#endif

/* Only touched pages cost anything, so a chunk may well be generous. */
#define CHUNK_SIZE ((size_t)256 * 1024)
#define ALIGNMENT  ((size_t)16)

/** A mapping, or with AddressSanitizer or valgrind one allocation. */
struct chunk {
	/** the one before, for mem_reset() */
	struct chunk *next;
	/** bytes in all, this head included */
	size_t size;
};

static struct chunk *chunks;
static char *free_at, *free_end;

void (*mem_exhausted)(void);

static NORETURN void out_of_memory(void)
{
	if (mem_exhausted)
		mem_exhausted();
	_exit(1);
}

static struct chunk *chunk_new(size_t size)
{
	struct chunk *c;

	if (MEM_CHECKED) {
		c = malloc(size);
		if (!c)
			out_of_memory();
	} else {
		void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			       0);

		if (p == MAP_FAILED)
			out_of_memory();
		c = p;
	}
	c->size = size;
	c->next = chunks;
	chunks = c;
	return c;
}

void *mem_alloc(size_t n)
{
	const size_t head = (sizeof(struct chunk) + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	char *p;

	if (n > SIZE_MAX / 4)
		out_of_memory();
	if (MEM_CHECKED)
		return (char *)chunk_new(head + n) + head;
	n = (n + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	if (!free_at || (size_t)(free_end - free_at) < n) {
		size_t size = n + head > CHUNK_SIZE ? n + head : CHUNK_SIZE;
		struct chunk *c = chunk_new(size);

		free_at = (char *)c + head;
		free_end = (char *)c + size;
	}
	p = free_at;
	free_at += n;
	return p;
}

void *mem_array(size_t count, size_t size)
{
	void *p;

	if (size && count > SIZE_MAX / 4 / size)
		out_of_memory();
	p = mem_alloc(count * size);
	/* A mapping is clear, and no piece of one is given twice. */
	return MEM_CHECKED ? memset(p, 0, count * size) : p;
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

void mem_reset(void)
{
	while (chunks) {
		struct chunk *next = chunks->next;

		if (MEM_CHECKED)
			free(chunks);
		else
			munmap(chunks, chunks->size);
		chunks = next;
	}
	free_at = free_end = NULL;
}
