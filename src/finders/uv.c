/* SPDX-License-Identifier: GPL-3.0-or-later */
/* uv: the path in UV_PROJECT_ENVIRONMENT, in a directory with a uv.lock. */
#include <stdlib.h>

#include "core/path.h"
#include "finders/finders.h"
#include "finders/store.h"

static bool look_for_uv(struct search *search, struct candidate *c)
{
	const char *place;

	c->tool = "uv";
	c->variable = "UV_PROJECT_ENVIRONMENT";
	c->name = "uv.lock";
	c->path = path_join(search->dir, c->name);
	c->pointer = POINTER_STORE;
	place = getenv(c->variable);
	if (!is_set(place) || file_exists(c->path) <= 0)
		return false;
	c->target = path_clean(path_join(search->dir, place));
	/*
	 * An absolute path is the user's own word: that nothing is there yet may be known without a
	 * record. In the project it may lead through a link of the project's.
	 */
	if (place[0] == '/' && !path_under(c->target, search->dir) &&
	    !path_under(c->target, store_real(search)))
		return venv_exists(c->target) > 0;
	return store_use_project_choice(search, c, c->target);
}

const struct finder find_uv = { .look = look_for_uv, .tools = true };
