/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/search.h"

#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** how many misses are worth remembering for the idle test */
	MISSES_MAX = 8,
};

const char *search_path(const struct search *search, const char *name)
{
	return path_join(search->dir, name);
}

void search_miss(struct search *search, const char *path)
{
	/* Above, the one name that tools make is worth a look per prompt. */
	if (!search->own && !streq(path_base(path), ".venv"))
		return;
	if (!search->misses)
		search->misses = mem_array(MISSES_MAX, sizeof(struct miss));
	if (search->miss_count < MISSES_MAX)
		search->misses[search->miss_count++] = (struct miss){
			.path = path,
			.own = search->own,
		};
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
		search_miss(search, path_join(path, "pyvenv.cfg"));
	return venv_is_env(&venv);
}

int search_dir_judgement(struct search *search, struct chain *chain, struct judgement *j)
{
	if (chain_of(search->dir, chain))
		return -1;
	*j = trust_dir(search->trust, chain);
	return 0;
}
