/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The directory itself is an environment: the shell's directory is inside one. */
#include <sys/stat.h>

#include "core/path.h"
#include "finders/finders.h"

static bool look_for_self(struct search *search, struct candidate *c)
{
	struct file_info info;

	if (!venv_is_at(search->dir))
		return false;
	/* The shell's directory may be a link to the environment. */
	if (!file_lstat(search->dir, &info) && S_ISLNK(info.mode))
		c->pointer = POINTER_LINK;
	c->path = search->dir;
	c->name = path_base(search->dir);
	c->project = path_parent(search->dir);
	return true;
}

const struct finder find_self = { .look = look_for_self };
