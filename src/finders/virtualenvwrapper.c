/* SPDX-License-Identifier: GPL-3.0-or-later */
/* virtualenvwrapper: an environment of the store names its project in the file .project. */
#include <dirent.h>
#include <limits.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"
#include "finders/store.h"

static bool visit_project_file(void *arg, int fd, const char *name, int type)
{
	struct stores *there = arg;
	struct text text;

	if (type != DT_REG && !file_slurp_at(fd, path_join(name, ".project"), PATH_MAX, &text)) {
		text.data[strcspn(text.data, "\r\n")] = '\0';
		strings_add(&there->envs, mem_dups(name));
		strings_add(&there->projects, path_trimmed(text.data));
	}
	return ++there->entries < STORE_ENTRIES_MAX;
}

static bool look_for_virtualenvwrapper(struct search *search, struct candidate *c, const char *dir)
{
	struct stores *there = search->stores;
	struct buf names = BUF_INIT;
	const char *env = NULL;
	size_t n = 0;

	if (!there->listed && file_scan(dir, visit_project_file, there))
		return false;
	there->listed = true;
	for (size_t i = 0; i < there->envs.count; i++) {
		const char *path = path_join(dir, there->envs.list[i]);

		if (!streq(there->projects.list[i], search->dir) || venv_exists(path) <= 0)
			continue;
		buf_putl(&names, n++ ? ", " : "", path_quoted(there->envs.list[i]));
		env = path;
	}
	c->path = search->dir;
	c->several = n > 1 ? names.data : NULL;
	return n > 1 || store_use_tool_env(search, c, env);
}

const struct store store_virtualenvwrapper = {
	.tool = "virtualenvwrapper",
	.file = ".project",
	.variable = "WORKON_HOME",
	.place = ".virtualenvs",
	.look = look_for_virtualenvwrapper,
};
