/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/strings.h"

#include <stdlib.h>

#include "core/mem.h"

#include "core/banned.h"

void strings_add(struct strings *s, const char *string)
{
	s->list = mem_grow(s->list, s->count, &s->room, sizeof(*s->list));
	s->list[s->count++] = string;
	/* Room for the NULL: new elements are zero. */
	s->list = mem_grow(s->list, s->count, &s->room, sizeof(*s->list));
}

void strings_add_all(struct strings *s, const char *const *list)
{
	for (; *list; list++)
		strings_add(s, *list);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void strings_sort(struct strings *s)
{
	if (s->count)
		qsort(s->list, s->count, sizeof(*s->list), by_bytes);
}

bool strings_has(const struct strings *s, const char *string)
{
	return s->count && bsearch(&string, s->list, s->count, sizeof(*s->list), by_bytes);
}
