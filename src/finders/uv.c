/* SPDX-License-Identifier: GPL-3.0-or-later */
/* uv: the path in UV_PROJECT_ENVIRONMENT, in a directory with a uv.lock. */
#include <stdlib.h>

#include "core/path.h"
#include "finders/finders.h"
#include "finders/store.h"

static bool look_for_uv(struct search *search, struct candidate *c)
{
	const char *place = getenv("UV_PROJECT_ENVIRONMENT");

	c->tool = "uv";
	c->name = "uv.lock";
	c->path = path_join(search->dir, c->name);
	c->pointer = POINTER_STORE;
	return is_set(place) && file_exists(c->path) > 0 &&
	       store_use_project_choice(search, c, path_clean(path_join(search->dir, place)));
}

const struct finder find_uv = { .look = look_for_uv, .tools = true };
