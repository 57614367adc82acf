/* SPDX-License-Identifier: GPL-3.0-or-later */
/* uv: the path in UV_PROJECT_ENVIRONMENT, in a directory with a uv.lock. */
#include <stdlib.h>

#include "core/path.h"
#include "finders/declared_files.h"
#include "finders/finders.h"
#include "finders/store.h"
#include "formats/toml_file.h"

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

/* ---- files ------------------------------------------------------------------------ */

/* Only uv reads these settings; pip's users may have others of uv. */
static const char *const own_keys[] = {
	"workspace",
	"sources",
	"package",
	"dev-dependencies",
	"index",
	"index-url",
	"extra-index-url",
	"constraint-dependencies",
	"override-dependencies",
	"default-groups",
	NULL,
};

/* Settings that change what `uv sync` installs, and count beside [project] alone. */
static const char *const project_keys[] = {
	"find-links",
	"no-index",
	"index-strategy",
	"exclude-newer",
	"exclude-newer-package",
	"prerelease",
	"resolution",
	"exclude-dependencies",
	"dependency-metadata",
	"dependency-groups",
	"build-constraint-dependencies",
	"extra-build-dependencies",
	"no-build-isolation",
	"no-build-isolation-package",
	"no-binary",
	"no-binary-package",
	"no-build",
	"no-build-package",
	"environments",
	"conflicts",
	"required-version",
	NULL,
};

/* The settings are in ROOT, and beside [project] also in the uv.toml in DIR. */
static bool counts_for_uv(const char *dir, const struct toml *root)
{
	const struct toml *own = toml_at(root, "tool.uv"), *file = NULL;

	/* uv refuses a project with `managed = false`. */
	if (toml_at(own, "managed") && !toml_true_at(own, "managed"))
		return false;
	if (!toml_at(root, "project"))
		return declares_one(own, own_keys);
	file = toml_read_project_file(path_join(dir, "uv.toml"), NULL);
	return declares_one(own, own_keys) || declares_one(file, own_keys) ||
	       declares_one(own, project_keys) || declares_one(file, project_keys);
}

const struct declared_file file_uv_lock = { .name = "uv.lock",
					    .is_compared = true,
					    .project = "pyproject.toml",
					    .adds = "uv add",
					    .removes = "uv remove" };
const struct declared_file file_uv = { .name = "pyproject.toml",
				       .counts = counts_for_uv,
				       .is_compared = true,
				       .adds = "uv add",
				       .removes = "uv remove" };
