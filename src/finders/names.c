/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of AVENV_NAMES: venv, env, .env, virtualenv. */
#include <sys/stat.h>

#include "core/path.h"
#include "finders/finders.h"
#include "finders/store.h"

/*
 * A link with a record is the answer. A link without a record may lead to an environment: remember
 * it for a hint, in case no finder answers. Not .env, which is mostly a file of settings.
 */
static bool look_at_link(struct search *search, struct candidate *c)
{
	c->pointer = POINTER_LINK;
	if (trust_named(search->trust, search_real(search), c->name))
		return true;
	if (!search->unfollowed_link.path && !streq(c->name, ".env"))
		search->unfollowed_link = *c;
	return false;
}

static bool look_at_name(struct search *search, const char *name, struct candidate *c)
{
	c->name = name;
	c->path = path_join(search->dir, name);
	c->pointer = POINTER_NONE;
	if (file_lstat(c->path, &c->info)) {
		search_missing(search, c->name);
		return false;
	}
	if (S_ISLNK(c->info.mode))
		return look_at_link(search, c);
	return S_ISDIR(c->info.mode) && venv_exists(c->path) > 0;
}

static bool look_for_names(struct search *search, struct candidate *c)
{
	for (const char *const *name = search->trust->settings->names; *name; name++)
		if (look_at_name(search, *name, c))
			return true;
	return false;
}

const struct finder find_names = { .look = look_for_names };
