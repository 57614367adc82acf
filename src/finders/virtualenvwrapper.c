/* SPDX-License-Identifier: GPL-3.0-or-later */
/* virtualenvwrapper: an environment of the store names its project in the file .project. */
#include <dirent.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"
#include "finders/store.h"

static const char *wrapper_dir(const struct toml *settings)
{
	const char *dir = tool_variable("WORKON_HOME");

	dir = dir ? tool_path(dir, true) : settings_home(".virtualenvs");
	return dir && dir[0] != '/' ? settings_home(dir) : dir;
}

static bool visit_env(void *arg, int fd, const char *name, int type)
{
	const char *project = NULL;
	struct stores *known = arg;

	if (type != DT_REG && !path_is_backup(name))
		project = store_path_in(fd, path_join(name, STORE_PROJECT));
	if (project) {
		strings_add(&known->envs, mem_dups(name));
		strings_add(&known->projects, project);
	}
	return true;
}

static bool look_for_virtualenvwrapper(struct search *search, struct candidate *c,
				       const struct store_place *place)
{
	struct stores *known = search->stores;
	struct strings envs = { 0 };

	if (!known->listed && file_scan(place->dir, visit_env, known))
		return false;
	known->listed = true;
	for (size_t i = 0; i < known->envs.count; i++) {
		const char *path = path_join(place->dir, known->envs.list[i]);

		if (streq(known->projects.list[i], search->dir) && venv_exists(path) > 0)
			strings_add(&envs, path);
	}
	/* No file in the project leads to the environment: the pointer is the directory itself. */
	c->path = search->dir;
	return store_use_one(search, c, &envs, false);
}

const struct store store_virtualenvwrapper = {
	.tool = "virtualenvwrapper",
	.file = STORE_PROJECT,
	.dir = wrapper_dir,
	.look = look_for_virtualenvwrapper,
};
