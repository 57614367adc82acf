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

bool search_blind(const struct search *search, struct candidate *c, const char *name, int err)
{
	if (file_is_missing(err))
		return false;
	*c = (struct candidate){ .project = search->dir,
				 .path = search_path(search, name),
				 .name = name,
				 .problem = strerror(err),
				 .blind = err };
	return true;
}

bool search_is_env(struct search *search, const char *path, struct candidate *c)
{
	struct venv venv;

	venv_read(path, &venv);
	if (venv.health == CFG_UNREADABLE)
		return search_blind(search, c, c->name, venv.error);
	if (venv.health == NO_CFG)
		search_missing(search, path_join(c->name, "pyvenv.cfg"));
	return venv_is_env(&venv);
}
