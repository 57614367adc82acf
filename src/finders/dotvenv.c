/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * .venv: a directory, a link to one, or a redirect file (PEP 832). A file of this name is the
 * answer even if broken: an environment from a directory above would be a surprise.
 */
#include <sys/stat.h>

#include "core/path.h"
#include "finders/finders.h"

static bool look_for_dotvenv(struct search *search, struct candidate *c)
{
	c->name = ".venv";
	c->path = path_join(search->dir, c->name);
	if (file_lstat(c->path, &c->info)) {
		search_missing(search, c->name);
		return false;
	}
	if (S_ISLNK(c->info.mode))
		c->pointer = POINTER_LINK;
	else if (S_ISREG(c->info.mode))
		c->pointer = POINTER_REDIRECT;
	return true;
}

const struct finder find_dotvenv = { .look = look_for_dotvenv };
