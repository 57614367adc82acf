/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/names.h"

#include <stdlib.h>

#include "core/mem.h"

#include "core/banned.h"

void names_add(struct names *names, const char *name)
{
	names->list = mem_grow(names->list, names->count, &names->room, sizeof(*names->list));
	names->list[names->count++] = name;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void names_sort(struct names *names)
{
	if (names->count)
		qsort(names->list, names->count, sizeof(*names->list), by_text);
}

size_t names_place(const struct names *names, const char *start)
{
	size_t low = 0, high = names->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(names->list[middle], start) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const char *names_from(const struct names *names, const char *start)
{
	size_t place = names_place(names, start);

	return place < names->count ? names->list[place] : "";
}

bool names_has(const struct names *names, const char *name)
{
	return *name && streq(names_from(names, name), name);
}
