/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finders/finders.h"

#include "core/path.h"

enum {
	/** largest number of missing names that are watched */
	MISSING_MAX = 8,
};

void search_missing(struct search *search, const char *name)
{
	if (search->in_shell_dir && search->missing.count < MISSING_MAX)
		strings_add(&search->missing, name);
}

const struct finder *const finders[] = {
	&find_self, &find_dotvenv, &find_names, &find_scan, &find_uv, &find_stores, NULL,
};

bool finder_look(const struct finder *finder, struct search *search, struct candidate *c)
{
	*c = (struct candidate){ .project = search->dir };
	return finder->look(search, c) && !path_is_backup(c->target ? c->target : c->path);
}
