/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/search.h"

#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** of missing names; more are not watched */
	MISSING_MAX = 8,
};

const char *search_path(const struct search *search, const char *name)
{
	return path_join(search->dir, name);
}

void search_missing(struct search *search, const char *name)
{
	if (!search->own)
		return;
	if (!search->missing)
		search->missing = mem_array(MISSING_MAX, sizeof(*search->missing));
	if (search->missing_count < MISSING_MAX)
		search->missing[search->missing_count++] = name;
}
