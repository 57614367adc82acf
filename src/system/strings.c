/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/strings.h"

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

/* The first string of the sorted list that does not come before START; "" if none. */
static const char *first_from(const struct strings *s, const char *start)
{
	size_t low = 0, high = s->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(s->list[middle], start) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->count ? s->list[low] : "";
}

bool strings_has(const struct strings *s, const char *string)
{
	return *string && streq(first_from(s, string), string);
}

bool strings_has_start(const struct strings *s, const char *start)
{
	return starts_with(first_from(s, start), start);
}
