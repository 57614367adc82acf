/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "declared/set.h"

#include "core/mem.h"

/* The place of STRING in the hash table, or the free one for it. */
static size_t *place_of(const struct set *set, const char *string)
{
	uint64_t hash = fnv(FNV_START, string, strlen(string));
	size_t at = (size_t)(hash ^ hash >> 32) & (set->room - 1);

	while (set->places[at] && !streq(set->strings.list[set->places[at] - 1], string))
		at = (at + 1) & (set->room - 1);
	return &set->places[at];
}

static void grow(struct set *set)
{
	set->room = set->room ? set->room * 2 : 8;
	set->places = mem_array(set->room, sizeof(*set->places));
	for (size_t i = 0; i < set->strings.count; i++)
		*place_of(set, set->strings.list[i]) = i + 1;
}

bool set_has(const struct set *set, const char *string)
{
	return set->room && *place_of(set, string);
}

bool set_add(struct set *set, const char *string)
{
	size_t *place;

	if (set->strings.count * 2 >= set->room)
		grow(set);
	place = place_of(set, string);
	if (*place)
		return false;
	strings_add(&set->strings, string);
	*place = set->strings.count;
	return true;
}
