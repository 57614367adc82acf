/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * .venv: a directory, a link to one, or a PEP 832 redirect file.  Whatever
 * bears this name answers, even if it is broken: to take an environment from
 * further up in its place would be a surprise.
 */
#include <sys/stat.h>

#include "core/path.h"
#include "finders/finders.h"

static bool look_for_dotvenv(struct search *search, struct candidate *c)
{
	struct file_info info;

	c->name = ".venv";
	c->path = path_join(search->dir, c->name);
	if (file_lstat(c->path, &info)) {
		search_missing(search, c->name);
		return false;
	}
	if (S_ISLNK(info.mode))
		c->pointer = POINTER_LINK;
	else if (S_ISREG(info.mode))
		c->pointer = POINTER_REDIRECT;
	return true;
}

const struct finder find_dotvenv = { .look = look_for_dotvenv };
