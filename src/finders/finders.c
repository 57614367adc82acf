/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finders/finders.h"

#include <sys/stat.h>

#include "core/path.h"

enum {
	/** largest number of missing names that are watched */
	MISSING_MAX = 8,
	/** and of paths in stores: poetry has one for each Python */
	AWAITED_MAX = 24,
};

void search_missing(struct search *search, const char *name)
{
	if (search->in_shell_dir && search->missing.count < MISSING_MAX)
		strings_add(&search->missing, name);
}

void search_await(struct search *search, const char *path)
{
	if (search->awaited.count < AWAITED_MAX && !strings_contain(&search->awaited, path))
		strings_add(&search->awaited, path);
}

/* The directory itself is an environment: the shell's directory is inside one. */
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

static const struct finder find_self = { .look = look_for_self };

const struct finder *const finders[] = {
	&find_self, &find_dotvenv, &find_names, &find_scan, &find_uv, &find_stores, NULL,
};

bool finder_look(const struct finder *finder, struct search *search, struct candidate *c)
{
	*c = (struct candidate){ .project = search->dir };
	return finder->look(search, c) && !path_is_backup(c->target ? c->target : c->path);
}
