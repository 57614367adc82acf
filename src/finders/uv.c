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
	return is_set(place) && file_exists(c->path) > 0 &&
	       store_use_project_choice(search, c, path_clean(path_join(search->dir, place)));
}

const struct finder find_uv = { .look = look_for_uv, .tools = true };
