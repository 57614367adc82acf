/* SPDX-License-Identifier: GPL-3.0-or-later */
/* virtualenvwrapper: an environment of the store names its project in the file .project. */
#include <stdlib.h>

#include "core/path.h"
#include "finders/finders.h"
#include "finders/store.h"

#include "core/banned.h"

static const char *store(const struct search *search)
{
	if (is_set(getenv("WORKON_HOME")))
		return store_variable(search, "WORKON_HOME");
	return store_absolute(search, "~/.virtualenvs");
}

static bool used(struct search *search)
{
	return store_is_there(search, TOOL_WRAPPER, store);
}

static bool look(struct search *search, struct candidate *c)
{
	const struct store_projects *all = store_projects(search, store(search));
	struct buf several = BUF_INIT;
	const char *env = NULL;
	size_t n = 0;

	for (size_t i = 0; i < all->names.count; i++) {
		const char *name = all->names.list[i];

		if (!streq(all->dirs.list[i], search->dir) ||
		    !store_has_env(path_join(store(search), name), NULL))
			continue;
		buf_putl(&several, n++ ? "/" : "", name);
		env = path_join(store(search), name);
	}
	if (!n)
		return false;
	store_candidate(search, c, "virtualenvwrapper", ".project");
	c->path = search->dir;
	if (n > 1)
		c->several = several.data;
	return n > 1 || store_tied(search, c, env);
}

const struct finder find_virtualenvwrapper = {
	.name = "virtualenvwrapper",
	.used = used,
	.look = look,
};
