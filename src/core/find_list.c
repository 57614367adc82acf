/* SPDX-License-Identifier: GPL-3.0-or-later */
/* .python-envs: a list of environments, the last of them the default. */
#include <errno.h>
#include <sys/stat.h>

#include "core/search.h"

#include "core/banned.h"

static bool look(struct search *search, struct candidate *c)
{
	struct file_info info;

	c->name = ".python-envs";
	c->path = search_path(search, c->name);
	if (file_lstat(c->path, &info)) {
		search_miss(search, c->path);
		return search_blind(search, c, c->name, errno);
	}
	/* An empty list names no environment, which is no fault. */
	if (S_ISREG(info.mode) && !info.size)
		return false;
	c->pointer = POINTER_LIST;
	if (!S_ISREG(info.mode))
		c->problem = "it is not a file";
	return true;
}

const struct finder find_list = { .name = ".python-envs", .look = look };
