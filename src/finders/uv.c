/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UV_PROJECT_ENVIRONMENT, where uv has locked a project. */
#include <fcntl.h>
#include <stdlib.h>

#include "core/path.h"
#include "finders/finders.h"
#include "finders/store.h"

#include "core/banned.h"

static bool used(struct search *search)
{
	(void)search;
	return is_set(getenv("UV_PROJECT_ENVIRONMENT"));
}

static bool look(struct search *search, struct candidate *c)
{
	c->tool = "uv";
	c->name = "uv.lock";
	c->path = search_path(search, c->name);
	c->pointer = POINTER_STORE;
	return file_exists(AT_FDCWD, c->path) > 0 &&
	       store_chosen(search, c,
			    path_clean(search_path(search, getenv("UV_PROJECT_ENVIRONMENT"))));
}

const struct finder find_uv = { .name = "uv", .used = used, .look = look };
